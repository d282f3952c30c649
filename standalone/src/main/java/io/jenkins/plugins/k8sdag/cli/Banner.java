package io.jenkins.plugins.k8sdag.cli;

import io.jenkins.plugins.k8sdag.cli.runs.RunFolder;
import io.jenkins.plugins.k8sdag.cli.screen.Style;
import io.jenkins.plugins.k8sdag.dag.Dag;

/** The first lines of a run: what runs, where, and how to look at it from elsewhere. */
final class Banner {
    private Banner() {}

    static void print(Driver driver, RunFolder folder, Target target, Connection connection, Dag dag) {
        Style style = driver.style();
        String stages = dag.pods() + (dag.pods() == 1 ? " stage" : " stages");
        driver.say(style.bold(dag.name()) + ": " + stages + ", at most " + dag.maxParallel() + " at once, on "
                + target.what());
        driver.say(style.dim("run " + folder.id() + ", kept in " + folder.path()));
        connection.embeddedKubeconfig().ifPresent(file -> {
            driver.say(style.warn("Images are ignored: every container is a process of this machine."));
            driver.say(style.dim("kubectl --kubeconfig " + file + " get jobs,pods"));
        });
    }
}
