package io.jenkins.plugins.k8sdag.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.util.FormValidation;
import io.jenkins.plugins.casc.ConfigurationAsCode;
import io.jenkins.plugins.casc.ConfigurationContext;
import io.jenkins.plugins.casc.ConfiguratorRegistry;
import io.jenkins.plugins.casc.misc.Util;
import io.jenkins.plugins.casc.model.CNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import jenkins.metrics.api.Metrics;
import org.csanchez.jenkins.plugins.kubernetes.KubernetesCloud;
import org.htmlunit.html.HtmlElement;
import org.htmlunit.html.HtmlForm;
import org.htmlunit.html.HtmlInput;
import org.htmlunit.html.HtmlOption;
import org.htmlunit.html.HtmlPage;
import org.htmlunit.html.HtmlSelect;
import org.htmlunit.html.HtmlTextArea;
import org.jenkinsci.plugins.structs.describable.DescribableModel;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** Forms, configuration as code and gauges. */
@WithJenkins
class ConfigurationTest {
    private JenkinsRule jenkins;

    @BeforeEach
    void aJenkins(JenkinsRule rule) {
        jenkins = rule;
    }

    private static K8sDagStep full() {
        K8sDagStep step = new K8sDagStep();
        step.setFile("ci/dag.yaml");
        step.setCloud("prod");
        step.setNamespace("ci");
        step.setParams(Map.of("version", "1.2"));
        step.setMaxParallel(10);
        step.setFailFast(true);
        step.setPropagate(false);
        step.setLogs(LogsMode.failed);
        step.setKeep(KeepJobs.always);
        return step;
    }

    @Test
    void theFormKeepsTheStep() throws Exception {
        jenkins.jenkins.clouds.add(new KubernetesCloud("prod"));
        HtmlPage page = jenkins.createWebClient().goTo("pipeline-syntax/");
        HtmlSelect kinds = page.querySelector("select.dropdownList");
        HtmlOption ours = kinds.getOptions().stream()
                .filter(o -> o.getText().startsWith("k8sDag:"))
                .findFirst()
                .orElseThrow();
        kinds.setSelectedAttribute(ours, true);
        Waiting.until("the form is there", () -> {
            page.getWebClient().waitForBackgroundJavaScript(500);
            return page.querySelector("[name='_.paramLines']") != null
                    && !((HtmlSelect) page.querySelector("select[name='_.cloud']"))
                            .getOptions()
                            .isEmpty();
        });
        assertThat(snippet(page)).isEqualTo("k8sDag()");
        ((HtmlInput) page.querySelector("[name='_.file']")).setValue("ci/dag.yaml");
        ((HtmlTextArea) page.querySelector("[name='_.paramLines']")).setText("version=1.2");
        ((HtmlSelect) page.querySelector("select[name='_.cloud']")).setSelectedAttribute("prod", true);
        assertThat(snippet(page)).isEqualTo("k8sDag cloud: 'prod', file: 'ci/dag.yaml', params: [version: '1.2']");

        Map<String, ?> arguments =
                new DescribableModel<>(K8sDagStep.class).uninstantiate2(full()).getArguments();
        assertThat(arguments.keySet())
                .containsExactlyInAnyOrder(
                        "file", "cloud", "namespace", "params", "maxParallel", "failFast", "propagate", "logs", "keep");
        jenkins.assertEqualDataBoundBeans(
                full(), new DescribableModel<>(K8sDagStep.class).instantiate(arguments, null));
    }

    private static String snippet(HtmlPage page) throws Exception {
        HtmlElement button = page.querySelector("#generatePipelineScript");
        HtmlTextArea text = page.querySelector("#prototypeText");
        text.setText("");
        button.click();
        Waiting.until("the snippet is there", () -> {
            page.getWebClient().waitForBackgroundJavaScript(200);
            return !text.getText().isEmpty();
        });
        return text.getText();
    }

    @Test
    void aDagInTheFormIsChecked() {
        K8sDagStep.DescriptorImpl descriptor = jenkins.jenkins.getDescriptorByType(K8sDagStep.DescriptorImpl.class);
        String dag = Pipelines.dag("checked", Pipelines.stage("a", "true"));
        assertThat(descriptor.doCheckYaml(null, dag).kind).isEqualTo(FormValidation.Kind.OK);
        String uses = dag.replace("  stages:\n", "  stages:\n    - {name: other, uses: ./other.yaml}\n");
        assertThat(descriptor.doCheckYaml(null, uses).kind).isEqualTo(FormValidation.Kind.WARNING);
        FormValidation wrong = descriptor.doCheckYaml(null, dag.replace("script", "scribt"));
        assertThat(wrong.kind).isEqualTo(FormValidation.Kind.ERROR);
        assertThat(wrong.getMessage()).contains("scribt");
        assertThat(descriptor.doCheckNamespace("Not One").kind).isEqualTo(FormValidation.Kind.ERROR);
    }

    @Test
    void theGlobalConfigurationGoesThroughItsFormAndThroughCode(@TempDir Path directory) throws Exception {
        jenkins.jenkins.clouds.add(new KubernetesCloud("prod"));
        Path yaml = Files.writeString(directory.resolve("jenkins.yaml"), """
                unclassified:
                  k8sDag:
                    defaultCloud: prod
                    defaultNamespace: ci
                    keep: failed
                    maxParallel: 500
                    maxParallelPerRun: 50
                """);
        ConfigurationAsCode.get().configure(yaml.toString());
        assertConfigured();
        HtmlForm form = jenkins.createWebClient().goTo("configure").getFormByName("config");
        jenkins.submit(form);
        assertConfigured();
        ConfiguratorRegistry registry = ConfiguratorRegistry.get();
        CNode node =
                Util.getUnclassifiedRoot(new ConfigurationContext(registry)).get("k8sDag");
        assertThat(Util.toYamlString(node))
                .contains(
                        "defaultCloud: \"prod\"",
                        "defaultNamespace: \"ci\"",
                        "keep: failed",
                        "maxParallel: 500",
                        "maxParallelPerRun: 50");
    }

    private static void assertConfigured() {
        K8sDagGlobalConfiguration configuration = K8sDagGlobalConfiguration.get();
        assertThat(configuration.getDefaultCloud()).isEqualTo("prod");
        assertThat(configuration.getDefaultNamespace()).isEqualTo("ci");
        assertThat(configuration.getKeep()).isEqualTo(KeepJobs.failed);
        assertThat(configuration.getMaxParallel()).isEqualTo(500);
        assertThat(configuration.getMaxParallelPerRun()).isEqualTo(50);
    }

    @Test
    void gaugesAreThere() {
        assertThat(Metrics.metricRegistry().getGauges())
                .containsKeys(
                        "jenkins.k8sdag.runs",
                        "jenkins.k8sdag.stages.running",
                        "jenkins.k8sdag.api.calls",
                        "jenkins.k8sdag.watch.restarts",
                        "jenkins.k8sdag.log.bytes")
                .extractingByKey("jenkins.k8sdag.runs")
                .satisfies(gauge -> assertThat(gauge.getValue()).isEqualTo(0));
    }
}
