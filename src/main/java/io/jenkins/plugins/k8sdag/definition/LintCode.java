package io.jenkins.plugins.k8sdag.definition;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The kinds of warnings. Their codes are stable: files silence them by it. */
enum LintCode {
    LATEST_TAG,
    NO_RESOURCES,
    NO_TIMEOUT,
    LITERAL_SECRET,
    SECRET_PARAM,
    HOST_PATH,
    PRIVILEGED,
    ROOT_USER,
    UNUSED_OUTPUT,
    UNUSED_PARAM,
    UNUSED_TEMPLATE,
    REDUNDANT_NEED,
    UNREACHABLE,
    ALL_MAY_FAIL;

    /** As it is written in a file, such as {@code latest-tag}. */
    String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static List<String> codes() {
        return Arrays.stream(values()).map(LintCode::code).toList();
    }
}
