package io.jenkins.plugins.k8sdag.embedded.api;

import java.util.Locale;

/** What a request wants, as access rules name it. */
public enum Verb {
    GET,
    LIST,
    WATCH,
    CREATE,
    UPDATE,
    PATCH,
    DELETE,
    DELETECOLLECTION;

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
