package io.jenkins.plugins.k8sdag.pipeline;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.AbortException;
import hudson.model.Job;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.k8sdag.dag.Dag;
import io.jenkins.plugins.k8sdag.definition.DefinitionException;
import io.jenkins.plugins.k8sdag.engine.Cluster;
import io.jenkins.plugins.k8sdag.engine.LogStore;
import io.jenkins.plugins.k8sdag.engine.RunHandle;
import io.jenkins.plugins.k8sdag.engine.RunListener;
import io.jenkins.plugins.k8sdag.journal.Journal;
import io.jenkins.plugins.k8sdag.kubernetes.FileLogStore;
import io.jenkins.plugins.k8sdag.kubernetes.LogListener;
import io.jenkins.plugins.k8sdag.run.Fact;
import io.jenkins.plugins.k8sdag.run.RunInfo;
import io.jenkins.plugins.k8sdag.run.RunState;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jenkinsci.plugins.workflow.graph.FlowNode;
import org.jenkinsci.plugins.workflow.steps.StepContext;

/**
 * Sets one run going: a new one from its file, or one that a restart left behind from its journal, for which no request is needed.
 * Blocking.
 */
final class RunDriver {
    private final Controller controller;
    private final StepContext context;

    @CheckForNull
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
     * Starts or resumes the run, telling the console of the step all it says.
     *
     * @return the run, under way and known to the controller
     */
    DrivenRun drive() throws IOException, InterruptedException, DefinitionException {
        RunConsole console = new RunConsole(
                context.get(TaskListener.class),
                Objects.requireNonNull(request, "request").logs,
                folder.logs(),
                controller);
        return drive(console, true);
    }

    /**
     * Starts or resumes a run whose stages are told of by steps of their own.
     *
     * @return the run, under way and known to the controller until it has ended
     */
    DrivenRun driveQuietly() throws IOException, InterruptedException, DefinitionException {
        RunConsole console = new RunConsole(context.get(TaskListener.class), LogsMode.none, folder.logs(), controller);
        DrivenRun run = drive(console, false);
        console.flush();
        run.handle().done().whenComplete((end, error) -> controller.remove(run));
        return run;
    }

    private DrivenRun drive(RunConsole console, boolean shows)
            throws IOException, InterruptedException, DefinitionException {
        controller.findLeftRuns();
        try {
            return known(console, shows);
        } finally {
            controller.taken(runId);
        }
    }

    private DrivenRun known(RunConsole console, boolean shows)
            throws IOException, InterruptedException, DefinitionException {
        StageWatchers watchers = new StageWatchers();
        RunListener turns = (state, facts) -> {
            if (shows) {
                console.onTurn(state, facts);
            }
            watchers.onTurn(state, facts);
        };
        LogListener lines = (stage, attempt, bytes, length) -> {
            if (shows) {
                console.lines(stage, attempt, bytes, length);
            }
            watchers.lines(stage, attempt, bytes, length);
        };
        LogStore logs = new FileLogStore(folder.logs(), Masking.around(context).map(m -> m), Optional.of(lines));
        Optional<Journal.Reopened> before = reopened();
        ShownLogs shown = before.isPresent() ? ShownLogs.of(folder.logs()) : ShownLogs.none();
        RunHandle handle =
                before.isPresent() ? resume(before.get(), logs, turns, console) : start(logs, turns, console);
        DrivenRun run = new DrivenRun(runId, handle, console, watchers, shown);
        handle.done().whenComplete((end, error) -> watchers.tellAll());
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

    private RunHandle resume(Journal.Reopened before, LogStore logs, RunListener listener, RunConsole console)
            throws IOException {
        try {
            RunInfo info = RunState.fold(before.facts()).info();
            console.say("goes on after the restart of Jenkins");
            return controller.engine().resume(before, cluster(info), logs, listener);
        } catch (RuntimeException e) {
            before.journal().close();
            throw e;
        }
    }

    private RunHandle start(LogStore logs, RunListener listener, RunConsole console)
            throws IOException, InterruptedException, DefinitionException {
        if (request == null) {
            throw new AbortException("there is no journal of run " + runId + " in the build's directory (build again)");
        }
        RunStart start = RunStart.of(request, runId, build, context, controller);
        RunPlace place = RunPlace.of(start.first().info());
        controller.checkAccess(place.cloud(), place.namespace());
        DagRuns.note(build, runId);
        TaskListener out = context.get(TaskListener.class);
        out.hyperlink(
                "/" + build.getUrl() + "k8s-dag/",
                "[k8sDag] " + start.loaded().dag().name() + ": "
                        + stages(start.loaded().dag()) + " in " + place.namespace() + " of " + place.cloud());
        out.getLogger().println();
        start.loaded().warnings().forEach(warning -> console.say(warning.toString()));
        List<Fact> first = new RerunStart(controller, build, console::say)
                .facts(start.first(), context.get(FlowNode.class).getId());
        Files.createDirectories(folder.path());
        Files.writeString(folder.dagFile(), start.source().text());
        Journal journal = Journal.create(folder.journal());
        return controller.engine().start(first, journal, cluster(start.first().info()), logs, listener);
    }

    private static String stages(Dag dag) {
        return dag.pods() == 1 ? "1 stage" : dag.pods() + " stages";
    }

    private Cluster cluster(RunInfo info) {
        RunPlace place = RunPlace.of(info);
        Job<?, ?> job = build.getParent();
        return new GuardedCluster(controller.cluster(place.cloud(), place.namespace()), place.cloud(), job);
    }
}
