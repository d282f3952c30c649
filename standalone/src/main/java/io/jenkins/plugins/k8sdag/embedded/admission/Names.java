package io.jenkins.plugins.k8sdag.embedded.admission;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.k8sdag.embedded.store.Json;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;

/** Kubernetes' rules for names and labels, with the texts of apimachinery's {@code validation} package. */
final class Names {
    private static final Pattern LABEL = Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?");
    private static final Pattern SUBDOMAIN =
            Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*");
    private static final Pattern VALUE = Pattern.compile("(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?");
    /** Kubernetes' own alphabet for generated names: no vowels, nothing that looks alike. */
    private static final String SUFFIX = "bcdfghjklmnpqrstvwxz2456789";

    private Names() {}

    /** Fills {@code metadata.name} from {@code generateName} where there is no name yet. */
    static void generate(ObjectNode object) {
        String prefix = Json.text(object, "metadata", "generateName");
        if (Json.text("", object, "metadata", "name").isEmpty() && prefix != null && !prefix.isEmpty()) {
            Json.at(object, "metadata").put("name", generated(prefix));
        }
    }

    static String generated(String prefix) {
        StringBuilder name = new StringBuilder(prefix.length() > 58 ? prefix.substring(0, 58) : prefix);
        for (int i = 0; i < 5; i++) {
            name.append(SUFFIX.charAt(ThreadLocalRandom.current().nextInt(SUFFIX.length())));
        }
        return name.toString();
    }

    /** Null when {@code text} is a DNS label, else what is wrong with it. */
    static String labelProblem(String text) {
        if (text.length() > 63) {
            return "must be no more than 63 bytes";
        }
        return LABEL.matcher(text).matches()
                ? null
                : "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and"
                        + " end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is"
                        + " '[a-z0-9]([-a-z0-9]*[a-z0-9])?')";
    }

    /** Null when {@code text} is a DNS subdomain, else what is wrong with it. */
    static String subdomainProblem(String text) {
        if (text.length() > 253) {
            return "must be no more than 253 bytes";
        }
        return SUBDOMAIN.matcher(text).matches()
                ? null
                : "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must"
                        + " start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is"
                        + " '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')";
    }

    /** Null when {@code text} may be a label's value, else what is wrong with it. */
    static String valueProblem(String text) {
        if (text.length() > 63) {
            return "must be no more than 63 bytes";
        }
        return VALUE.matcher(text).matches()
                ? null
                : "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must"
                        + " start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex"
                        + " used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')";
    }

    /** Null when {@code text} may be the key of a label or an annotation, else what is wrong with it. */
    static String keyProblem(String text) {
        int slash = text.indexOf('/');
        String name = text.substring(slash + 1);
        if (slash >= 0 && (slash == 0 || subdomainProblem(text.substring(0, slash)) != null)) {
            return "prefix part " + (slash == 0 ? "must be non-empty" : subdomainProblem(text.substring(0, slash)));
        }
        if (name.isEmpty()) {
            return "name part must be non-empty";
        }
        String problem = valueProblem(name);
        return problem == null
                ? null
                : "name part "
                        + (name.length() > 63
                                ? problem
                                : "must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an"
                                        + " alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used"
                                        + " for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')");
    }
}
