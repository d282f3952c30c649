package io.jenkins.plugins.k8sdag.definition;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelValidationException;
import dev.cel.common.CelValidationResult;
import dev.cel.common.types.CelKind;
import dev.cel.common.types.CelType;
import java.util.Optional;
import java.util.Set;

/**
 * What can be known of an expression before it runs.
 *
 * @param references the variables it reads; empty if it does not parse
 * @param issue why it does not compile
 * @param type what its value will be, if it compiles; {@code dyn} if that is only known at run time
 */
record Analysis(Set<Reference> references, Optional<CelMessages.Issue> issue, Optional<CelType> type) {

    /** What is known of a source by itself; {@link TypeCheck} finds out the type. */
    static Analysis of(String source, TypeCheck types) {
        CelValidationResult parsed = types.compiler(source).parse(source);
        if (parsed.hasError()) {
            return failed(Set.of(), parsed, source);
        }
        Set<Reference> references = Reference.of(tree(parsed).getExpr());
        Optional<CelType> type = types.known(source);
        if (type.isPresent()) {
            return new Analysis(references, Optional.empty(), type);
        }
        CelValidationResult checked = types.compiler(source).check(tree(parsed));
        return checked.hasError()
                ? failed(references, checked, source)
                : new Analysis(
                        references, Optional.empty(), Optional.of(tree(checked).getResultType()));
    }

    private static CelAbstractSyntaxTree tree(CelValidationResult result) {
        try {
            return result.getAst();
        } catch (CelValidationException e) {
            throw new IllegalStateException("a result without errors has no tree", e);
        }
    }

    private static Analysis failed(Set<Reference> references, CelValidationResult result, String source) {
        return new Analysis(references, Optional.of(CelMessages.first(result.getErrors(), source)), Optional.empty());
    }

    /** Whether its value cannot be true or false. */
    boolean isNoCondition() {
        return type.isPresent()
                && type.get().kind() != CelKind.BOOL
                && type.get().kind() != CelKind.DYN;
    }

    /** Whether its value cannot be a list. */
    boolean isNoList() {
        return type.isPresent()
                && type.get().kind() != CelKind.LIST
                && type.get().kind() != CelKind.DYN;
    }

    /** Whether its value may be absent, so that it cannot stand in a string. */
    boolean isOptional() {
        return type.isPresent() && type.get().name().equals("optional_type");
    }

    boolean isNull() {
        return type.isPresent() && type.get().kind() == CelKind.NULL_TYPE;
    }

    String typeName() {
        return type.map(CelType::name).orElse("unknown");
    }
}
