package io.jenkins.plugins.k8sdag.kubernetes;

import java.nio.file.Path;
import java.util.regex.Pattern;

/** Where logs lie in a run's folder: {@code STAGE.ATTEMPT.log}. Pure functions. */
public final class LogFiles {
    /** Names that are the same file nowhere, also where upper and lower case are. */
    private static final Pattern PLAIN = Pattern.compile("[a-z0-9]([a-z0-9_.-]{0,98}[a-z0-9])?");

    private LogFiles() {}

    /**
     * The file of a log, whether it exists or not.
     *
     * @param folder the run's folder for logs
     * @param stage any legal name of a stage
     * @param attempt from 1
     */
    public static Path of(Path folder, String stage, int attempt) {
        return folder.resolve(name(stage) + "." + attempt + ".log");
    }

    /** A plain name as it is; any other by its legal letters and a hash, behind a character that plain names do not have. */
    private static String name(String stage) {
        if (PLAIN.matcher(stage).matches()) {
            return stage;
        }
        String readable = stage.replaceAll("[^A-Za-z0-9_.-]+", "-");
        readable = readable.length() > 60 ? readable.substring(0, 60) : readable;
        return readable + "~" + Labels.hash(stage);
    }
}
