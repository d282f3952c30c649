package io.jenkins.plugins.k8sdag.view;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Stages that failed by the same trouble. Trouble is the same when its cause and its words are; exit codes of programs are told
 * by stage, for the same number means nothing.
 *
 * @param failure the trouble, with the evidence of the first of them
 * @param stages their names, in the file's order
 * @param total how many stages the run has
 */
public record FailureGroup(FailureView failure, List<String> stages, int total) {
    private static final int NAMED = 8;

    /** The groups among a run's stages, in the order of the first of each. */
    public static List<FailureGroup> of(List<StageView> stages) {
        Map<List<String>, FailureGroup> groups = new LinkedHashMap<>();
        for (StageView s : stages) {
            boolean failed = s.failure() != null && ("FAILED".equals(s.status()) || "UNSTABLE".equals(s.status()));
            if (failed) {
                groups.computeIfAbsent(key(s), k -> new FailureGroup(s.failure(), new ArrayList<>(), stages.size()))
                        .stages()
                        .add(s.name());
            }
        }
        return List.copyOf(groups.values());
    }

    private static List<String> key(StageView s) {
        FailureView f = s.failure();
        boolean ownProgram = "user".equals(f.blame());
        return ownProgram ? List.of(s.name()) : List.of(f.cause(), f.blame(), f.message());
    }

    /** Whose it is: {@code build}, or {@code 6 of 40 stages: a, b, c …}. */
    public String who() {
        if (stages.size() == 1) {
            return stages.get(0);
        }
        List<String> named = stages.subList(0, Math.min(NAMED, stages.size()));
        int more = stages.size() - named.size();
        return stages.size() + " of " + total + " stages: " + String.join(", ", named)
                + (more > 0 ? " and " + more + " more" : "");
    }

    /** The group in a line: {@code 6 of 40 stages: a, b, …: ImageNotFound: there is no image x}. */
    public String line() {
        return who() + ": " + failure.cause() + ": " + failure.message();
    }
}
