package io.jenkins.plugins.k8sdag.cli.runs;

import io.jenkins.plugins.k8sdag.journal.Journal;
import io.jenkins.plugins.k8sdag.journal.JournalException;
import io.jenkins.plugins.k8sdag.journal.JournalReader;
import io.jenkins.plugins.k8sdag.run.Fact;
import io.jenkins.plugins.k8sdag.run.RunState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The folder of one run: its journal, the file it was started from, its logs, and at times a request to cancel it.
 *
 * @param path the folder; its name is the run's id
 */
public record RunFolder(Path path) {
    public String id() {
        return path.getFileName().toString();
    }

    /** The state directory it is in. */
    public StateDir stateDir() {
        return new StateDir(path.toAbsolutePath().getParent().getParent());
    }

    public Path journal() {
        return path.resolve("journal.jsonl");
    }

    /** The DAG file as it was, for people; a run never reads it again. */
    public Path dagFile() {
        return path.resolve("dag.yaml");
    }

    public Path logs() {
        return path.resolve("logs");
    }

    /** What the program logged of itself, if anything was out of order. */
    public Path debugLog() {
        return path.resolve("k8sdag.log");
    }

    public RetryRequests retryRequests() {
        return new RetryRequests(path.resolve("retry"));
    }

    public CancelRequest cancelRequest() {
        return new CancelRequest(path.resolve("cancel"));
    }

    /**
     * The run as its journal has it now. Reads only; may be called while another process drives the run, but not by the one that
     * does.
     *
     * @throws JournalException when the journal cannot be read, or does not hold even the first fact
     */
    public RunState read() throws IOException {
        return RunState.fold(facts());
    }

    /** The facts that its journal holds now; the same holds as for {@link #read}. */
    public List<Fact> facts() throws IOException {
        List<Fact> facts = JournalReader.read(journal()).facts();
        if (facts.isEmpty()) {
            throw new JournalException(
                    journal() + ": the run was killed before its first fact was written; nothing was started (delete "
                            + path + ")");
        }
        return facts;
    }

    /** Whether some other process drives the run just now. */
    public boolean driven() throws IOException {
        return Files.isWritable(journal()) && Journal.inUse(journal());
    }
}
