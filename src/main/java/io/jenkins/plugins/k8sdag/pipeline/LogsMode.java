package io.jenkins.plugins.k8sdag.pipeline;

/** Which stage logs appear in the build's console; the build's page has all of them. Named as a pipeline writes it. */
public enum LogsMode {
    console,
    failed,
    none;

    /** For a form, in the user's language. */
    String text() {
        return switch (this) {
            case console -> Messages.LogsMode_console();
            case failed -> Messages.LogsMode_failed();
            case none -> Messages.LogsMode_none();
        };
    }
}
