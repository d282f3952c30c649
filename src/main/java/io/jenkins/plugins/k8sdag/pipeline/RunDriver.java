package io.jenkins.plugins.k8sdag.pipeline;

import hudson.model.Job;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.k8sdag.dag.Dag;
import io.jenkins.plugins.k8sdag.definition.DefinitionException;
import io.jenkins.plugins.k8sdag.engine.Cluster;
import io.jenkins.plugins.k8sdag.engine.LogStore;
import io.jenkins.plugins.k8sdag.engine.RunHandle;
import io.jenkins.plugins.k8sdag.journal.Journal;
import io.jenkins.plugins.k8sdag.kubernetes.FileLogStore;
import io.jenkins.plugins.k8sdag.run.RunInfo;
import io.jenkins.plugins.k8sdag.run.RunState;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Optional;
import org.jenkinsci.plugins.workflow.steps.StepContext;

/** Sets one run going: a new one from its file, or one that a restart left behind from its journal. Blocking. */
final class RunDriver {
    private final Controller controller;
    private final StepContext context;
    private final RunRequest request;
    private final Run<?, ?> build;
    private final RunFolder folder;
    private final String runId;

    RunDriver(Controller controller, StepContext context, RunRequest request, Run<?, ?> build, String runId) {
        this.controller = controller;
        this.context = context;
        this.request = request;
        this.build = build;
        this.runId = runId;
        this.folder = RunFolder.of(build, runId);
    }

    /**
     * Starts or resumes the run.
     *
     * @return the run, under way and known to the controller
     */
    DrivenRun drive() throws IOException, InterruptedException, DefinitionException {
        TaskListener listener = context.get(TaskListener.class);
        RunConsole console = new RunConsole(listener, request.logs, folder.logs(), controller);
        LogStore logs = new FileLogStore(
                folder.logs(), Masking.around(context).map(m -> m), Optional.of(console));
        Optional<Journal.Reopened> before = reopened();
        RunHandle handle = before.isPresent() ? resume(before.get(), logs, console) : start(logs, console, listener);
        DrivenRun run = new DrivenRun(runId, handle, console);
        controller.add(run);
        return run;
    }

    private Optional<Journal.Reopened> reopened() throws IOException {
        if (!folder.hasJournal()) {
            return Optional.empty();
        }
        Journal.Reopened reopened = Journal.reopen(folder.journal());
        if (reopened.facts().isEmpty()) {
            // Jenkins went down before the first fact was written: nothing was started.
            reopened.journal().close();
            Files.delete(folder.journal());
            return Optional.empty();
        }
        return Optional.of(reopened);
    }

    private RunHandle resume(Journal.Reopened before, LogStore logs, RunConsole console) throws IOException {
        try {
            RunInfo info = RunState.fold(before.facts()).info();
            console.say("goes on after the restart of Jenkins");
            return controller.engine().resume(before, cluster(info), logs, console);
        } catch (RuntimeException e) {
            before.journal().close();
            throw e;
        }
    }

    private RunHandle start(LogStore logs, RunConsole console, TaskListener listener)
            throws IOException, InterruptedException, DefinitionException {
        RunStart start = RunStart.of(request, runId, build, context, controller);
        DagRuns.note(build, runId);
        RunPlace place = RunPlace.of(start.first().info());
        listener.hyperlink(
                "/" + build.getUrl() + "k8s-dag/",
                "[k8sDag] " + start.loaded().dag().name() + ": " + stages(start.loaded().dag()) + " in "
                        + place.namespace() + " of " + place.cloud());
        listener.getLogger().println();
        start.loaded().warnings().forEach(warning -> console.say(warning.toString()));
        Files.createDirectories(folder.path());
        Files.writeString(folder.dagFile(), start.source().text());
        Journal journal = Journal.create(folder.journal());
        return controller.engine().start(start.first(), journal, cluster(start.first().info()), logs, console);
    }

    private static String stages(Dag dag) {
        return dag.size() == 1 ? "1 stage" : dag.size() + " stages";
    }

    private Cluster cluster(RunInfo info) {
        RunPlace place = RunPlace.of(info);
        Job<?, ?> job = build.getParent();
        return new GuardedCluster(controller.cluster(place.cloud(), place.namespace()), place.cloud(), job);
    }
}
