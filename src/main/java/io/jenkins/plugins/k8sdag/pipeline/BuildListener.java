package io.jenkins.plugins.k8sdag.pipeline;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.model.Run;
import hudson.model.TaskListener;
import hudson.model.listeners.RunListener;

/** Nothing of a build's runs goes on in the cluster once the build is over or gone. */
@Extension
public final class BuildListener extends RunListener<Run<?, ?>> {
    @Override
    public void onDeleted(@NonNull Run<?, ?> build) {
        cancel(build, "the build was deleted");
    }

    @Override
    public void onCompleted(@NonNull Run<?, ?> build, @NonNull TaskListener listener) {
        cancel(build, "the build is over");
    }

    private static void cancel(Run<?, ?> build, String why) {
        Controller controller = Controller.get();
        for (DagRuns runs : build.getActions(DagRuns.class)) {
            runs.ids().forEach(id -> controller.run(id).ifPresent(run -> run.cancel(why)));
        }
    }
}
