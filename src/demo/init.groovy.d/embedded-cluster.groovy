// For mvn hpi:run alone: starts an embedded cluster as a process of its own and makes a cloud of it. Images are ignored there,
// containers are processes of this machine.
import jenkins.model.Jenkins
import org.csanchez.jenkins.plugins.kubernetes.KubernetesCloud

def root = new File(System.getProperty('k8sdag.demo.root'))
def home = Jenkins.get().rootDir
def kubeconfig = new File(home, 'kubeconfig')
kubeconfig.delete()
def cluster = new ProcessBuilder(new File(root, 'k8sdag').path, 'cluster', '--kubeconfig-out', kubeconfig.path)
        .redirectErrorStream(true)
        .redirectOutput(new File(home, 'cluster.log'))
        .start()
Runtime.runtime.addShutdownHook(new Thread({ cluster.destroy() }))
// The first start builds the command line.
while (!kubeconfig.exists()) {
    if (!cluster.alive) {
        throw new IllegalStateException("the embedded cluster did not start: ${new File(home, 'cluster.log').text}")
    }
    sleep(200)
}
def cloud = new KubernetesCloud('embedded')
cloud.serverUrl = (kubeconfig.text =~ /server: "?(http[^"}\s]+)/)[0][1]
cloud.namespace = 'default'
Jenkins.get().clouds.replaceBy([cloud])
