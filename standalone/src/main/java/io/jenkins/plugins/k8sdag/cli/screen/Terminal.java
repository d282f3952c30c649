package io.jenkins.plugins.k8sdag.cli.screen;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What text is shown on. */
public interface Terminal {
    /** Not a terminal: a file, a pipe, a CI log. */
    Terminal NONE = Optional::empty;

    /**
     * Its size now; asked anew each time, which takes some milliseconds.
     *
     * @return empty for what is not a terminal
     */
    Optional<Size> size();

    /** Rows and columns, both at least 1. */
    record Size(int rows, int columns) {}

    /**
     * The terminal that standard output of this process goes to, if it is one.
     *
     * @param env the environment; {@code TERM=dumb} is taken for none
     */
    static Terminal ofStandardOutput(Map<String, String> env) {
        String term = env.getOrDefault("TERM", "");
        return term.isEmpty() || term.equals("dumb") ? NONE : Terminal::askStty;
    }

    /** {@code stty} asks whatever its standard input is, so that is made our standard output, and it answers on the pipe. */
    private static Optional<Size> askStty() {
        try {
            Process stty = new ProcessBuilder("sh", "-c", "exec stty size <&1 >&2")
                    .redirectOutput(Redirect.INHERIT)
                    .start();
            stty.getOutputStream().close();
            String answer = new String(stty.getErrorStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            Matcher m = Pattern.compile("(\\d+) (\\d+)").matcher(answer);
            if (!stty.waitFor(5, TimeUnit.SECONDS) || stty.exitValue() != 0 || !m.matches()) {
                return Optional.empty();
            }
            int rows = Integer.parseInt(m.group(1));
            int columns = Integer.parseInt(m.group(2));
            // A terminal that was never given a size says 0 0.
            return Optional.of(rows < 1 || columns < 1 ? new Size(24, 80) : new Size(rows, columns));
        } catch (IOException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }
}
