package io.jenkins.plugins.k8sdag.buildpage;

import hudson.model.Action;
import hudson.model.Item;
import hudson.model.Job;
import io.jenkins.plugins.k8sdag.view.ViewJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.kohsuke.stapler.StaplerRequest2;
import org.kohsuke.stapler.StaplerResponse2;
import org.kohsuke.stapler.WebMethod;
import org.kohsuke.stapler.verb.GET;

/** How the DAG runs of a job went over its builds: on the job's page, drawn by the front-end from JSON. */
public final class JobHistory implements Action {
    private final transient Job<?, ?> job;

    JobHistory(Job<?, ?> job) {
        this.job = job;
    }

    public Job<?, ?> getJob() {
        return job;
    }

    /** It is part of the job's page and has no entry beside it. */
    @Override
    public String getIconFileName() {
        return null;
    }

    @Override
    public String getDisplayName() {
        return "Kubernetes DAG history";
    }

    @Override
    public String getUrlName() {
        return DagTab.URL;
    }

    /** Durations, causes of failures, slow and flaky stages of the latest runs, as JSON. */
    @GET
    @WebMethod(name = "history")
    public void doHistory(StaplerRequest2 req, StaplerResponse2 rsp) throws IOException {
        job.checkPermission(Item.READ);
        String json = ViewJson.line(Feeds.get().history(job, null, req.getContextPath()));
        rsp.setHeader("Cache-Control", "private, no-cache");
        rsp.setContentType("application/json;charset=UTF-8");
        rsp.getOutputStream().write(json.getBytes(StandardCharsets.UTF_8));
    }
}
