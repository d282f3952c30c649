package io.jenkins.plugins.k8sdag.run;

import static io.jenkins.plugins.k8sdag.run.Dags.priority;
import static io.jenkins.plugins.k8sdag.run.Dags.stage;
import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.k8sdag.dag.Dag;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Which stage starts first when a cap binds. */
class StartOrderTest {
    private static Dag oneByOne(io.jenkins.plugins.k8sdag.dag.Stage... stages) {
        return Dags.with(1, Optional.empty(), stages);
    }

    private static List<String> order(Scenario s) {
        List<String> order = new ArrayList<>();
        while (s.state().status().isEmpty()) {
            int next = s.state().open().stream()
                    .filter(i -> s.state().stage(i).phase().inFlight())
                    .findFirst()
                    .orElseThrow();
            order.add(s.state().dag().stage(next).name());
            s.run(order.get(order.size() - 1));
        }
        return order;
    }

    @Test
    void higherPriorityFirstThenTheFilesOrder() {
        Dag dag = oneByOne(priority(-1, stage("low")), stage("a"), stage("b"), priority(1000, stage("high")));
        assertThat(order(new Scenario(dag))).containsExactly("high", "a", "b", "low");
    }

    @Test
    void theLongestPathFirstByNumberOfStagesWhereNothingIsKnown() {
        Dag dag = oneByOne(stage("alone"), stage("pair"), stage("second", "pair"), stage("x"), stage("y", "x"));
        assertThat(order(new Scenario(dag))).containsExactly("pair", "x", "alone", "second", "y");
    }

    @Test
    void theLongestPathFirstByWhatEarlierRunsTook() {
        Dag dag = oneByOne(stage("a"), stage("a2", "a"), stage("b"), stage("new"));
        Map<String, Duration> expected =
                Map.of("a", Duration.ofSeconds(1), "a2", Duration.ofSeconds(2), "b", Duration.ofSeconds(9));
        assertThat(order(new Scenario(dag, info -> info.expecting(expected))))
                .as("new counts as the mean, 4 s")
                .containsExactly("b", "new", "a", "a2");
    }

    @Test
    void aStageThatGetsNoneOfTheSharedSlotsStaysQueuedUntilThereIsOne() {
        Scenario s = new Scenario(Dags.of(stage("a"), stage("b"), stage("c")), info -> info);
        assertThat(s.state().tally().inFlight()).isEqualTo(3);
        s = new Scenario(Dags.of(stage("first"), stage("a", "first"), stage("b", "first")), info -> info);
        s.slots = 1;
        s.run("first");
        assertThat(s.latest())
                .containsExactly(
                        "AttemptEnded(first)",
                        "StageEnded(first)",
                        "StageReady(a)",
                        "StageReady(b)",
                        "AttemptAdmitted(a)");
        s.tell(new Input.SlotFreed());
        assertThat(s.facts).isEmpty();
        s.slots = 1;
        s.tell(new Input.SlotFreed());
        assertThat(s.latest()).containsExactly("AttemptAdmitted(b)");
    }

    @Test
    void whatStagesTookIsTheMeanOfTheirGoodEnds() {
        Scenario fast = took(Duration.ofSeconds(10), Duration.ofSeconds(1));
        Scenario slow = took(Duration.ofSeconds(20), Duration.ofSeconds(2));
        slow.fail("b", Cause.EXIT_CODE);
        fast.succeed("b", "");
        assertThat(StageDurations.mean(List.of(fast.state(), slow.state())))
                .isEqualTo(Map.of("a", Duration.ofMillis(16500), "b", Duration.ofSeconds(1)));
    }

    private static Scenario took(Duration running, Duration pending) {
        Scenario s = new Scenario(Dags.of(stage("a"), stage("b", "a"))).submit("a");
        s.after(pending).running("a").after(running).succeed("a", "");
        return s.submit("b").after(pending).running("b");
    }
}
