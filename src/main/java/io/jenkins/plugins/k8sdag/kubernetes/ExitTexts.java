package io.jenkins.plugins.k8sdag.kubernetes;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Quantity;
import io.jenkins.plugins.k8sdag.dag.Stage;
import io.jenkins.plugins.k8sdag.run.Cause;
import io.jenkins.plugins.k8sdag.run.Failure;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** What is said to people about containers that ended badly by themselves. Pure functions. */
final class ExitTexts {
    private ExitTexts() {}

    static Failure exit(Pod pod, ContainerEnd end) {
        String who = who(end.name());
        String message = who + " exited with code " + end.exitCode() + meaning(end.exitCode()) + ".";
        return Failure.exit(Cause.EXIT_CODE, end.exitCode(), message, remedy(end.exitCode()))
                .withEvidence(evidence(pod, end));
    }

    static Failure outOfMemory(Pod pod, ContainerEnd end) {
        String limit = memoryLimit(pod, end.name())
                .map(l -> "its limit is " + l)
                .orElse("it has no limit, so that all its node had was used up");
        String code = end.exitCode() == 137
                ? ""
                : "; a process in it was killed and the container then exited with code " + end.exitCode();
        return Failure.exit(
                        Cause.OUT_OF_MEMORY,
                        end.exitCode(),
                        who(end.name()) + " ran out of memory: " + limit + code + ".",
                        "Raise resources.limits.memory of the stage, let it grow with retry.memory, or have the program use less.")
                .withEvidence(evidence(pod, end));
    }

    static Failure startError(Pod pod, ContainerEnd end) {
        String detail = runtimeDetail(end.message());
        return Failure.exit(
                        Cause.START_ERROR,
                        end.exitCode(),
                        who(end.name()) + " could not be started: " + detail + ".",
                        "Check that command, args, shell and workingDir name what is in the image, and that it is executable.")
                .withEvidence(evidence(pod, end));
    }

    private static String who(String container) {
        return container.equals(Stage.MAIN) ? "The stage" : "Container " + container;
    }

    /** Exit codes as shells and runtimes use them: POSIX sh 2.8.2, and 128 + signal(7). */
    private static String meaning(int code) {
        return switch (code) {
            case 126 -> " (its command was found and could not be executed)";
            case 127 -> " (a command was not found)";
            case 129 -> " (killed by SIGHUP)";
            case 130 -> " (killed by SIGINT)";
            case 132 -> " (killed by SIGILL: it used an instruction its processor does not have)";
            case 134 -> " (killed by SIGABRT: the program aborted itself)";
            case 135 -> " (killed by SIGBUS)";
            case 136 -> " (killed by SIGFPE)";
            case 137 -> " (killed by SIGKILL)";
            case 139 -> " (killed by SIGSEGV: the program accessed memory it does not own)";
            case 141 -> " (killed by SIGPIPE)";
            case 143 -> " (killed by SIGTERM)";
            default -> "";
        };
    }

    private static String remedy(int code) {
        return switch (code) {
            case 126 -> "Make the command executable in the image, or run it through an interpreter.";
            case 127 -> "Install the command in the image or correct its name and PATH; the end of the log names it.";
            case 132 -> "Use an image built for the node's processor.";
            case 137 ->
                "Look for what killed it: a child out of memory, a kill in the script, or a failing liveness probe.";
            case 143 -> "Look for what sent it SIGTERM: a timeout command or a kill in the script, or a failing probe.";
            default -> "Read the end of the stage's log for what it says.";
        };
    }

    private static List<String> evidence(Pod pod, ContainerEnd end) {
        List<String> lines = new ArrayList<>(PodTexts.where(pod));
        lines.add(PodTexts.line(end));
        return lines;
    }

    private static Optional<String> memoryLimit(Pod pod, String container) {
        if (pod.getSpec() == null) {
            return Optional.empty();
        }
        return Stream.concat(pod.getSpec().getContainers().stream(), pod.getSpec().getInitContainers().stream())
                .filter(c -> container.equals(c.getName()))
                .findFirst()
                .map(Container::getResources)
                .map(r -> r.getLimits())
                .map(limits -> limits.get("memory"))
                .map(Quantity::toString);
    }

    /** The last of the runtime's nested explanations, which is the one that names the file. */
    private static String runtimeDetail(String message) {
        String text = message.strip().replaceAll(": unknown$", "");
        int start = text.toLowerCase(Locale.ROOT).indexOf("unable to start container process: ");
        if (start >= 0) {
            text = text.substring(start + "unable to start container process: ".length());
        }
        return text.isEmpty() ? "the container runtime does not say why" : text;
    }
}
