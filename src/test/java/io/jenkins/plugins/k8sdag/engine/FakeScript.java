package io.jenkins.plugins.k8sdag.engine;

import io.jenkins.plugins.k8sdag.run.Cause;
import io.jenkins.plugins.k8sdag.run.Failure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** What the fake cluster makes of the few scripts that the contract is written in. Anything else is an error, not a success. */
final class FakeScript {
    private static final Pattern OUTPUT = Pattern.compile("echo (\\S+) >> \"\\$K8SDAG_OUTPUT\"");
    private static final Pattern EXIT = Pattern.compile("exit (\\d+)");
    private static final Pattern LOOP = Pattern.compile(
            "i=0; while \\[ \\$i -lt (\\d+) ]; do echo line \\$i; i=\\$\\(\\(i\\+1\\)\\);( sleep ([0-9.]+);?)? done(; printf '([^']*)')?");
    private static final Duration SOON = Duration.ofMillis(20);

    private FakeScript() {}

    static Life life(String script, Map<String, String> env) {
        if (script.contains("sleep 3600") || script.contains("while true")) {
            return new Life(Life.hangs().steps(), new FakeLog(List.of("started"), Duration.ZERO, false));
        }
        Matcher loop = LOOP.matcher(script);
        if (loop.matches()) {
            return printing(loop);
        }
        Matcher exit = EXIT.matcher(script);
        if (exit.matches()) {
            int code = Integer.parseInt(exit.group(1));
            Failure failure =
                    Failure.exit(Cause.EXIT_CODE, code, "The stage exited with code " + code, "Read its log.");
            return new Life(Life.startThen(SOON, Life.ended(SOON, "", Optional.of(failure))));
        }
        StringBuilder output = new StringBuilder();
        for (String command : script.split("; ")) {
            Matcher m = OUTPUT.matcher(command);
            if (m.matches()) {
                output.append(expand(m.group(1), env)).append('\n');
            } else if (!command.equals("true") && !command.matches("echo \\w+")) {
                throw new IllegalArgumentException("the fake cluster knows no command '" + command + "'");
            }
        }
        return Life.succeeds(SOON, output.toString());
    }

    private static Life printing(Matcher loop) {
        List<String> lines = new ArrayList<>(IntStream.range(0, Integer.parseInt(loop.group(1)))
                .mapToObj(i -> "line " + i)
                .toList());
        double seconds = loop.group(3) == null ? 0 : Double.parseDouble(loop.group(3));
        boolean endless = loop.group(5) != null;
        if (endless) {
            lines.add(loop.group(5));
        }
        FakeLog log = new FakeLog(lines, Duration.ofNanos((long) (seconds * 1e9)), endless);
        Duration runs = log.length().plus(SOON);
        return new Life(Life.startThen(SOON, Life.ended(runs, "", Optional.empty())), log);
    }

    private static String expand(String text, Map<String, String> env) {
        String expanded = text;
        for (Map.Entry<String, String> e : env.entrySet()) {
            expanded = expanded.replace("$" + e.getKey(), e.getValue());
        }
        return expanded;
    }
}
