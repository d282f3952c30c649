package io.jenkins.plugins.k8sdag.pipeline;

import static io.jenkins.plugins.k8sdag.pipeline.Pipelines.dag;
import static io.jenkins.plugins.k8sdag.pipeline.Pipelines.job;
import static io.jenkins.plugins.k8sdag.pipeline.Pipelines.stage;
import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.Item;
import java.net.URL;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import jenkins.model.Jenkins;
import org.csanchez.jenkins.plugins.kubernetes.KubernetesCloud;
import org.htmlunit.HttpMethod;
import org.htmlunit.WebRequest;
import org.htmlunit.WebResponse;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.JenkinsRule.WebClient;
import org.jvnet.hudson.test.MockAuthorizationStrategy;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** What the forms' endpoints tell to whom: clouds and mistakes in a DAG to who may configure the job. */
@WithJenkins
class FormsAccessTest {
    private static final String STEP = "descriptorByName/" + K8sDagStep.class.getName() + "/";
    private static final String GLOBAL = "descriptorByName/" + K8sDagGlobalConfiguration.class.getName() + "/";
    private static final List<String> PEOPLE = List.of("anonymous", "reader", "builder", "developer", "admin");

    private JenkinsRule jenkins;

    @BeforeEach
    void aJobAndACloud(JenkinsRule rule) throws Exception {
        jenkins = rule;
        jenkins.jenkins.clouds.add(new KubernetesCloud("secret-cloud"));
        job("guarded", "echo 'hello'");
        jenkins.jenkins.setSecurityRealm(jenkins.createDummySecurityRealm());
        jenkins.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                .grant(Jenkins.READ)
                .everywhere()
                .toEveryone()
                .grant(Item.READ)
                .everywhere()
                .to("reader", "builder", "developer")
                .grant(Item.BUILD, Item.CANCEL)
                .everywhere()
                .to("builder", "developer")
                .grant(Item.CONFIGURE)
                .everywhere()
                .to("developer")
                .grant(Jenkins.ADMINISTER)
                .everywhere()
                .to("admin"));
    }

    @Test
    void cloudsAreToldToWhoMayConfigureTheJob() throws Exception {
        for (String user : PEOPLE) {
            String answer = ask(user, HttpMethod.POST, "job/guarded/" + STEP + "fillCloudItems")
                    .getContentAsString();
            assertThat(answer.contains("secret-cloud")).as(user + ": " + answer).isEqualTo(mayConfigure(user));
        }
        assertThat(ask("developer", HttpMethod.POST, STEP + "fillCloudItems").getContentAsString())
                .as("of no job")
                .doesNotContain("secret-cloud");
    }

    @Test
    void aDagIsCheckedForWhoMayConfigureTheJob() throws Exception {
        String wrong = dag("wrong", stage("a", "true")).replace("script", "scribt");
        String query = "checkYaml?value=" + URLEncoder.encode(wrong, StandardCharsets.UTF_8);
        for (String user : PEOPLE) {
            String answer =
                    ask(user, HttpMethod.POST, "job/guarded/" + STEP + query).getContentAsString();
            assertThat(answer.contains("scribt")).as(user + ": " + answer).isEqualTo(mayConfigure(user));
        }
    }

    @Test
    void markupInADagIsTextInTheAnswer() throws Exception {
        String hostile = dag("wrong", stage("<img src=x onerror=alert(1)>", "true"));
        String query = "checkYaml?value=" + URLEncoder.encode(hostile, StandardCharsets.UTF_8);
        assertThat(ask("developer", HttpMethod.POST, "job/guarded/" + STEP + query)
                        .getContentAsString())
                .contains("&lt;img src=x")
                .doesNotContain("<img");
    }

    @Test
    void theGlobalConfigurationAnswersAdministratorsAlone() throws Exception {
        for (String user : PEOPLE) {
            boolean admin = user.equals("admin");
            WebResponse clouds = ask(user, HttpMethod.POST, GLOBAL + "fillDefaultCloudItems");
            assertThat(clouds.getContentAsString().contains("secret-cloud"))
                    .as(user)
                    .isEqualTo(admin);
            WebResponse namespace = ask(user, HttpMethod.POST, GLOBAL + "checkDefaultNamespace?value=Not+One");
            assertThat(namespace.getContentAsString().contains("cannot be a namespace"))
                    .as(user)
                    .isEqualTo(admin);
            WebResponse most = ask(user, HttpMethod.POST, GLOBAL + "checkMaxParallelPerRun?value=-1");
            assertThat(most.getContentAsString().contains("may not be negative"))
                    .as(user + ": " + most.getContentAsString())
                    .isEqualTo(admin);
            if (user.equals("anonymous")) {
                // Sent to the page for logging in.
                continue;
            }
            for (WebResponse answer : List.of(clouds, namespace, most)) {
                assertThat(answer.getStatusCode()).as(user).isEqualTo(admin ? 200 : 403);
            }
        }
    }

    @Test
    void nothingAnswersAGet() throws Exception {
        for (String path : List.of(
                "job/guarded/" + STEP + "fillCloudItems",
                "job/guarded/" + STEP + "checkYaml?value=x",
                GLOBAL + "fillDefaultCloudItems",
                GLOBAL + "checkDefaultNamespace?value=ci",
                GLOBAL + "checkMaxParallelPerRun?value=1")) {
            assertThat(ask("admin", HttpMethod.GET, path).getStatusCode())
                    .as(path)
                    .isIn(404, 405);
        }
    }

    private static boolean mayConfigure(String user) {
        return List.of("developer", "admin").contains(user);
    }

    private WebResponse ask(String user, HttpMethod method, String path) throws Exception {
        WebClient client = jenkins.createWebClient().withThrowExceptionOnFailingStatusCode(false);
        if (!user.equals("anonymous")) {
            client.login(user);
        }
        WebRequest request = new WebRequest(new URL(jenkins.getURL(), path), method);
        if (method == HttpMethod.POST) {
            client.addCrumb(request);
        }
        return client.getPage(request).getWebResponse();
    }
}
