package io.jenkins.plugins.k8sdag.definition;

import dev.cel.common.CelValidationException;
import dev.cel.common.CelValidationResult;
import dev.cel.common.types.CelType;
import dev.cel.compiler.CelCompiler;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The types of expressions. Checking one takes CEL about a millisecond, and in a large file thousands differ by nothing but the
 * stage they read; what a stage gives has the same type whatever its name, so those are checked once. Used by one thread.
 */
final class TypeCheck {
    private static final Pattern RESULT =
            Pattern.compile("\\bstages(\\.\\w+|\\[(\"[^\"\\\\]*\"|'[^'\\\\]*')])(\\.outputs\\.\\w+)?");

    private final Map<String, Object> params;
    private CelCompiler typed;
    private final Map<String, Optional<CelType>> types = new HashMap<>();

    TypeCheck(Map<String, Object> params) {
        this.params = params;
    }

    /** The compiler for a source. {@code has(params.x)} asks for a field, and a parameter of known type is none to CEL. */
    CelCompiler compiler(String source) {
        if (source.contains("has(")) {
            return CelLanguage.untyped();
        }
        if (typed == null) {
            typed = CelLanguage.typed(params);
        }
        return typed;
    }

    /** The type of a source that is sound; empty if it has to be checked by itself, for its errors and their places. */
    Optional<CelType> known(String source) {
        String sameForAll =
                RESULT.matcher(source).replaceAll(m -> m.group(3) == null ? "stages.s" : "stages.s.outputs.o");
        return types.computeIfAbsent(sameForAll, this::check);
    }

    private Optional<CelType> check(String source) {
        CelValidationResult checked = compiler(source).compile(source);
        try {
            return checked.hasError()
                    ? Optional.empty()
                    : Optional.of(checked.getAst().getResultType());
        } catch (CelValidationException e) {
            throw new IllegalStateException("a result without errors has no tree: " + source, e);
        }
    }
}
