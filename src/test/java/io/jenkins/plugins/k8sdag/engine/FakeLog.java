package io.jenkins.plugins.k8sdag.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * What a container prints: a line every so often from its start on.
 *
 * @param lines without their ends
 * @param every the time between two lines
 * @param endless whether the last line has its end
 */
record FakeLog(List<String> lines, Duration every, boolean endless) {
    static final FakeLog NONE = new FakeLog(List.of(), Duration.ZERO, false);

    /** How long it takes to print it all. */
    Duration length() {
        return every.multipliedBy(lines.size());
    }

    /** The lines printed by now, stamped, from the first whose second is not before a stamp's, as {@code sinceTime} gives them. */
    String text(Instant started, Instant since, Instant now) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < lines.size(); i++) {
            Instant at = started.plus(every.multipliedBy(i)).plusNanos(i);
            if (!at.isAfter(now) && at.getEpochSecond() >= since.getEpochSecond()) {
                boolean last = endless && i == lines.size() - 1;
                text.append(at).append(' ').append(lines.get(i)).append(last ? "" : "\n");
            }
        }
        return text.toString();
    }
}
