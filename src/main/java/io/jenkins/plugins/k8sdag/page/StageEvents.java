package io.jenkins.plugins.k8sdag.page;

import io.jenkins.plugins.k8sdag.dag.Dag;
import io.jenkins.plugins.k8sdag.journal.JournalReader;
import io.jenkins.plugins.k8sdag.run.Fact;
import io.jenkins.plugins.k8sdag.run.StagePhase;
import io.jenkins.plugins.k8sdag.run.Waiting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;

/** What happened to a stage, a line each, as its run's journal has it. Pure but for reading the file. */
final class StageEvents {
    /** The latest; more are nobody's to read, and a stage that is retried for days has more. */
    private static final int MOST = 200;

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss 'UTC'").withZone(ZoneOffset.UTC);

    private StageEvents() {}

    /** The latest events, the first of them first; none where the journal is gone. */
    static List<String> of(Path journal, Dag dag, String stage) throws IOException {
        if (!Files.exists(journal)) {
            return List.of();
        }
        List<Fact> facts = JournalReader.ofStage(journal, dag, stage);
        return facts.subList(Math.max(0, facts.size() - MOST), facts.size()).stream()
                .map(f -> TIME.format(f.at()) + "  " + text(f))
                .toList();
    }

    private static String text(Fact fact) {
        if (fact instanceof Fact.StageReady) {
            return "its needs are met";
        } else if (fact instanceof Fact.GroupOpened f) {
            return f.instances().isEmpty()
                    ? "its stages may start"
                    : "its stages may start, one for each of " + f.instances().size() + " items";
        } else if (fact instanceof Fact.StageTakenOver f) {
            return "taken over from " + f.fromRun() + ": " + f.status();
        } else if (fact instanceof Fact.StageRetried f) {
            return "is to be tried again, says " + f.by();
        } else if (fact instanceof Fact.StageEnded f) {
            return "ended " + f.status() + (f.reason().isEmpty() ? "" : ": " + f.reason());
        }
        return fact instanceof Fact.OfAttempt f ? "attempt " + f.id().attempt() + " " + ofAttempt(f) : "";
    }

    private static String ofAttempt(Fact.OfAttempt fact) {
        if (fact instanceof Fact.AttemptAdmitted) {
            return "has a place";
        } else if (fact instanceof Fact.SubmitDelayed f) {
            return "is refused for now: " + f.why().message();
        } else if (fact instanceof Fact.SubmitDue) {
            return "is submitted again";
        } else if (fact instanceof Fact.JobSubmitted f) {
            return "is Job " + f.jobName();
        } else if (fact instanceof Fact.AttemptMoved f) {
            String where = f.pod() + " on " + f.node();
            return f.to() == StagePhase.RUNNING ? "runs, " + where : "has a node, " + where;
        } else if (fact instanceof Fact.AttemptWaiting f) {
            return f.waiting()
                    .map(Waiting::message)
                    .map(m -> "waits: " + m)
                    .orElse("goes on" + (f.pod().isEmpty() ? "" : ", pod " + f.pod()));
        } else if (fact instanceof Fact.StopOrdered f) {
            return "is stopped: " + f.why().message();
        } else if (fact instanceof Fact.AttemptDisrupted f) {
            return "is being ended by the cluster: " + f.why().message();
        } else if (fact instanceof Fact.AttemptEnded f) {
            return f.failure()
                    .map(x -> "failed: " + x.cause().text() + ": " + x.message())
                    .orElse("succeeded");
        } else if (fact instanceof Fact.LogDrained f) {
            return "has its log complete: " + count(f.lines(), "line") + ", " + count(f.gaps(), "gap");
        } else if (fact instanceof Fact.JobDeleted) {
            return "has its Job deleted";
        } else if (fact instanceof Fact.RetryScheduled f) {
            return "is due in " + f.delay().toSeconds() + " s";
        }
        return "may start";
    }

    private static String count(long n, String what) {
        return n + " " + what + (n == 1 ? "" : "s");
    }
}
