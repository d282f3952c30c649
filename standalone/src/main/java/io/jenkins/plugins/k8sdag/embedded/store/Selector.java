package io.jenkins.plugins.k8sdag.embedded.store;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Label and field selectors as the API's query parameters spell them. */
public final class Selector {
    private static final Pattern SET =
            Pattern.compile("\\s*([^\\s,!=()]+)\\s+(in|notin)\\s*\\(([^)]*)\\)\\s*", Pattern.CASE_INSENSITIVE);
    private static final Pattern EQUALITY = Pattern.compile("\\s*([^\\s,!=()]+)\\s*(==|=|!=)\\s*([^\\s,!=()]*)\\s*");
    private static final Pattern EXISTS = Pattern.compile("\\s*(!?)\\s*([^\\s,!=()]+)\\s*");

    private Selector() {}

    /**
     * @param text {@code a=b,c!=d,e in (x,y),f notin (z),g,!h}; null or blank selects everything
     * @throws ApiException 400 when it cannot be read
     */
    public static Predicate<Map<String, String>> labels(String text) {
        Predicate<Map<String, String>> all = labels -> true;
        for (String term : terms(text)) {
            all = all.and(labelTerm(text, term));
        }
        return all;
    }

    private static Predicate<Map<String, String>> labelTerm(String text, String term) {
        Matcher set = SET.matcher(term);
        if (set.matches()) {
            String key = set.group(1);
            List<String> values = List.of(set.group(3).trim().split("\\s*,\\s*"));
            boolean in = set.group(2).equalsIgnoreCase("in");
            return labels -> in
                    ? labels.containsKey(key) && values.contains(labels.get(key))
                    : !labels.containsKey(key) || !values.contains(labels.get(key));
        }
        Matcher equality = EQUALITY.matcher(term);
        if (equality.matches()) {
            String key = equality.group(1);
            String value = equality.group(3);
            boolean equal = !equality.group(2).equals("!=");
            return labels -> value.equals(labels.get(key)) == equal;
        }
        Matcher exists = EXISTS.matcher(term);
        if (exists.matches()) {
            boolean wanted = exists.group(1).isEmpty();
            return labels -> labels.containsKey(exists.group(2)) == wanted;
        }
        throw ApiException.badRequest(
                "unable to parse requirement: '" + term.trim() + "' in the selector '" + text + "'");
    }

    /**
     * @param text {@code status.phase!=Running,metadata.name=x}; null or blank selects everything
     * @throws ApiException 400 when it cannot be read, or at the first object whose resource has no such field
     */
    public static Predicate<Map<String, String>> fields(String text) {
        Predicate<Map<String, String>> all = fields -> true;
        for (String term : terms(text)) {
            Matcher equality = EQUALITY.matcher(term);
            if (!equality.matches()) {
                throw ApiException.badRequest("invalid field selector: '" + term.trim() + "'; say field=value");
            }
            String key = equality.group(1);
            String value = equality.group(3);
            boolean equal = !equality.group(2).equals("!=");
            all = all.and(fields -> {
                if (!fields.containsKey(key)) {
                    throw ApiException.badRequest("field label not supported: " + key);
                }
                return value.equals(fields.get(key)) == equal;
            });
        }
        return all;
    }

    /** Splits at the commas outside parentheses. */
    private static List<String> terms(String text) {
        List<String> terms = new ArrayList<>();
        if (text == null || text.isBlank()) {
            return terms;
        }
        int depth = 0;
        int start = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '(') {
                depth++;
            } else if (c == ')') {
                depth--;
            } else if (c == ',' && depth == 0) {
                terms.add(text.substring(start, i));
                start = i + 1;
            }
        }
        terms.add(text.substring(start));
        return terms;
    }
}
