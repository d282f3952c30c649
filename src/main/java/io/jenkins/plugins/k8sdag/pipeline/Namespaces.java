package io.jenkins.plugins.k8sdag.pipeline;

import hudson.Util;
import hudson.util.FormValidation;
import java.util.regex.Pattern;

/** Names of namespaces: DNS labels of at most 63 characters (kubernetes, apimachinery/pkg/util/validation, IsDNS1123Label). */
final class Namespaces {
    private static final Pattern LABEL = Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");

    private Namespaces() {}

    static FormValidation check(String name) {
        if (Util.fixEmptyAndTrim(name) == null || LABEL.matcher(name.strip()).matches()) {
            return FormValidation.ok();
        }
        return FormValidation.error(Messages.Namespaces_Illegal(name));
    }
}
