package io.jenkins.plugins.k8sdag.definition;

import dev.cel.common.CelOptions;
import dev.cel.common.types.CelType;
import dev.cel.common.types.ListType;
import dev.cel.common.types.MapType;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerBuilder;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.extensions.CelExtensions;
import dev.cel.extensions.CelStringExtensions;
import dev.cel.extensions.CelStringExtensions.Function;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The dialect of CEL that files speak: the standard with its macros, optionals ({@code a.?b.orValue(c)}) and the string functions.
 * Regular expressions are RE2, which has no slow cases. {@code join} and {@code replace} are our own, because theirs can make a
 * string of any size in one step.
 */
final class CelLanguage {
    static final String PARAMS = "params";
    static final String STAGES = "stages";
    static final String RUN = "run";
    static final String ENV = "env";
    static final String MATRIX = "matrix";
    static final String ITEM = "item";

    /** All variables an expression may start with. */
    static final List<String> VARIABLES = List.of(PARAMS, STAGES, RUN, ENV, MATRIX, ITEM);

    static final List<String> RUN_FIELDS = List.of("id", "name", "status");
    static final List<String> STAGE_FIELDS = List.of("status", "outputs", "attempts");

    /** Longest source, in characters. */
    static final int LONGEST = 4096;

    private static final Set<Function> STRINGS = EnumSet.complementOf(EnumSet.of(Function.JOIN, Function.REPLACE));
    private static final CelOptions OPTIONS = CelOptions.current()
            .enableOptionalSyntax(true)
            .enableHeterogeneousNumericComparisons(true)
            .comprehensionMaxIterations(10_000)
            .maxExpressionCodePointSize(LONGEST)
            .maxParseRecursionDepth(100)
            .build();
    private static final CelType OBJECT = MapType.create(SimpleType.STRING, SimpleType.DYN);

    private static final CelCompiler COMPILER = compiler();
    private static final CelRuntime RUNTIME = makeRuntime();

    private CelLanguage() {}

    private static CelCompiler compiler() {
        CelStringExtensions strings = CelExtensions.strings(STRINGS);
        return CelCompilerFactory.standardCelCompilerBuilder()
                .setOptions(OPTIONS)
                .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
                .addLibraries(CelExtensions.optional(), strings)
                .addFunctionDeclarations(BoundedStrings.DECLARATIONS)
                .addVar(PARAMS, OBJECT)
                .addVar(STAGES, MapType.create(SimpleType.STRING, OBJECT))
                .addVar(RUN, MapType.create(SimpleType.STRING, SimpleType.STRING))
                .addVar(ENV, MapType.create(SimpleType.STRING, SimpleType.STRING))
                .addVar(MATRIX, MapType.create(SimpleType.STRING, SimpleType.STRING))
                .addVar(ITEM, SimpleType.DYN)
                .build();
    }

    /** Compiles without knowing the parameters: their types are found out at run time. */
    static CelCompiler untyped() {
        return COMPILER;
    }

    /** Compiles against the types that the parameters of a run have. */
    static CelCompiler typed(Map<String, Object> params) {
        CelCompilerBuilder builder = COMPILER.toCompilerBuilder();
        params.forEach((name, value) -> builder.addVar(PARAMS + "." + name, type(value)));
        return builder.build();
    }

    private static CelType type(Object value) {
        if (value instanceof Boolean) {
            return SimpleType.BOOL;
        }
        if (value instanceof List<?>) {
            return ListType.create(SimpleType.DYN);
        }
        return value instanceof Long ? SimpleType.INT : value instanceof Double ? SimpleType.DOUBLE : SimpleType.STRING;
    }

    private static CelRuntime makeRuntime() {
        CelStringExtensions strings = CelExtensions.strings(STRINGS);
        return CelRuntimeFactory.standardCelRuntimeBuilder()
                .setOptions(OPTIONS)
                .addLibraries(CelExtensions.optional(), strings)
                .addFunctionBindings(BoundedStrings.bindings())
                .build();
    }

    /** Evaluates what was compiled; safe for use by several threads. */
    static CelRuntime runtime() {
        return RUNTIME;
    }
}
