package io.jenkins.plugins.k8sdag.definition;

import dev.cel.common.CelFunctionDecl;
import dev.cel.common.CelOverloadDecl;
import dev.cel.common.types.CelType;
import dev.cel.common.types.ListType;
import dev.cel.common.types.SimpleType;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelFunctionBinding;
import java.util.List;

/** {@code list.join([separator])} and {@code string.replace(old, new[, limit])} that refuse to make huge strings. */
final class BoundedStrings {
    /** Longest result, in characters; an output of a stage has at most 4096 bytes. */
    static final int LONGEST = 256 * 1024;

    private static final CelType STRINGS = ListType.create(SimpleType.STRING);
    private static final CelType STRING = SimpleType.STRING;

    static final List<CelFunctionDecl> DECLARATIONS = List.of(
            CelFunctionDecl.newFunctionDeclaration(
                    "join",
                    CelOverloadDecl.newMemberOverload("list_join", STRING, STRINGS),
                    CelOverloadDecl.newMemberOverload("list_join_string", STRING, STRINGS, STRING)),
            CelFunctionDecl.newFunctionDeclaration(
                    "replace",
                    CelOverloadDecl.newMemberOverload("string_replace_string_string", STRING, STRING, STRING, STRING),
                    CelOverloadDecl.newMemberOverload(
                            "string_replace_string_string_int", STRING, STRING, STRING, STRING, SimpleType.INT)));

    private BoundedStrings() {}

    static List<CelFunctionBinding> bindings() {
        return List.of(
                CelFunctionBinding.from("list_join", List.class, list -> join(list, "")),
                CelFunctionBinding.from("list_join_string", List.class, String.class, BoundedStrings::join),
                CelFunctionBinding.from(
                        "string_replace_string_string",
                        List.of(String.class, String.class, String.class),
                        a -> replace((String) a[0], (String) a[1], (String) a[2], -1)),
                CelFunctionBinding.from(
                        "string_replace_string_string_int",
                        List.of(String.class, String.class, String.class, Long.class),
                        a -> replace((String) a[0], (String) a[1], (String) a[2], (Long) a[3])));
    }

    private static String join(List<?> list, String separator) throws CelEvaluationException {
        StringBuilder joined = new StringBuilder();
        String before = "";
        for (Object item : list) {
            if (!(item instanceof String text)) {
                throw new CelEvaluationException("join takes a list of strings, and one item is " + item);
            }
            require(joined.append(before).append(text).length());
            before = separator;
        }
        return joined.toString();
    }

    private static String replace(String text, String old, String by, long limit) throws CelEvaluationException {
        if (old.isEmpty()) {
            throw new CelEvaluationException("replace takes a text to look for, and it is empty");
        }
        StringBuilder replaced = new StringBuilder();
        int from = 0;
        int at = text.indexOf(old);
        for (long left = limit; at >= 0 && left != 0; left--) {
            require(replaced.append(text, from, at).append(by).length());
            from = at + old.length();
            at = text.indexOf(old, from);
        }
        require(replaced.append(text, from, text.length()).length());
        return replaced.toString();
    }

    private static void require(int length) throws CelEvaluationException {
        if (length > LONGEST) {
            throw new CelEvaluationException("it makes a string of more than " + LONGEST + " characters");
        }
    }
}
