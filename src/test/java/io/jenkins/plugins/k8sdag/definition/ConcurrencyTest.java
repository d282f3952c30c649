package io.jenkins.plugins.k8sdag.definition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.k8sdag.dag.Concurrency;
import io.jenkins.plugins.k8sdag.dag.ExpressionException;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** {@code spec.concurrency} and {@code priority}. */
class ConcurrencyTest {
    private static final String STAGES = "stages: [{name: a, image: i, command: ['true']}]\n";

    private static String file(String concurrency) {
        return Files.spec("params: [{name: version, default: \"1.0\"}]\nconcurrency: " + concurrency + "\n" + STAGES);
    }

    private static Concurrency of(String concurrency) throws ExpressionException {
        Options options =
                new Options(Map.of(), Map.of("JOB", "j"), OptionalInt.empty(), Optional.empty(), Limits.DEFAULT);
        return Files.load(file(concurrency), options)
                .concurrencyOf("run-7", Map.of("JOB", "j"))
                .orElseThrow();
    }

    @Test
    void aNameAloneIsAGroupOfOne() throws Exception {
        assertThat(of("release")).isEqualTo(new Concurrency("release", 1, false));
        assertThat(of("\"${{ params.version }}\"")).isEqualTo(new Concurrency("1.0", 1, false));
    }

    @Test
    void theNameReadsParamsEnvAndTheRun() throws Exception {
        assertThat(
                        of(
                                "{group: 'x-${{ params.version }}-${{ env.JOB }}-${{ run.id }}-${{ run.name }}', limit: 3, cancelSuperseded: true}"))
                .isEqualTo(new Concurrency("x-1.0-j-run-7-test", 3, true));
        assertThat(Files.load(Files.spec(STAGES)).concurrencyOf("r", Map.of())).isEmpty();
    }

    @Test
    void badUseIsToldWithItsPlace() {
        assertThat(Files.errors(file("{group: g, limit: 0}")))
                .singleElement()
                .asString()
                .contains(":6:", "from 1 to");
        assertThat(Files.errors(file("{limit: 2}"))).singleElement().asString().contains("group");
        assertThat(Files.errors(file("''"))).singleElement().asString().contains("a name for a group");
        assertThat(Files.errors(file("{group: '${{ params.versoin }}'}")))
                .singleElement()
                .asString()
                .contains(":6:", "there is no parameter 'versoin'", "version");
        assertThat(Files.errors(file("{group: '${{ stages.a.status }}'}")))
                .anySatisfy(e -> assertThat(e).contains("spec.concurrency cannot read stages"));
        assertThat(Files.errors(file("{group: '${{ env.NONE }}'}")))
                .singleElement()
                .asString()
                .contains("the host passes no variable 'NONE'");
    }

    @Test
    void aNameThatIsBlankInARunIsRefused() {
        assertThatThrownBy(() -> of("\"${{ env.?NONE.orValue('') }}\""))
                .isInstanceOf(ExpressionException.class)
                .hasMessageContaining("is blank in this run");
    }

    @Test
    void aParameterThatOnlyTheGroupReadsIsUsed() {
        assertThat(Files.load(file("g-${{ params.version }}")).warnings())
                .noneMatch(p -> p.toString().contains("parameter"));
    }

    @Test
    void prioritiesAreReadAndInherited() {
        String file = Files.spec("""
                defaults: {image: i, command: ['true'], priority: 5}
                stages: [{name: a}, {name: b, priority: -1000}]
                """);
        assertThat(Files.stage(file, "a").priority()).isEqualTo(5);
        assertThat(Files.stage(file, "b").priority()).isEqualTo(-1000);
        assertThat(Files.errors(file.replace("-1000", "-1001")))
                .singleElement()
                .asString()
                .contains("from -1000 to 1000");
    }
}
