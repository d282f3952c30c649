package io.jenkins.plugins.k8sdag.pipeline;

import hudson.model.InvisibleAction;
import hudson.model.Run;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Which DAG runs a build has, in its build.xml: their ids and nothing else. Safe for use by several threads. */
public final class DagRuns extends InvisibleAction {
    private final List<String> ids = new ArrayList<>();

    /** Ids in the order the steps began. */
    public synchronized List<String> ids() {
        return List.copyOf(ids);
    }

    private synchronized boolean add(String id) {
        return !ids.contains(id) && ids.add(id);
    }

    private synchronized Object writeReplace() {
        DagRuns copy = new DagRuns();
        copy.ids.addAll(ids);
        return copy;
    }

    /** Notes that a build has a run, before anything of the run exists. */
    static void note(Run<?, ?> build, String id) throws IOException {
        DagRuns runs;
        synchronized (build) {
            runs = build.getAction(DagRuns.class);
            if (runs == null) {
                runs = new DagRuns();
                build.addAction(runs);
            }
        }
        if (runs.add(id)) {
            build.save();
        }
    }
}
