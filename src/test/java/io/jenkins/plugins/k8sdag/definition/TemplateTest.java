package io.jenkins.plugins.k8sdag.definition;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.jenkins.plugins.k8sdag.dag.Dag;
import io.jenkins.plugins.k8sdag.dag.Stage;
import io.jenkins.plugins.k8sdag.dag.StrategicMerge;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TemplateTest {
    private static final JsonMapper RELAXED = JsonMapper.builder()
            .enable(JsonReadFeature.ALLOW_UNQUOTED_FIELD_NAMES, JsonReadFeature.ALLOW_SINGLE_QUOTES)
            .build();

    @Test
    void aScriptIsRunByAShell() throws Exception {
        assertThat(main("{name: a, image: x, script: 'echo hi'}"))
                .isEqualTo(json("{name: 'main', image: 'x', command: ['sh', '-ec', 'echo hi']}"));
        assertThat(main("{name: a, image: x, script: 'echo hi', shell: [bash, -c]}")
                        .get("command"))
                .isEqualTo(List.of("bash", "-c", "echo hi"));
        assertThat(main("{name: a, image: x, command: [ls], args: ['-l', '${{ run.id }}']}"))
                .isEqualTo(json("{name: 'main', image: 'x', command: ['ls'], args: ['-l', '${{ run.id }}']}"));
        assertThat(main("{name: a, image: x}")).isEqualTo(json("{name: 'main', image: 'x'}"));
    }

    @Test
    void variablesCountAsTheyAreWritten() throws Exception {
        assertThat(
                        main("{name: a, image: x, env: {A: 1.10, B: yes, C: 007, D: true, E: {valueFrom: {secretKeyRef: {name: s, key: k}}}}}")
                                .get("env"))
                .isEqualTo(
                        json("{e: [{name: 'A', value: '1.10'}, {name: 'B', value: 'yes'}, {name: 'C', value: '007'}, {name: 'D', value: 'true'},"
                                        + " {name: 'E', valueFrom: {secretKeyRef: {name: 's', key: 'k'}}}]}")
                                .get("e"));
        assertThat(main("{name: a, image: x, env: [{name: A, value: b}]}").get("env"))
                .isEqualTo(List.of(Map.of("name", "A", "value", "b")));
    }

    @Test
    void everyKeyOfThePodGoesWhereKubernetesHasIt() throws Exception {
        String stage = """
                - name: a
                  image: x
                  resources: {limits: {cpu: 1, memory: 1Gi}}
                  workingDir: /w
                  imagePullPolicy: Always
                  securityContext: {runAsUser: 1000}
                  envFrom: [{secretRef: {name: s}}]
                  volumeMounts: [{name: v, mountPath: /v}]
                  volumes: [{name: v, emptyDir: {}}]
                  initContainers: [{name: i, image: y}]
                  nodeSelector: {a: b}
                  tolerations: [{key: k, operator: Exists}]
                  affinity: {nodeAffinity: {}}
                  topologySpreadConstraints: [{topologyKey: z, maxSkew: 1}]
                  serviceAccountName: sa
                  priorityClassName: pc
                  runtimeClassName: rc
                  imagePullSecrets: [{name: ps}]
                  hostname: h
                  terminationGracePeriodSeconds: 5
                  podTemplate: {metadata: {labels: {l: m}}, spec: {containers: [{name: main, tty: true}, {name: side, image: z}], hostname: below}}
                """;

        assertThat(Files.stage(Files.stages(stage), "a").template()).isEqualTo(json("""
                        {metadata: {labels: {l: 'm'}}, spec: {
                          containers: [
                            {name: 'main', image: 'x', resources: {limits: {cpu: 1, memory: '1Gi'}}, workingDir: '/w', imagePullPolicy: 'Always',
                             securityContext: {runAsUser: 1000}, envFrom: [{secretRef: {name: 's'}}],
                             volumeMounts: [{name: 'v', mountPath: '/v'}], tty: true},
                            {name: 'side', image: 'z'}],
                          volumes: [{name: 'v', emptyDir: {}}], initContainers: [{name: 'i', image: 'y'}], nodeSelector: {a: 'b'},
                          tolerations: [{key: 'k', operator: 'Exists'}], affinity: {nodeAffinity: {}},
                          topologySpreadConstraints: [{topologyKey: 'z', maxSkew: 1}], serviceAccountName: 'sa', priorityClassName: 'pc',
                          runtimeClassName: 'rc', imagePullSecrets: [{name: 'ps'}], hostname: 'h', terminationGracePeriodSeconds: 5}}
                        """));
    }

    @Test
    void layersLieOverEachOther() throws Exception {
        String text = Files.spec("""
                podTemplate: {spec: {nodeSelector: {pool: ci, zone: a}, containers: [{env: [{name: P, value: p}], args: [below]}]}}
                defaults:
                  image: base:1
                  env: {A: a, B: b}
                  nodeSelector: {arch: arm64}
                  script: default
                  resources: {limits: {memory: 1Gi}}
                  volumes: [{name: cache, hostPath: {path: /c}}]
                stages:
                  - {name: plain}
                  - name: changed
                    image: other:1
                    env: {A: z, B: null}
                    nodeSelector: {zone: null}
                    command: [run]
                    args: [it]
                    volumes: [{name: cache, emptyDir: {}}]
                """);
        Dag dag = Files.load(text).dag();

        assertThat(merged(dag, "plain")).isEqualTo(json("""
                        {spec: {nodeSelector: {pool: 'ci', zone: 'a', arch: 'arm64'}, volumes: [{name: 'cache', hostPath: {path: '/c'}}], containers: [
                          {name: 'main', image: 'base:1', env: [{name: 'P', value: 'p'}, {name: 'A', value: 'a'}, {name: 'B', value: 'b'}],
                           command: ['sh', '-ec', 'default'], resources: {limits: {memory: '1Gi'}}}]}}
                        """));
        assertThat(merged(dag, "changed")).isEqualTo(json("""
                        {spec: {nodeSelector: {pool: 'ci', arch: 'arm64'}, volumes: [{name: 'cache', emptyDir: {}}], containers: [
                          {name: 'main', image: 'other:1', env: [{name: 'P', value: 'p'}, {name: 'A', value: 'z'}],
                           command: ['run'], args: ['it'], resources: {limits: {memory: '1Gi'}}}]}}
                        """));
    }

    @Test
    void theDefaultsAreNotCopiedForEachStage() {
        String text = Files.spec("""
                defaults: {image: x, resources: {limits: {memory: 1Gi}}, affinity: {nodeAffinity: {}}}
                stages: [{name: a, script: one}, {name: b, script: two}]
                """);
        Stage a = Files.stage(text, "a");
        Dag dag = Files.load(text).dag();
        Map<?, ?> first = (Map<?, ?>) dag.stage(0).template().get("spec");
        Map<?, ?> second = (Map<?, ?>) dag.stage(1).template().get("spec");

        assertThat(first.get("affinity")).isNotNull().isSameAs(second.get("affinity"));
        assertThat(Layer.main(dag.stage(0).template()).get("resources"))
                .isNotNull()
                .isSameAs(Layer.main(dag.stage(1).template()).get("resources"));
        assertThat(a.name()).isEqualTo("a");
    }

    @Test
    void retriesTimeoutsAndNeedsComeFromTheDefaultsToo() {
        String text = Files.spec("""
                defaults: {image: x, retry: 2, timeout: {pending: 1m, run: 1h}, outputs: [o], allowFailure: true}
                stages:
                  - {name: a}
                  - {name: b, retry: {limit: 1, on: [outOfMemory], memory: {factor: 2, max: 4Gi}, backoff: {initial: 10m}}, timeout: 90s,
                     needs: [{stage: a, when: always}], outputs: [p], allowFailure: false}
                """);

        assertThat(Files.stage(text, "a").retry().toString())
                .contains("limit=2", "FAILURE", "TIMEOUT", "memory=Optional.empty");
        assertThat(Files.stage(text, "a").timeouts().toString())
                .isEqualTo("Timeouts[pending=PT1M, pull=PT30M, run=Optional[PT1H]]");
        assertThat(Files.stage(text, "b").retry().toString())
                .contains("limit=1", "on=[OUT_OF_MEMORY]", "initial=PT10M", "max=PT10M", "factor=2.0, max=4Gi");
        assertThat(Files.stage(text, "b").timeouts().toString())
                .isEqualTo("Timeouts[pending=PT1M, pull=PT30M, run=Optional[PT1M30S]]");
        assertThat(Files.stage(text, "b").needs().toString()).isEqualTo("[Need[stage=a, requirement=ALWAYS]]");
        assertThat(Files.stage(text, "b").outputs()).containsExactly("p");
        assertThat(Files.stage(text, "b").allowFailure()).isEmpty();
    }

    @Test
    void theRunIsReadWithItsLimits() {
        String text = Files.spec("maxParallel: 7\nfailFast: true\ntimeout: 1h30m\nstages: [{name: a, image: x}]");
        Dag dag = Files.load(text).dag();

        assertThat(List.of(
                        dag.name(),
                        dag.maxParallel(),
                        dag.failFast(),
                        dag.timeout().orElseThrow().toMinutes()))
                .isEqualTo(List.of("test", 7, true, 90L));
        assertThat(Files.load(Files.stages("- {name: a, image: x}")).dag().maxParallel())
                .isEqualTo(50);
    }

    private static Map<String, Object> merged(Dag dag, String stage) {
        return StrategicMerge.merge(
                dag.podTemplate(), dag.stage(dag.indexOf(stage)).template());
    }

    private static Map<?, ?> main(String stage) {
        return Layer.main(Files.stage(Files.stages("- " + stage), "a").template());
    }

    /** The same numbers as the reader makes: integers are longs. */
    private static Map<String, Object> json(String text) throws Exception {
        return RELAXED.copy()
                .enable(com.fasterxml.jackson.databind.DeserializationFeature.USE_LONG_FOR_INTS)
                .readValue(text, new TypeReference<>() {});
    }
}
