package io.jenkins.plugins.k8sdag.cli;

import io.jenkins.plugins.k8sdag.cli.runs.RetryRequests;
import io.jenkins.plugins.k8sdag.cli.runs.RunFolder;
import io.jenkins.plugins.k8sdag.run.Decider;
import io.jenkins.plugins.k8sdag.run.RunPhase;
import io.jenkins.plugins.k8sdag.run.RunState;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "retry",
        description = {
            "Tries a failed stage again while its run goes on, with its retries counted anew; stages that were left out because of"
                    + " it wait for it again.",
            "Asks the process that drives the run. A run that has ended is rerun instead: k8sdag rerun RUN."
        },
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Exit status: 0 when the stage is tried again, 2 when it cannot be.",
            "",
            "Example:",
            "  k8sdag retry release-20260102-030405-ab12 deploy-eu"
        })
final class RetryCommand implements Callable<Integer> {
    private static final String BY = "k8sdag retry";
    private static final long LOOK_MILLIS = 100;

    private final Host host;

    @Parameters(index = "0", paramLabel = "RUN", description = "The run's id.")
    String run;

    @Parameters(index = "1", paramLabel = "STAGE", description = "A stage that has failed.")
    String stage;

    @Mixin
    StateFlags state = new StateFlags();

    RetryCommand(Host host) {
        this.host = host;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        RunFolder folder = state.find(run);
        refuseSoon(folder);
        RetryRequests requests = folder.retryRequests();
        RetryRequests.Request request = requests.ask(stage, BY);
        try {
            String refusal = await(folder, requests, request);
            if (!refusal.isEmpty()) {
                throw new UserError(refusal);
            }
        } finally {
            requests.forget(request);
        }
        host.out().println(stage + " of " + run + " is tried again");
        return ExitCode.OK;
    }

    /** What can be told without the driver. */
    private void refuseSoon(RunFolder folder) throws IOException {
        RunState now = folder.read();
        if (now.phase() == RunPhase.ENDED) {
            throw new UserError("run " + run + " has ended " + now.status().orElseThrow() + " (k8sdag rerun " + run
                    + " starts a new run that takes over what succeeded)");
        }
        int i = now.dag().indexOf(stage);
        if (i < 0) {
            throw new UserError("run " + run + " has no stage '" + stage + "' (k8sdag show " + run + " lists them)");
        }
        Optional<String> refusal = Decider.refusal(now, i);
        if (refusal.isPresent()) {
            throw new UserError(refusal.get());
        }
        refuseUndriven(folder);
    }

    private void refuseUndriven(RunFolder folder) throws IOException {
        if (!folder.driven()) {
            throw new UserError("no process drives run " + run + " (go on with it by k8sdag resume " + run
                    + ", and retry the stage then)");
        }
    }

    private String await(RunFolder folder, RetryRequests requests, RetryRequests.Request request)
            throws IOException, InterruptedException {
        while (true) {
            boolean driven = folder.driven();
            Optional<String> answer = requests.answer(request);
            if (answer.isPresent()) {
                return answer.get();
            }
            if (!driven) {
                refuseSoon(folder);
            }
            TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
        }
    }
}
