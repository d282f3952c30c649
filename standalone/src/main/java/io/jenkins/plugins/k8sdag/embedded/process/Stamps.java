package io.jenkins.plugins.k8sdag.embedded.process;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.concurrent.TimeUnit;

/** The times of log lines: RFC 3339 in UTC with all nine digits, so that they compare as text. */
final class Stamps {
    private static final DateTimeFormatter FORMAT =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss").withZone(ZoneOffset.UTC);

    /** The text of a whole second, which a burst of lines shares. */
    private record Second(long epoch, String text) {}

    private static final ThreadLocal<Second> LAST = ThreadLocal.withInitial(() -> new Second(-1, ""));

    private Stamps() {}

    static String format(long epochNanos) {
        long epoch = Math.floorDiv(epochNanos, TimeUnit.SECONDS.toNanos(1));
        Second second = LAST.get();
        if (second.epoch() != epoch) {
            second = new Second(epoch, FORMAT.format(Instant.ofEpochSecond(epoch)));
            LAST.set(second);
        }
        String nanos = Long.toString(Math.floorMod(epochNanos, TimeUnit.SECONDS.toNanos(1)));
        return second.text() + "." + "0".repeat(9 - nanos.length()) + nanos + "Z";
    }
}
