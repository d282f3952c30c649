// For mvn hpi:run alone: makes a cloud of an embedded cluster, a process of its own that outlives restarts of this Jenkins and ends
// five minutes after the last (cluster.sh). Images are ignored there, containers are processes of this machine.
import jenkins.model.Jenkins
import org.csanchez.jenkins.plugins.kubernetes.KubernetesCloud

def root = new File(System.getProperty('k8sdag.demo.root'))
def home = Jenkins.get().rootDir
def log = new File(home, 'cluster.log')
def started = new ProcessBuilder('sh', new File(home, 'cluster.sh').path, home.path, new File(root, 'k8sdag').path)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(log))
        .start()
if (started.waitFor() != 0) {
    throw new IllegalStateException("the embedded cluster did not start: ${log.text}")
}
def cloud = new KubernetesCloud('embedded')
cloud.serverUrl = (new File(home, 'kubeconfig').text =~ /server: "?(http[^"}\s]+)/)[0][1]
cloud.namespace = 'default'
Jenkins.get().clouds.replaceBy([cloud])
