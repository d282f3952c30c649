package io.jenkins.plugins.k8sdag.embedded.pod;

import java.util.Map;

/** {@code $(NAME)} in commands, arguments and values; {@code $$} stands for one {@code $}; unknown names stay as they are. */
final class Expansion {
    private Expansion() {}

    static String expand(String text, Map<String, String> variables) {
        StringBuilder result = new StringBuilder();
        int at = 0;
        while (at < text.length()) {
            char c = text.charAt(at);
            char following = at + 1 < text.length() ? text.charAt(at + 1) : 0;
            int end = c == '$' && following == '(' ? text.indexOf(')', at) : -1;
            if (c == '$' && following == '$') {
                result.append('$');
                at += 2;
            } else if (end > 0) {
                String name = text.substring(at + 2, end);
                result.append(variables.getOrDefault(name, "$(" + name + ")"));
                at = end + 1;
            } else {
                result.append(c);
                at++;
            }
        }
        return result.toString();
    }
}
