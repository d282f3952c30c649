package io.jenkins.plugins.k8sdag.dag;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Kubernetes' strategic merge of pod templates, on JSON trees. Maps merge key by key, null removes a key, lists merge by
 * {@link MergeKeys} or are replaced, {@code $patch: delete} and {@code $patch: replace} do what they do for {@code kubectl patch}.
 *
 * <p>It differs from {@code kubectl patch} in three points, each to spare people a trap. New items stand behind those of the base,
 * not before them, so that an init container of a template runs before a stage's and {@code $(VAR)} finds what a template
 * defines. A volume or variable that is given another source loses the old one, as with {@code kubectl apply}. Ports with the same
 * number and different protocols are kept apart.
 *
 * <p>Pure functions; neither argument is changed, and what does not differ is shared with the result.
 */
public final class StrategicMerge {
    private static final String DIRECTIVE = "$patch";

    /** Whether removals stay in the result, to work on a layer further down. */
    private final boolean keepRemovals;

    private StrategicMerge(boolean keepRemovals) {
        this.keepRemovals = keepRemovals;
    }

    /**
     * Applies a patch.
     *
     * @param base a complete tree
     * @param patch a tree that may hold nulls and directives
     * @return a complete tree, without nulls and directives of the patch
     */
    public static Map<String, Object> merge(Map<String, Object> base, Map<String, Object> patch) {
        return new StrategicMerge(false).maps(base, patch);
    }

    /**
     * Makes one patch of two: merging the result gives the same as merging {@code lower} and then {@code upper}.
     *
     * @return a tree that may hold nulls and directives
     */
    public static Map<String, Object> compose(Map<String, Object> lower, Map<String, Object> upper) {
        return new StrategicMerge(true).maps(lower, upper);
    }

    private Map<String, Object> maps(Map<String, Object> base, Map<String, Object> patch) {
        Object directive = patch.get(DIRECTIVE);
        if ("replace".equals(directive)) {
            return keepRemovals ? patch : cleanMap(patch);
        }
        if ("delete".equals(directive)) {
            return keepRemovals ? patch : Map.of();
        }
        if (keepRemovals && "delete".equals(base.get(DIRECTIVE))) {
            Map<String, Object> anew = new LinkedHashMap<>(patch);
            anew.put(DIRECTIVE, "replace");
            return anew;
        }
        if (base.isEmpty()) {
            return keepRemovals ? patch : cleanMap(patch);
        }
        if (patch.isEmpty()) {
            return base;
        }
        Map<String, Object> merged = new LinkedHashMap<>(base);
        patch.forEach((key, value) -> {
            if (key.equals(DIRECTIVE)) {
                return;
            }
            if (value == null && !keepRemovals) {
                merged.remove(key);
            } else {
                merged.put(key, values(key, base.get(key), value));
            }
        });
        return merged;
    }

    @SuppressWarnings("unchecked")
    private Object values(String key, Object base, Object patch) {
        if (patch instanceof Map<?, ?> map) {
            Map<String, Object> under = base instanceof Map<?, ?> b ? (Map<String, Object>) b : Map.of();
            return maps(under, (Map<String, Object>) map);
        }
        if (patch instanceof List<?> list) {
            List<Object> under = base instanceof List<?> b ? (List<Object>) b : List.of();
            return lists(key, under, (List<Object>) list);
        }
        return patch;
    }

    private List<Object> lists(String field, List<Object> base, List<Object> patch) {
        String key = MergeKeys.of(field);
        if (key == null || base.isEmpty() || patch.stream().anyMatch(i -> isDirective(i, "replace"))) {
            return keepRemovals ? patch : cleanList(patch);
        }
        List<Object> merged = new ArrayList<>(base);
        List<Object> added = new ArrayList<>();
        for (Object item : patch) {
            int at = indexOf(merged, key, item);
            if (at >= 0) {
                merged.set(at, items(field, merged.get(at), item));
            } else if (keepRemovals || !isDirective(item, "delete")) {
                added.add(keepRemovals ? item : clean(item));
            }
        }
        merged.addAll(added);
        merged.removeIf(Objects::isNull);
        return merged;
    }

    private static boolean isDirective(Object item, String directive) {
        return item instanceof Map<?, ?> map && directive.equals(map.get(DIRECTIVE));
    }

    /** The item of a list that a patch means, or -1. A deleted item is gone: what comes after it is a new one. */
    private static int indexOf(List<Object> items, String key, Object patch) {
        if (!(patch instanceof Map<?, ?> wanted)) {
            return -1;
        }
        for (int i = 0; i < items.size(); i++) {
            if (items.get(i) instanceof Map<?, ?> item
                    && !isDirective(item, "delete")
                    && Objects.equals(number(item.get(key)), number(wanted.get(key)))
                    && (!wanted.containsKey("protocol") || protocol(item).equals(protocol(wanted)))) {
                return i;
            }
        }
        return -1;
    }

    private static Object protocol(Map<?, ?> port) {
        Object protocol = port.get("protocol");
        return protocol == null ? "TCP" : protocol;
    }

    private static Object number(Object value) {
        return value instanceof Number n ? (Object) n.longValue() : value;
    }

    /** One item over another; null if it is deleted. */
    @SuppressWarnings("unchecked")
    private Object items(String field, Object base, Object patch) {
        Map<String, Object> under = (Map<String, Object>) base;
        Map<String, Object> over = (Map<String, Object>) patch;
        if ("delete".equals(over.get(DIRECTIVE))) {
            return keepRemovals ? over : null;
        }
        return maps(withoutOldSource(field, under, over), over);
    }

    private Map<String, Object> withoutOldSource(String field, Map<String, Object> base, Map<String, Object> patch) {
        Set<String> beside = MergeKeys.besideSource(field);
        if (beside == null || beside.containsAll(patch.keySet())) {
            return base;
        }
        Map<String, Object> kept = new LinkedHashMap<>(base);
        for (String key : base.keySet()) {
            if (!beside.contains(key) && !patch.containsKey(key) && !key.equals(DIRECTIVE)) {
                if (keepRemovals) {
                    kept.put(key, null);
                } else {
                    kept.remove(key);
                }
            }
        }
        return kept;
    }

    @SuppressWarnings("unchecked")
    private static Object clean(Object value) {
        if (value instanceof Map<?, ?> map) {
            return cleanMap((Map<String, Object>) map);
        }
        return value instanceof List<?> list ? cleanList((List<Object>) list) : value;
    }

    private static Map<String, Object> cleanMap(Map<String, Object> patch) {
        if (isClean(patch)) {
            return patch;
        }
        Map<String, Object> cleaned = new LinkedHashMap<>();
        patch.forEach((key, value) -> {
            if (value != null && !key.equals(DIRECTIVE)) {
                cleaned.put(key, clean(value));
            }
        });
        return cleaned;
    }

    private static List<Object> cleanList(List<Object> patch) {
        if (isClean(patch)) {
            return patch;
        }
        List<Object> cleaned = new ArrayList<>();
        for (Object item : patch) {
            if (!isDirective(item, "delete") && !isDirective(item, "replace")) {
                cleaned.add(clean(item));
            }
        }
        return cleaned;
    }

    private static boolean isClean(Object value) {
        if (value instanceof Map<?, ?> map) {
            return !map.containsKey(DIRECTIVE) && map.values().stream().allMatch(StrategicMerge::isClean);
        }
        return value instanceof List<?> list ? list.stream().allMatch(StrategicMerge::isClean) : value != null;
    }
}
