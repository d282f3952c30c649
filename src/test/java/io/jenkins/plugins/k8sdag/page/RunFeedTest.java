package io.jenkins.plugins.k8sdag.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.plugins.k8sdag.run.Fact;
import io.jenkins.plugins.k8sdag.run.RunState;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

class RunFeedTest {
    private final RunFeed feed = new RunFeed();

    private JsonNode ask(RunState state, long since, Instant now) throws IOException {
        return new ObjectMapper().readTree(feed.since(standing(state), since, now));
    }

    private static Standing standing(RunState state) {
        return new Standing(state, Optional.empty(), List.of("cancel"), false);
    }

    private static List<String> names(JsonNode run) {
        return StreamSupport.stream(run.get("stages").spliterator(), false)
                .map(s -> s.get("name").asText())
                .toList();
    }

    @Test
    void whoComesFirstIsToldAllAndLaterOnlyWhatChanged() throws IOException {
        RunState start = PastRuns.start("a", "b needs a", "c");
        JsonNode all = ask(start, -1, PastRuns.START);
        assertThat(names(all)).containsExactly("a", "b", "c");
        assertThat(all.get("since").asInt()).isEqualTo(-1);
        assertThat(all.get("actions").get(0).asText()).isEqualTo("cancel");

        RunState ready = start.apply(new Fact.StageReady(2, Map.of(), false, PastRuns.START));
        JsonNode changed = ask(ready, start.seq(), PastRuns.START);
        assertThat(names(changed)).containsExactly("c");
        assertThat(changed.get("seq").asLong()).isEqualTo(ready.seq());
        assertThat(changed.get("progress").get("total").asInt()).isEqualTo(3);
        assertThat(names(ask(ready, ready.seq(), PastRuns.START))).isEmpty();
        assertThat(names(ask(ready, ready.seq() + 100, PastRuns.START))).hasSize(3);
    }

    @Test
    void whatWaitsForAStageIsToldAnewWhenThatEnds() throws IOException {
        RunState running = PastRuns.running(PastRuns.start("a", "b needs a", "c"), 0);
        ask(running, -1, PastRuns.START);
        RunState ended = PastRuns.succeeded(running, 0);
        assertThat(names(ask(ended, running.seq(), PastRuns.START))).containsExactly("a", "b");
    }

    @Test
    void clocksThatRunAreReadWhenTheyAreTold() throws IOException {
        RunState running = PastRuns.running(PastRuns.start("a"), 0);
        ask(running, -1, PastRuns.START);
        JsonNode later = ask(running, -1, PastRuns.START.plus(Duration.ofSeconds(30)));
        assertThat(later.get("stages").get(0).get("clocks").get("running").asLong())
                .isEqualTo(30_000);
        assertThat(later.get("now").asText()).isEqualTo("2026-01-01T00:00:30Z");
    }

    @Test
    void fiftyWatchersOfTwoThousandStagesCostOneProjectionPerChange() {
        String[] names = new String[2000];
        for (int i = 0; i < names.length; i++) {
            names[i] = "s" + i;
        }
        RunState state = PastRuns.start(names);
        byte[] first = feed.since(standing(state), -1, PastRuns.START);
        assertThat(feed.projected()).isEqualTo(2000);
        for (int watcher = 1; watcher < 50; watcher++) {
            assertThat(feed.since(standing(state), -1, PastRuns.START)).isSameAs(first);
        }
        long seq = state.seq();
        state = state.apply(new Fact.StageReady(7, Map.of(), false, PastRuns.START));
        for (int watcher = 0; watcher < 50; watcher++) {
            feed.since(standing(state), seq, PastRuns.START);
        }
        // Once when it changed, and once for its clock when it was first told.
        assertThat(feed.projected()).isEqualTo(2002);
    }

    @Test
    void aStateReadAgainFromTheJournalIsNoChange() throws IOException {
        RunState state = PastRuns.running(PastRuns.start("a", "b"), 0);
        ask(state, -1, PastRuns.START);
        RunState again = PastRuns.running(PastRuns.start("a", "b"), 0);
        assertThat(again).isNotSameAs(state);
        assertThat(names(ask(again, state.seq(), PastRuns.START))).isEmpty();
    }

    @Test
    void theTagSaysWhatTheReaderMayDoAndHowTheHostStands() {
        RunState state = PastRuns.start("a");
        Standing reader = new Standing(state, Optional.empty(), List.of(), false);
        assertThat(reader.tag(1)).isNotEqualTo(standing(state).tag(1));
        assertThat(reader.tag(1)).isNotEqualTo(reader.tag(2));
        assertThat(new Standing(state, Optional.empty(), List.of(), true).tag(1))
                .isNotEqualTo(reader.tag(1));
        assertThat(new Standing(state, Optional.empty(), List.of(), false).tag(1))
                .isEqualTo(reader.tag(1));
    }
}
