package io.jenkins.plugins.k8sdag.kubernetes;

import java.time.Instant;

/** Reads RFC 3339 stamps at the beginning of log lines, millions a second: no objects, no exceptions. Pure functions. */
final class Stamp {
    /** "2026-11-21T17:46:19.123456789+01:00" and a space. */
    static final int MAX_LENGTH = 36;

    /** What {@link #nanos} gives for something that is no stamp. */
    static final long NONE = Long.MIN_VALUE;

    private static final long NANOS = 1_000_000_000L;

    private Stamp() {}

    /**
     * Nanoseconds since 1970.
     *
     * @param length of the stamp, without the space behind it
     * @return {@link #NONE} for anything else than a stamp
     */
    static long nanos(byte[] b, int at, int length) {
        if (length < 20
                || b[at + 4] != '-'
                || b[at + 7] != '-'
                || b[at + 10] != 'T'
                || b[at + 13] != ':'
                || b[at + 16] != ':') {
            return NONE;
        }
        int year = digits(b, at, 4);
        int month = digits(b, at + 5, 2);
        int day = digits(b, at + 8, 2);
        int hour = digits(b, at + 11, 2);
        int minute = digits(b, at + 14, 2);
        int second = digits(b, at + 17, 2);
        if ((year | month | day | hour | minute | second) < 0 || month < 1 || month > 12) {
            return NONE;
        }
        int i = at + 19;
        int end = at + length;
        long fraction = 0;
        if (b[i] == '.') {
            int n = 0;
            for (i++; i < end && b[i] >= '0' && b[i] <= '9'; i++, n++) {
                fraction = n < 9 ? fraction * 10 + b[i] - '0' : fraction;
            }
            for (; n < 9; n++) {
                fraction *= 10;
            }
        }
        long offset = offsetSeconds(b, i, end);
        if (offset == NONE) {
            return NONE;
        }
        long seconds = days(year, month, day) * 86_400 + hour * 3_600L + minute * 60L + second - offset;
        return seconds * NANOS + fraction;
    }

    private static long offsetSeconds(byte[] b, int i, int end) {
        if (end - i == 1 && b[i] == 'Z') {
            return 0;
        }
        if (end - i != 6 || b[i] != '+' && b[i] != '-' || b[i + 3] != ':') {
            return NONE;
        }
        int hours = digits(b, i + 1, 2);
        int minutes = digits(b, i + 4, 2);
        if ((hours | minutes) < 0) {
            return NONE;
        }
        long seconds = hours * 3_600L + minutes * 60L;
        return b[i] == '+' ? seconds : -seconds;
    }

    private static int digits(byte[] b, int at, int count) {
        int value = 0;
        for (int i = at; i < at + count; i++) {
            int digit = b[i] - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            value = value * 10 + digit;
        }
        return value;
    }

    /** Days since 1970 in the Gregorian calendar, years counted from March so that a leap day comes last. */
    private static long days(int year, int month, int day) {
        long y = month <= 2 ? year - 1 : year;
        long m = month <= 2 ? month + 9 : month - 3;
        return 365 * y + y / 4 - y / 100 + y / 400 + (m * 153 + 2) / 5 + day - 1 - 719_468;
    }

    static Instant instant(long nanos) {
        return Instant.ofEpochSecond(Math.floorDiv(nanos, NANOS), Math.floorMod(nanos, NANOS));
    }

    /** The second a stamp lies in, as a stamp. */
    static long second(long nanos) {
        return Math.floorDiv(nanos, NANOS) * NANOS;
    }
}
