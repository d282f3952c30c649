package io.jenkins.plugins.k8sdag.dag;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class StrategicMergeTest {
    private static final JsonMapper RELAXED = JsonMapper.builder()
            .enable(JsonReadFeature.ALLOW_UNQUOTED_FIELD_NAMES, JsonReadFeature.ALLOW_SINGLE_QUOTES)
            .build();

    static List<Arguments> table() {
        return List.of(
                row(
                        "maps merge deeply",
                        "{spec: {nodeSelector: {a: 1, b: 2}}}",
                        "{spec: {nodeSelector: {b: 3, c: 4}}}",
                        "{spec: {nodeSelector: {a: 1, b: 3, c: 4}}}"),
                row(
                        "null removes",
                        "{spec: {nodeSelector: {a: 1, b: 2}, hostname: 'h'}}",
                        "{spec: {nodeSelector: {b: null}, hostname: null}}",
                        "{spec: {nodeSelector: {a: 1}}}"),
                row("null without a base", "{}", "{spec: {hostname: null, x: {y: null}}}", "{spec: {x: {}}}"),
                row(
                        "containers by name",
                        "{containers: [{name: 'a', image: '1'}, {name: 'b', image: '1'}]}",
                        "{containers: [{name: 'b', image: '2'}, {name: 'c', image: '3'}]}",
                        "{containers: [{name: 'a', image: '1'}, {name: 'b', image: '2'}, {name: 'c', image: '3'}]}"),
                row(
                        "initContainers: new ones behind",
                        "{initContainers: [{name: 'a'}]}",
                        "{initContainers: [{name: 'b'}]}",
                        "{initContainers: [{name: 'a'}, {name: 'b'}]}"),
                row(
                        "env by name",
                        "{env: [{name: 'A', value: '1'}, {name: 'B', value: '1'}]}",
                        "{env: [{name: 'A', value: '2'}]}",
                        "{env: [{name: 'A', value: '2'}, {name: 'B', value: '1'}]}"),
                row(
                        "env: value takes the place of valueFrom",
                        "{env: [{name: 'A', valueFrom: {fieldRef: {fieldPath: 'x'}}}]}",
                        "{env: [{name: 'A', value: '2'}]}",
                        "{env: [{name: 'A', value: '2'}]}"),
                row(
                        "volumes: one source takes the place of another",
                        "{volumes: [{name: 'v', hostPath: {path: '/x'}}]}",
                        "{volumes: [{name: 'v', emptyDir: {}}]}",
                        "{volumes: [{name: 'v', emptyDir: {}}]}"),
                row(
                        "volumes: the same source merges",
                        "{volumes: [{name: 'v', secret: {secretName: 's', optional: true}}]}",
                        "{volumes: [{name: 'v', secret: {secretName: 't'}}]}",
                        "{volumes: [{name: 'v', secret: {secretName: 't', optional: true}}]}"),
                row(
                        "volumeMounts by mountPath",
                        "{volumeMounts: [{name: 'a', mountPath: '/m'}]}",
                        "{volumeMounts: [{name: 'b', mountPath: '/m'}, {name: 'b', mountPath: '/n'}]}",
                        "{volumeMounts: [{name: 'b', mountPath: '/m'}, {name: 'b', mountPath: '/n'}]}"),
                row(
                        "volumeDevices by devicePath",
                        "{volumeDevices: [{name: 'a', devicePath: '/d'}]}",
                        "{volumeDevices: [{name: 'b', devicePath: '/d'}]}",
                        "{volumeDevices: [{name: 'b', devicePath: '/d'}]}"),
                row(
                        "ports by number",
                        "{ports: [{containerPort: 80}]}",
                        "{ports: [{containerPort: 80, name: 'web'}, {containerPort: 81}]}",
                        "{ports: [{containerPort: 80, name: 'web'}, {containerPort: 81}]}"),
                row(
                        "ports by protocol",
                        "{ports: [{containerPort: 53}, {containerPort: 53, protocol: 'UDP'}]}",
                        "{ports: [{containerPort: 53, protocol: 'UDP', name: 'dns'}]}",
                        "{ports: [{containerPort: 53}, {containerPort: 53, protocol: 'UDP', name: 'dns'}]}"),
                row(
                        "imagePullSecrets by name",
                        "{imagePullSecrets: [{name: 'a'}]}",
                        "{imagePullSecrets: [{name: 'a'}, {name: 'b'}]}",
                        "{imagePullSecrets: [{name: 'a'}, {name: 'b'}]}"),
                row(
                        "hostAliases by ip",
                        "{hostAliases: [{ip: '1.1.1.1', hostnames: ['a']}]}",
                        "{hostAliases: [{ip: '1.1.1.1', hostnames: ['b']}]}",
                        "{hostAliases: [{ip: '1.1.1.1', hostnames: ['b']}]}"),
                row(
                        "topologySpreadConstraints by topologyKey",
                        "{topologySpreadConstraints: [{topologyKey: 'z', maxSkew: 1}]}",
                        "{topologySpreadConstraints: [{topologyKey: 'z', maxSkew: 2}]}",
                        "{topologySpreadConstraints: [{topologyKey: 'z', maxSkew: 2}]}"),
                row(
                        "tolerations are replaced",
                        "{tolerations: [{key: 'a'}]}",
                        "{tolerations: [{key: 'b'}]}",
                        "{tolerations: [{key: 'b'}]}"),
                row(
                        "envFrom is replaced",
                        "{envFrom: [{secretRef: {name: 'a'}}]}",
                        "{envFrom: [{secretRef: {name: 'b'}}]}",
                        "{envFrom: [{secretRef: {name: 'b'}}]}"),
                row("args are replaced", "{args: ['a', 'b']}", "{args: ['c']}", "{args: ['c']}"),
                row(
                        "$patch: delete in a list",
                        "{containers: [{name: 'a'}, {name: 'b'}]}",
                        "{containers: [{name: 'a', $patch: 'delete'}]}",
                        "{containers: [{name: 'b'}]}"),
                row(
                        "$patch: delete of what is not there",
                        "{containers: [{name: 'b'}]}",
                        "{containers: [{name: 'a', $patch: 'delete'}]}",
                        "{containers: [{name: 'b'}]}"),
                row(
                        "$patch: delete, then anew",
                        "{env: [{name: 'a', value: '1'}]}",
                        "{env: [{name: 'a', $patch: 'delete'}, {name: 'a', value: '2'}]}",
                        "{env: [{name: 'a', value: '2'}]}"),
                row(
                        "$patch: replace in a list",
                        "{volumes: [{name: 'a'}, {name: 'b'}]}",
                        "{volumes: [{$patch: 'replace'}, {name: 'c'}]}",
                        "{volumes: [{name: 'c'}]}"),
                row(
                        "$patch: replace in a map",
                        "{securityContext: {runAsUser: 1, x: 1}}",
                        "{securityContext: {$patch: 'replace', y: 2}}",
                        "{securityContext: {y: 2}}"),
                row(
                        "$patch: delete in a map",
                        "{affinity: {nodeAffinity: {a: 1}}, b: 1}",
                        "{affinity: {$patch: 'delete'}}",
                        "{affinity: {}, b: 1}"),
                row(
                        "$patch: merge says what is so anyway",
                        "{affinity: {a: 1}}",
                        "{affinity: {$patch: 'merge', b: 1}}",
                        "{affinity: {a: 1, b: 1}}"),
                row(
                        "another type wins",
                        "{a: {b: 1}, c: [1], d: 1}",
                        "{a: 1, c: {x: 1}, d: [2]}",
                        "{a: 1, c: {x: 1}, d: [2]}"));
    }

    private static Arguments row(String what, String base, String patch, String merged) {
        return Arguments.of(what, base, patch, merged);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("table")
    void merges(String what, String base, String patch, String merged) throws Exception {
        Map<String, Object> under = tree(base);
        Map<String, Object> over = tree(patch);

        assertThat(StrategicMerge.merge(under, over)).isEqualTo(tree(merged));
        assertThat(under).as("the base is left alone").isEqualTo(tree(base));
        assertThat(over).as("the patch is left alone").isEqualTo(tree(patch));
    }

    /** Each row's patch as the middle layer under another one: composing first must give the same as merging one by one. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("table")
    void composingTwoPatchesIsMergingThemInTurn(String what, String base, String patch, String merged)
            throws Exception {
        for (Arguments other : table()) {
            String second = (String) other.get()[2];
            Map<String, Object> inTurn =
                    StrategicMerge.merge(StrategicMerge.merge(tree(base), tree(patch)), tree(second));
            Map<String, Object> composed = StrategicMerge.compose(tree(patch), tree(second));

            assertThat(StrategicMerge.merge(tree(base), composed))
                    .as("%s under %s", patch, second)
                    .isEqualTo(inTurn);
        }
    }

    @Test
    void whatDoesNotDifferIsShared() throws Exception {
        Map<String, Object> base =
                tree("{spec: {affinity: {a: {b: 1}}, containers: [{name: 'main', resources: {limits: {cpu: 1}}}]}}");
        Map<String, Object> patch = tree("{spec: {containers: [{name: 'main', image: 'x'}]}}");

        Map<String, Object> merged = StrategicMerge.merge(base, patch);

        assertThat(at(merged, "affinity")).isSameAs(at(base, "affinity"));
        assertThat(((Map<?, ?>) ((List<?>) at(merged, "containers")).get(0)).get("resources"))
                .isSameAs(((Map<?, ?>) ((List<?>) at(base, "containers")).get(0)).get("resources"));
        assertThat(StrategicMerge.merge(base, Map.of())).isSameAs(base);
        assertThat(StrategicMerge.merge(Map.of(), patch)).isSameAs(patch);
    }

    private static Object at(Map<String, Object> template, String key) {
        return ((Map<?, ?>) template.get("spec")).get(key);
    }

    private static Map<String, Object> tree(String json) throws JsonProcessingException {
        return RELAXED.readValue(json, new TypeReference<>() {});
    }
}
