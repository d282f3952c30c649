package io.jenkins.plugins.k8sdag.run;

/**
 * One attempt at one stage of a run.
 *
 * @param stage the stage's position in the graph, from 0
 * @param attempt its number, from 1; attempts on either retry budget count alike
 */
public record AttemptId(int stage, int attempt) implements Comparable<AttemptId> {
    @Override
    public int compareTo(AttemptId o) {
        return stage != o.stage ? Integer.compare(stage, o.stage) : Integer.compare(attempt, o.attempt);
    }
}
