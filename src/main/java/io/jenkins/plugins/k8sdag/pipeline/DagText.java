package io.jenkins.plugins.k8sdag.pipeline;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.AbortException;
import hudson.FilePath;
import hudson.model.Job;
import hudson.model.Run;
import hudson.model.TaskListener;
import hudson.scm.SCM;
import io.jenkins.plugins.k8sdag.definition.Limits;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import jenkins.scm.api.SCMFile;
import jenkins.scm.api.SCMFileSystem;
import jenkins.scm.api.SCMHead;
import jenkins.scm.api.SCMRevision;
import jenkins.scm.api.SCMRevisionAction;
import jenkins.scm.api.SCMSource;
import jenkins.triggers.SCMTriggerItem;

/**
 * The DAG file of a step: from the workspace when it has one, else from the SCM revision that the build itself is of. Blocking; runs
 * on the host's own threads.
 *
 * @param name for messages
 * @param text what it holds
 */
record DagText(String name, String text) {
    private static final int LARGEST = Limits.DEFAULT.bytes();

    /**
     * Reads the file.
     *
     * @param path as the step gives it
     * @param workspace of the node the step runs on, or null
     * @throws AbortException when it cannot be had, with what to do
     */
    static DagText read(String path, @CheckForNull FilePath workspace, Run<?, ?> build, TaskListener listener)
            throws IOException, InterruptedException {
        String relative = path.startsWith("./") ? path.substring(2) : path;
        byte[] bytes = workspace == null ? fromScm(relative, build, listener) : fromWorkspace(relative, workspace);
        if (bytes.length > LARGEST) {
            throw new AbortException(path + ": the file is larger than " + LARGEST + " bytes (split the DAG)");
        }
        try {
            return new DagText(
                    path,
                    StandardCharsets.UTF_8
                            .newDecoder()
                            .decode(ByteBuffer.wrap(bytes))
                            .toString());
        } catch (CharacterCodingException e) {
            throw new AbortException(path + ": it is not UTF-8 text (save it as UTF-8)");
        }
    }

    private static byte[] fromWorkspace(String path, FilePath workspace) throws IOException, InterruptedException {
        FilePath file = workspace.child(path);
        AbortException missing = new AbortException(
                path + ": there is no such file in the workspace " + workspace.getRemote()
                        + " (check it out first, or run the step outside of a node to read it from the build's own revision)");
        if (!workspace.exists()) {
            throw missing;
        }
        if (!inside(path, workspace)) {
            throw new AbortException(path + ": it is not inside the workspace (give a path relative to the workspace)");
        }
        if (!file.exists() || file.isDirectory()) {
            throw missing;
        }
        try (InputStream in = file.read()) {
            return in.readNBytes(LARGEST + 1);
        }
    }

    private static boolean inside(String path, FilePath workspace) throws IOException, InterruptedException {
        try {
            return workspace.isDescendant(path);
        } catch (IllegalArgumentException e) {
            // An absolute path.
            return false;
        }
    }

    private static byte[] fromScm(String path, Run<?, ?> build, TaskListener listener)
            throws IOException, InterruptedException {
        Job<?, ?> job = build.getParent();
        SCMSource source = SCMSource.SourceByItem.findSource(job);
        SCMHead head = SCMHead.HeadByItem.findHead(job);
        if (source != null && head != null) {
            return fromBranch(path, build, source, head, listener);
        }
        SCMTriggerItem item = SCMTriggerItem.SCMTriggerItems.asSCMTriggerItem(job);
        Collection<? extends SCM> scms = item == null ? List.of() : item.getSCMs();
        for (SCM scm : scms) {
            try (SCMFileSystem files = SCMFileSystem.of(job, scm, null, build)) {
                if (files != null) {
                    return find(files, path).orElseThrow(() -> missing(path, scm.getKey()));
                }
            }
        }
        throw new AbortException(path + ": there is no node to read it from, and "
                + (scms.isEmpty()
                        ? "the pipeline does not come from an SCM"
                        : "the SCM of the pipeline cannot be read without a checkout")
                + " (put the step into a node after a checkout, or give the DAG as yaml:)");
    }

    private static byte[] fromBranch(
            String path, Run<?, ?> build, SCMSource source, SCMHead head, TaskListener listener)
            throws IOException, InterruptedException {
        SCMRevision tip = SCMRevisionAction.getRevision(source, build);
        if (tip == null) {
            throw new AbortException(path + ": the build does not know which revision it is of"
                    + " (put the step into a node after a checkout, or give the DAG as yaml:)");
        }
        SCMRevision trusted = source.getTrustedRevision(tip, listener);
        if (tip.equals(trusted)) {
            return content(source, head, tip, path);
        }
        // A change that is not to be trusted must not decide what runs in the cluster: as with readTrusted.
        Optional<byte[]> ours = find(source, trusted.getHead(), trusted, path);
        if (ours.isEmpty() || !Arrays.equals(ours.get(), content(source, head, tip, path))) {
            throw new AbortException(path + ": it is " + (ours.isEmpty() ? "not in " : "changed against ")
                    + trusted.getHead().getName() + " (" + trusted + "), and " + head.getName() + " (" + tip
                    + ") is not trusted to say what runs in the cluster (have the change merged by someone who is, or its"
                    + " author made a collaborator)");
        }
        return ours.get();
    }

    private static byte[] content(SCMSource source, SCMHead head, SCMRevision revision, String path)
            throws IOException, InterruptedException {
        return find(source, head, revision, path).orElseThrow(() -> missing(path, String.valueOf(revision)));
    }

    private static Optional<byte[]> find(SCMSource source, SCMHead head, SCMRevision revision, String path)
            throws IOException, InterruptedException {
        try (SCMFileSystem files = SCMFileSystem.of(source, head, revision)) {
            if (files == null) {
                throw new AbortException(path + ": the SCM of the pipeline cannot be read without a checkout"
                        + " (put the step into a node after a checkout, or give the DAG as yaml:)");
            }
            return find(files, path);
        }
    }

    private static Optional<byte[]> find(SCMFileSystem files, String path) throws IOException, InterruptedException {
        SCMFile file = files.child(path);
        if (!file.isFile()) {
            return Optional.empty();
        }
        try (InputStream in = file.content()) {
            return Optional.of(in.readNBytes(LARGEST + 1));
        } catch (FileNotFoundException e) {
            return Optional.empty();
        }
    }

    private static AbortException missing(String path, String where) {
        return new AbortException(
                path + ": there is no such file in " + where + " (write its path from the repository's root)");
    }
}
