package io.jenkins.plugins.k8sdag.definition;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.plugins.k8sdag.definition.Shape.Keys;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The tables of keys in {@code docs/dag-file.md}. Each stands below a comment that names the table and its keys, and is made of
 * what the reader checks files by. A test compares, or writes them.
 */
final class KeyTables {
    private static final Pattern TABLE = Pattern.compile("(?m)^<!-- keys of (\\w+): ([^>]*?) -->\\n((?:\\|.*\\n)*)");
    private static final ObjectMapper JSON = new ObjectMapper();

    private KeyTables() {}

    /** A page with its tables made anew. */
    static String rewritten(String page) {
        return TABLE.matcher(page).replaceAll(m -> Matcher.quoteReplacement(written(m)));
    }

    /** The keys that a page has tables of, as {@code Stage.image}. */
    static List<String> documented(String page) {
        return TABLE.matcher(page)
                .results()
                .flatMap(m -> names(m).stream().map(n -> m.group(1) + "." + n))
                .toList();
    }

    /** All tables of keys that a file can hold and that are not Kubernetes' own, by name. */
    static Map<String, Keys> tables() {
        Map<String, Keys> found = new LinkedHashMap<>();
        collect(DagShape.DAG, found);
        return found;
    }

    private static void collect(Shape shape, Map<String, Keys> found) {
        if (shape instanceof Keys keys && !isKubernetes(keys) && found.putIfAbsent(keys.name(), keys) == null) {
            keys.fields().values().forEach(f -> collect(f.shape(), found));
            keys.others().ifPresent(others -> collect(others, found));
        } else if (shape instanceof Shape.ListOf list) {
            collect(list.item(), found);
        } else if (shape instanceof Shape.MapOf map) {
            collect(map.value(), found);
        } else if (shape instanceof Shape.Either either) {
            either.shapes().forEach(s -> collect(s, found));
        }
    }

    private static boolean isKubernetes(Keys keys) {
        return keys.fields().containsKey("$patch");
    }

    private static List<String> names(MatchResult table) {
        return Arrays.asList(table.group(2).trim().split("[,\\s]+"));
    }

    private static String written(MatchResult table) {
        Keys keys = tables().get(table.group(1));
        List<String> lines = new ArrayList<>();
        lines.add("<!-- keys of " + table.group(1) + ": " + table.group(2) + " -->");
        lines.add("| key | value | default | meaning |");
        lines.add("|---|---|---|---|");
        names(table).forEach(name -> lines.add(row(keys.fields().get(name))));
        return String.join("\n", lines) + "\n";
    }

    private static String row(Field field) {
        String byDefault = field.required() ? "required" : field.byDefault() == null ? "" : code(field.byDefault());
        return "| `" + field.name() + "` | " + value(field.shape()) + " | " + byDefault + " | "
                + field.description().replace("|", "\\|") + " |";
    }

    private static String code(Object value) {
        if (value instanceof List<?> list) {
            return "`[" + list.stream().map(String::valueOf).collect(Collectors.joining(", ")) + "]`";
        }
        return "`" + (value instanceof String ? value : JSON.valueToTree(value).toString()) + "`";
    }

    private static String value(Shape shape) {
        if (shape instanceof Keys keys) {
            return isKubernetes(keys) ? keys.name() : "map";
        } else if (shape instanceof Shape.ListOf list) {
            return "list of " + value(list.item()).replaceFirst("^(map|string$|word)", "$1s");
        } else if (shape instanceof Shape.MapOf map) {
            return "map of " + value(map.value()).replaceFirst("^(map|string$)", "$1s");
        } else if (shape instanceof Shape.Choice choice) {
            return choice.words().stream().map(KeyTables::code).collect(Collectors.joining(", "));
        }
        return shape.noun().replaceAll("\\ban? ", "");
    }
}
