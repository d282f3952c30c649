package io.jenkins.plugins.k8sdag.buildpage;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.MarkupText;
import hudson.console.ConsoleAnnotator;
import hudson.console.ConsoleAnnotatorFactory;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Of the stamp that begins each line of a stage's log, the page shows the time of day, to the second. */
@Extension
public final class LogStamps extends ConsoleAnnotatorFactory<LogPage> {
    @Override
    public ConsoleAnnotator<LogPage> newInstance(LogPage context) {
        return new Stamp();
    }

    @Override
    public Class<?> type() {
        return LogPage.class;
    }

    /** Keeps nothing from line to line. */
    private static final class Stamp extends ConsoleAnnotator<LogPage> {
        private static final long serialVersionUID = 1;
        private static final Pattern STAMP =
                Pattern.compile("^(\\d{4}-\\d\\d-\\d\\dT)(\\d\\d:\\d\\d:\\d\\d)((?:\\.\\d+)?Z)(?= |$)");

        @Override
        public ConsoleAnnotator<LogPage> annotate(@NonNull LogPage context, @NonNull MarkupText text) {
            Matcher stamp = STAMP.matcher(text.getText().stripTrailing());
            if (stamp.find()) {
                for (int hidden : new int[] {1, 3}) {
                    text.addMarkup(stamp.start(hidden), stamp.end(hidden), "<span class=\"k8sdag-hidden\">", "</span>");
                }
                text.addMarkup(stamp.start(2), stamp.end(2), "<span class=\"k8sdag-stamp\">", "</span>");
            }
            return this;
        }
    }
}
