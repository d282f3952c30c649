package io.jenkins.plugins.k8sdag.pipeline;

import hudson.Extension;
import hudson.model.listeners.ItemListener;

/** Hears first that Jenkins goes down: terminators run before {@code Jenkins.isTerminating} is true. */
@Extension
public final class ShutdownListener extends ItemListener {
    @Override
    public void onBeforeShutdown() {
        Controller.get().goingDown();
    }
}
