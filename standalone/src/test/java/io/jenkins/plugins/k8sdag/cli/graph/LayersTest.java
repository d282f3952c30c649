package io.jenkins.plugins.k8sdag.cli.graph;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.k8sdag.dag.Dag;
import io.jenkins.plugins.k8sdag.dag.Stage;
import io.jenkins.plugins.k8sdag.run.Dags;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LayersTest {
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
    void needsStandBeforeAndNothingOverlaps(int seed) {
        Random random = new Random(seed);
        List<Stage> stages = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            List<String> needs = new ArrayList<>();
            for (int n = 0; n < i; n++) {
                if (random.nextInt(i) < 2) {
                    needs.add("s" + n);
                }
            }
            stages.add(Dags.stage("s" + i, needs.toArray(String[]::new)));
        }
        Dag dag = Dags.of(stages.toArray(Stage[]::new));

        Layers layout = Layers.of(dag);

        for (List<Layers.Point> layer : layout.layers) {
            for (int i = 1; i < layer.size(); i++) {
                assertThat(layer.get(i).row - layer.get(i - 1).row).isGreaterThan(0.999);
            }
        }
        for (Layers.Edge edge : layout.edges) {
            for (int i = 1; i < edge.points().size(); i++) {
                assertThat(edge.points().get(i).layer).isEqualTo(edge.points().get(i - 1).layer + 1);
            }
        }
        assertThat(layout.layers.stream().flatMap(List::stream).mapToDouble(p -> p.row))
                .allMatch(row -> row >= 0);
    }

    @Test
    void aDiamondIsSymmetric() {
        Dag dag = Dags.of(
                Dags.stage("top"),
                Dags.stage("left", "top"),
                Dags.stage("right", "top"),
                Dags.stage("join", "left", "right"));
        Layers layout = Layers.of(dag);
        assertThat(layout.layers).hasSize(3);
        double top = layout.layers.get(0).get(0).row;
        assertThat(layout.layers.get(2).get(0).row).isEqualTo(top);
        assertThat(layout.layers.get(1).get(0).row + layout.layers.get(1).get(1).row)
                .isEqualTo(2 * top);
    }

    @Test
    void namesAreEscaped() {
        Dag dag = Dags.of(Dags.stage("<a & \"b\">"));
        assertThat(Svg.of(dag)).contains("&lt;a &amp; &quot;b&quot;&gt;").doesNotContain("<a &");
        assertThat(Mermaid.of(dag)).contains("#lt;a & #quot;b#quot;#gt;");
        assertThat(Dot.of(dag)).contains("\"<a & \\\"b\\\">\"");
    }
}
