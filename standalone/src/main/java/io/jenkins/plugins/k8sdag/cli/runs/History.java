package io.jenkins.plugins.k8sdag.cli.runs;

import io.jenkins.plugins.k8sdag.journal.JournalHead;
import io.jenkins.plugins.k8sdag.run.IllegalTransitionException;
import io.jenkins.plugins.k8sdag.run.RunState;
import io.jenkins.plugins.k8sdag.run.StageDurations;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What earlier runs of a state directory tell of how long stages take. */
public final class History {
    /** Runs that count; of more the older ones say little of today. */
    private static final int RUNS = 5;

    /** Runs that are looked at, so that a directory full of other DAGs' runs is not read through. */
    private static final int LOOKED_AT = 100;

    private History() {}

    /**
     * What to expect of the stages of a DAG. A journal that cannot be read counts for nothing.
     *
     * @param dag the DAG's name
     * @return by name of stage; empty if no earlier run tells
     */
    public static Map<String, Duration> expected(StateDir dir, String dag) throws IOException {
        List<RunState> runs = new ArrayList<>();
        for (RunFolder folder : latest(dir)) {
            try {
                Optional<JournalHead> head = JournalHead.read(folder.journal());
                boolean same = head.filter(h -> h.dag().equals(dag)).isPresent();
                if (same && !folder.driven()) {
                    runs.add(folder.read());
                }
            } catch (IOException | IllegalTransitionException e) {
                System.getLogger(History.class.getName())
                        .log(System.Logger.Level.DEBUG, "an earlier run tells nothing", e);
            }
            if (runs.size() == RUNS) {
                break;
            }
        }
        return StageDurations.mean(runs);
    }

    private static List<RunFolder> latest(StateDir dir) throws IOException {
        record Dated(RunFolder folder, FileTime at) {}
        List<Dated> dated = new ArrayList<>();
        for (RunFolder folder : dir.all()) {
            dated.add(new Dated(folder, Files.getLastModifiedTime(folder.journal())));
        }
        return dated.stream()
                .sorted(Comparator.comparing(Dated::at).reversed())
                .limit(LOOKED_AT)
                .map(Dated::folder)
                .toList();
    }
}
