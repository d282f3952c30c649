package io.jenkins.plugins.k8sdag.kubernetes;

/**
 * Knows which lines a log holds already when it is read again from the second of its last stamp on, which is as exact as {@code
 * sinceTime} is. By stamp and order: the lines of that second come again in the order in which they came before, so that counting
 * them is enough, and takes no memory however many they are.
 */
final class HeldLines {
    private long last = Stamp.NONE;
    private long second;
    private long first;
    private long inSecond;
    private long atLast;
    private boolean again;
    private long leftInSecond;
    private long leftAtLast;

    /** A line is in the log. */
    void held(long stamp) {
        if (last == Stamp.NONE || Stamp.second(stamp) > second) {
            second = Stamp.second(stamp);
            first = stamp;
            inSecond = 0;
        }
        if (stamp >= second) {
            inSecond++;
        }
        if (stamp > last) {
            last = stamp;
            atLast = 0;
        }
        if (stamp == last) {
            atLast++;
        }
    }

    /** The latest stamp, or {@link Stamp#NONE}. */
    long last() {
        return last;
    }

    /** Reading starts anew. */
    void rewind() {
        again = last != Stamp.NONE;
        leftInSecond = inSecond;
        leftAtLast = atLast;
    }

    /** Whether a line that comes is one that the log holds. */
    boolean isHeld(long stamp) {
        if (!again) {
            return false;
        }
        if (stamp > last) {
            again = false;
            return false;
        }
        if (stamp < first) {
            // Before the second, or the end of a long line that began before it.
            return true;
        }
        if (stamp == last && leftAtLast == 0 || leftInSecond == 0) {
            again = false;
            return false;
        }
        leftInSecond--;
        leftAtLast -= stamp == last ? 1 : 0;
        return true;
    }
}
