package io.jenkins.plugins.k8sdag.cli;

import io.jenkins.plugins.k8sdag.engine.RunListener;
import io.jenkins.plugins.k8sdag.run.Fact;
import io.jenkins.plugins.k8sdag.run.RunState;
import io.jenkins.plugins.k8sdag.view.EventView;
import java.io.PrintStream;
import java.util.List;

/** Writes every fact as a line of JSON, in the order in which they became true. Called on the run's turns. */
final class JsonLines implements RunListener {
    private final PrintStream out;

    JsonLines(PrintStream out) {
        this.out = out;
    }

    @Override
    public void onTurn(RunState state, List<Fact> facts) {
        facts.forEach(fact -> out.println(EventView.line(state, fact)));
        out.flush();
    }
}
