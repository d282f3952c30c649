package io.jenkins.plugins.k8sdag.engine;

import io.jenkins.plugins.k8sdag.dag.Dag;
import io.jenkins.plugins.k8sdag.run.Fact;

/** A fact in a line, for the message of a run that broke. */
final class FactText {
    private static final int LONGEST = 200;

    private FactText() {}

    static String of(Dag dag, Fact fact) {
        if (fact instanceof Fact.RunStarted) {
            return fact.at() + " RunStarted";
        }
        String what = fact.toString();
        String cut = what.length() > LONGEST ? what.substring(0, LONGEST) + "…" : what;
        String stage =
                fact instanceof Fact.OfStage f ? " " + dag.stage(f.stage()).name() : "";
        return fact.at() + stage + " " + cut;
    }
}
