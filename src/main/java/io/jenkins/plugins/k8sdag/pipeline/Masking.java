package io.jenkins.plugins.k8sdag.pipeline;

import hudson.console.ConsoleLogFilter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jenkinsci.plugins.workflow.log.TaskListenerDecorator;
import org.jenkinsci.plugins.workflow.steps.StepContext;

/**
 * Hides in a line what the steps around ours hide, such as {@code withCredentials}: the same decorators that the console's listener
 * has, for what does not pass through that listener. Safe for use by several threads.
 */
final class Masking implements UnaryOperator<byte[]> {
    private final ByteArrayOutputStream shown = new ByteArrayOutputStream();
    private final OutputStream decorated;

    private Masking(TaskListenerDecorator decorator) throws IOException, InterruptedException {
        decorated = decorator.decorate(shown);
    }

    /** The masking around a step, if there is any; the same after a restart. */
    static Optional<Masking> around(StepContext context) throws IOException, InterruptedException {
        TaskListenerDecorator decorator = TaskListenerDecorator.merge(
                TaskListenerDecorator.fromConsoleLogFilter(context.get(ConsoleLogFilter.class)),
                context.get(TaskListenerDecorator.class));
        return decorator == null ? Optional.empty() : Optional.of(new Masking(decorator));
    }

    /** What may be shown of a line without a line feed. */
    @Override
    public synchronized byte[] apply(byte[] line) {
        shown.reset();
        try {
            // Decorators work by the line.
            decorated.write(line);
            decorated.write('\n');
            decorated.flush();
        } catch (IOException e) {
            throw new UncheckedIOException("a line cannot be masked", e);
        }
        byte[] out = shown.toByteArray();
        int end = out.length;
        while (end > 0 && (out[end - 1] == '\n' || out[end - 1] == '\r')) {
            end--;
        }
        return java.util.Arrays.copyOf(out, end);
    }

    /** What may be shown of a text of several lines. */
    String text(String text) {
        StringBuilder masked = new StringBuilder();
        text.lines()
                .forEach(line -> masked.append(masked.isEmpty() ? "" : "\n")
                        .append(new String(apply(line.getBytes(StandardCharsets.UTF_8)), StandardCharsets.UTF_8)));
        return masked.toString();
    }
}
