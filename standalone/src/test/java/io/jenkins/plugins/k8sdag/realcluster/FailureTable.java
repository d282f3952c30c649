package io.jenkins.plugins.k8sdag.realcluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.jenkins.plugins.k8sdag.run.Fact;
import io.jenkins.plugins.k8sdag.run.Failure;
import io.jenkins.plugins.k8sdag.run.StageState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * The table of docs/failures.md as the tests see it. Every row that is seen goes to {@code target/failures.md}, the objects that
 * showed it to {@code target/samples}, and the row must stand in the committed table. Safe for use by several threads.
 */
final class FailureTable {
    private static final Path SEEN = Path.of("target/failures.md");
    private static final Path SAMPLES = Path.of("target/samples");
    private static final boolean WRITE = "write".equals(System.getProperty("k8sdag.failures"));
    private static final Map<String, String> ROWS = new TreeMap<>();

    private FailureTable() {}

    /**
     * A case was seen.
     *
     * @param name of the case, in a few words
     * @param failure what was said of it
     * @param showed what {@link Recorder} must have seen, word for word
     */
    static void saw(String name, Lab lab, LiveRun run, String stage, Failure failure, String... showed)
            throws Exception {
        Map<String, HasMetadata> seen = lab.recorder().seen();
        assertThat(seen.keySet()).as("what Kubernetes showed").contains(showed);
        int n = 0;
        Files.createDirectories(SAMPLES);
        for (String words : showed) {
            HasMetadata object = seen.get(words);
            object.getMetadata().setManagedFields(null);
            String file = name.replace(' ', '-') + (n++ == 0 ? "" : "-" + n) + "."
                    + object.getKind().toLowerCase(Locale.ROOT) + ".json";
            Files.writeString(SAMPLES.resolve(file), Serialization.asJson(object) + "\n");
        }
        row(name, failure, String.join("<br>", showed), did(run, stage, failure));
    }

    /** A case in which an answer of the API is what Kubernetes showed. */
    static void answered(String name, LiveRun run, String stage, Failure failure, String answer) throws IOException {
        row(name, failure, answer, did(run, stage, failure));
    }

    /** Adds a row, and compares it with the committed one. */
    static synchronized void row(String name, Failure failure, String showed, String did) throws IOException {
        String row = "| "
                + String.join(
                        " | ",
                        name,
                        head(failure),
                        showed,
                        cell(failure.message()) + "<br>*" + cell(failure.remedy()) + "*",
                        did)
                + " |";
        ROWS.put(name, row);
        Files.createDirectories(SEEN.getParent());
        Files.write(SEEN, ROWS.values());
        Path doc = Team.DOCS.resolve("failures.md");
        if (WRITE) {
            Files.writeString(doc, FailureDoc.with(Files.readString(doc), name, row));
            return;
        }
        assertThat(Files.readAllLines(doc))
                .as("docs/failures.md; what was seen is in standalone/" + SEEN
                        + ", and -Dk8sdag.failures=write takes it over")
                .contains(row);
    }

    private static String head(Failure failure) {
        return failure.cause().text() + "<br>" + failure.blame().name().toLowerCase(Locale.ROOT);
    }

    /** What differs from run to run is left out. */
    private static String cell(String text) {
        return text.replaceAll("k8sdag-[a-z0-9-]*-[0-9a-f]{8}\\b", "NAMESPACE")
                .replaceAll("lab-[a-z0-9-]+-[0-9a-z]{12}-[a-z0-9]{5}\\b", "POD")
                .replaceAll("lab-[a-z0-9-]+-[0-9a-z]{12}\\b", "JOB")
                .replaceAll("run-[0-9a-f]{8}-[0-9a-f-]{27}", "RUN")
                .replaceAll("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f-]{22}", "UID")
                .replaceAll("127\\.0\\.0\\.1:\\d+", "HOST:PORT")
                .replace("|", "\\|");
    }

    /** What we did about it, from the facts. */
    static String did(LiveRun run, String stage, Failure failure) {
        StageState s = run.stage(stage);
        int i = run.state().dag().indexOf(stage);
        List<String> did = new ArrayList<>();
        long delays = run.facts().stream()
                .filter(f -> f instanceof Fact.SubmitDelayed d && d.stage() == i)
                .count();
        if (delays > 0) {
            did.add("waited and asked again");
        }
        if (run.facts().stream()
                .anyMatch(f -> f instanceof Fact.AttemptWaiting w
                        && w.stage() == i
                        && w.waiting().filter(x -> x.cause() == failure.cause()).isPresent())) {
            did.add("waited");
        }
        for (Fact fact : run.facts()) {
            if (fact instanceof Fact.RetryScheduled r && r.stage() == i) {
                did.add("tried again on the " + (r.budget() == Fact.Budget.USER ? "user's" : "infrastructure")
                        + " budget");
            }
        }
        did.add(s.status().orElseThrow().name() + " after " + s.attempts().size()
                + (s.attempts().size() == 1 ? " attempt" : " attempts"));
        return String.join(", ", did);
    }
}
