package io.jenkins.plugins.k8sdag.buildpage;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.Util;
import hudson.model.Item;
import hudson.model.Run;
import io.jenkins.plugins.k8sdag.engine.Health;
import io.jenkins.plugins.k8sdag.page.StageDetail;
import io.jenkins.plugins.k8sdag.page.Standing;
import io.jenkins.plugins.k8sdag.pipeline.Controller;
import io.jenkins.plugins.k8sdag.pipeline.DrivenRun;
import io.jenkins.plugins.k8sdag.pipeline.RunFolder;
import io.jenkins.plugins.k8sdag.run.RunPhase;
import io.jenkins.plugins.k8sdag.run.RunState;
import io.jenkins.plugins.k8sdag.view.ResultView;
import io.jenkins.plugins.k8sdag.view.RunView;
import io.jenkins.plugins.k8sdag.view.StageView;
import io.jenkins.plugins.k8sdag.view.ViewJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.kohsuke.stapler.HttpResponse;
import org.kohsuke.stapler.HttpResponses;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.StaplerRequest2;
import org.kohsuke.stapler.StaplerResponse2;
import org.kohsuke.stapler.WebMethod;
import org.kohsuke.stapler.interceptor.RequirePOST;
import org.kohsuke.stapler.verb.GET;

/** One run on the page, and its endpoints under {@code run/ID/}. Made for one request. */
public final class RunPage {
    private final Run<?, ?> build;
    private final String id;
    private final RunFolder folder;
    private final RunState state;

    private RunPage(Run<?, ?> build, String id, RunFolder folder, RunState state) {
        this.build = build;
        this.id = id;
        this.folder = folder;
        this.state = state;
    }

    /** The page of a run; null when nothing is known of the run yet. */
    @CheckForNull
    static RunPage of(Run<?, ?> build, String id) {
        RunFolder folder = RunFolder.of(build, id);
        try {
            return FinishedRuns.get()
                    .state(folder, id)
                    .map(state -> new RunPage(build, id, folder, state))
                    .orElse(null);
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        }
    }

    public String getId() {
        return id;
    }

    public Run<?, ?> getBuild() {
        return build;
    }

    RunFolder folder() {
        return folder;
    }

    RunState state() {
        return state;
    }

    /** All that is shown of the run. */
    public RunView getView() {
        Optional<Health> health = Controller.get().run(id).flatMap(DrivenRun::health);
        return RunView.of(state, state.endedAt().orElseGet(Instant::now), health);
    }

    /** The stages as rows of the table. */
    public List<StageRow> getRows() {
        List<StageView> stages = getView().stages();
        return stages.stream().map(StageRow::new).toList();
    }

    public boolean isEnded() {
        return state.phase() == RunPhase.ENDED;
    }

    public boolean isCancellable() {
        return !isEnded() && Controller.get().run(id).isPresent() && build.hasPermission(Item.CANCEL);
    }

    private Standing standing() {
        boolean driven = Controller.get().run(id).isPresent();
        Optional<Health> health = Controller.get().run(id).flatMap(DrivenRun::health);
        List<String> actions = new RunActions(build, id, state).names();
        return new Standing(state, health, actions, !isEnded() && !driven);
    }

    /** What changed of the run since the reader's last answer, as JSON; unchanged while its ETag is. */
    @GET
    @WebMethod(name = "state")
    public void doState(StaplerRequest2 req, StaplerResponse2 rsp, @QueryParameter Long since) throws IOException {
        build.checkPermission(Item.READ);
        Standing standing = standing();
        long from = since == null ? -1 : since;
        // Not for ever even once it has ended: what a reader may do with it changes.
        if (Caching.unchanged(req, rsp, standing.tag(from), false)) {
            return;
        }
        rsp.setContentType("application/json;charset=UTF-8");
        rsp.getOutputStream().write(Feeds.get().feed(id).since(standing, from, Instant.now()));
    }

    /** The details of a stage: its Job without what looks secret, what its condition read, lines for a terminal. */
    @GET
    @WebMethod(name = "stage")
    public void doStage(StaplerRequest2 req, StaplerResponse2 rsp, @QueryParameter(required = true) String stage)
            throws IOException {
        build.checkPermission(Item.READ);
        int i = state.dag().indexOf(stage);
        if (i < 0) {
            throw HttpResponses.notFound();
        }
        json(rsp, StageDetail.of(state, i, "kubectl", folder.journal()));
    }

    /** How earlier runs of the same DAG went, in this job. */
    @GET
    @WebMethod(name = "history")
    public void doHistory(StaplerRequest2 req, StaplerResponse2 rsp) throws IOException {
        build.checkPermission(Item.READ);
        json(rsp, Feeds.get().history(build.getParent(), state.dag().name(), req.getContextPath()));
    }

    /** Some lines of an attempt's log, with their stamps. */
    @GET
    @WebMethod(name = "logLines")
    public void doLogLines(
            StaplerRequest2 req,
            StaplerResponse2 rsp,
            @QueryParameter(required = true) String stage,
            @QueryParameter(required = true) int attempt,
            @QueryParameter long from,
            @QueryParameter int count)
            throws IOException {
        build.checkPermission(Item.READ);
        json(rsp, LogPage.of(this, stage, attempt).lines(from, count));
    }

    /** Which lines of an attempt's log hold a text. */
    @GET
    @WebMethod(name = "logSearch")
    public void doLogSearch(
            StaplerRequest2 req,
            StaplerResponse2 rsp,
            @QueryParameter(required = true) String stage,
            @QueryParameter(required = true) int attempt,
            @QueryParameter(required = true) String q)
            throws IOException {
        build.checkPermission(Item.READ);
        json(rsp, LogPage.of(this, stage, attempt).find(q));
    }

    private static void json(StaplerResponse2 rsp, Record answer) throws IOException {
        rsp.setHeader("Cache-Control", "private, no-cache");
        rsp.setContentType("application/json;charset=UTF-8");
        rsp.getOutputStream().write(ViewJson.line(answer).getBytes(StandardCharsets.UTF_8));
    }

    /** What the run came to, as the step gives it back. */
    @GET
    @WebMethod(name = "result")
    public void doResult(StaplerRequest2 req, StaplerResponse2 rsp) throws IOException {
        build.checkPermission(Item.READ);
        if (Caching.unchanged(req, rsp, id + "-result-" + state.seq(), isEnded())) {
            return;
        }
        ResultView result = ResultView.of(state, state.endedAt().orElseGet(Instant::now));
        rsp.setContentType("application/json;charset=UTF-8");
        rsp.getOutputStream().write(ViewJson.line(result).getBytes(StandardCharsets.UTF_8));
    }

    /** The DAG file as the run read it. */
    @GET
    @WebMethod(name = "dag.yaml")
    public void doDag(StaplerRequest2 req, StaplerResponse2 rsp) throws IOException {
        build.checkPermission(Item.READ);
        if (!Files.exists(folder.dagFile())) {
            throw HttpResponses.notFound();
        }
        if (Caching.unchanged(req, rsp, id + "-dag", true)) {
            return;
        }
        // Never text/html: it is a file of somebody's repository.
        rsp.setContentType("text/plain;charset=UTF-8");
        rsp.setHeader("X-Content-Type-Options", "nosniff");
        rsp.setHeader("Content-Disposition", "attachment; filename=\"dag.yaml\"");
        Files.copy(folder.dagFile(), rsp.getOutputStream());
    }

    /** The log of an attempt as plain text, without stamps. */
    @GET
    @WebMethod(name = "log")
    public void doLog(
            StaplerRequest2 req,
            StaplerResponse2 rsp,
            @QueryParameter(required = true) String stage,
            @QueryParameter(required = true) int attempt)
            throws IOException {
        build.checkPermission(Item.READ);
        LogPage.of(this, stage, attempt).text(req, rsp);
    }

    /** The page that shows the log of an attempt, and follows it. */
    @GET
    @WebMethod(name = "logView")
    public HttpResponse doLogView(
            @QueryParameter(required = true) String stage, @QueryParameter(required = true) int attempt) {
        build.checkPermission(Item.READ);
        return HttpResponses.forwardToView(LogPage.of(this, stage, attempt), "index");
    }

    /** What of a log is new, for {@link #doLogView}. Reads only; POST is how core's own script asks. */
    @WebMethod(name = "progressiveLog")
    public void doProgressiveLog(
            StaplerRequest2 req,
            StaplerResponse2 rsp,
            @QueryParameter(required = true) String stage,
            @QueryParameter(required = true) int attempt)
            throws IOException {
        build.checkPermission(Item.READ);
        LogPage.of(this, stage, attempt).progressive(req, rsp);
    }

    /** Stops the run and everything of it in the cluster. */
    @RequirePOST
    @WebMethod(name = "cancel")
    public HttpResponse doCancel() {
        new RunActions(build, id, state).cancel();
        return HttpResponses.redirectViaContextPath(build.getUrl() + DagTab.URL + "/");
    }

    /** Tries a failed stage of the run again while it goes on. */
    @RequirePOST
    @WebMethod(name = "retry")
    public void doRetry(StaplerResponse2 rsp, @QueryParameter(required = true) String stage)
            throws IOException, InterruptedException {
        answer(rsp, new RunActions(build, id, state).retry(stage));
    }

    /** Starts a new build that takes over what succeeded in this run, and runs the rest, or from a stage on. */
    @RequirePOST
    @WebMethod(name = "rerun")
    public void doRerun(StaplerResponse2 rsp, @QueryParameter String from) throws IOException {
        answer(rsp, new RunActions(build, id, state).rerun(Util.fixEmpty(from)));
    }

    private static void answer(StaplerResponse2 rsp, Optional<String> refusal) throws IOException {
        rsp.setContentType("text/plain;charset=UTF-8");
        rsp.setHeader("X-Content-Type-Options", "nosniff");
        if (refusal.isPresent()) {
            rsp.setStatus(409);
            rsp.getOutputStream().write(refusal.get().getBytes(StandardCharsets.UTF_8));
        } else {
            rsp.setStatus(204);
        }
    }
}
