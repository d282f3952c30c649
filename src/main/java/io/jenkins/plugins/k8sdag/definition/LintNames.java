package io.jenkins.plugins.k8sdag.definition;

import java.util.Set;

/** Warns of parameters and outputs that nobody reads, and of parameters that look like secrets. */
final class LintNames {
    private final Lint lint;
    private final ParamReader params;
    private final ReferenceCheck references;

    LintNames(Lint lint, ParamReader params, ReferenceCheck references) {
        this.lint = lint;
        this.params = params;
        this.references = references;
    }

    void check() {
        params.places().forEach((name, at) -> {
            if (!references.paramsRead().contains(name)) {
                lint.warn(
                        at,
                        LintCode.UNUSED_PARAM,
                        "nothing reads the parameter '" + name + "'",
                        "use params." + name + ", or remove it");
            }
            if (LintPods.namesSecret(name)) {
                String why = params.literal(name).isPresent() ? "its default is in the file" : "parameters are shown";
                lint.warn(
                        params.literal(name).orElse(at),
                        LintCode.SECRET_PARAM,
                        "the parameter '" + name + "' looks like a secret, and " + why,
                        "keep it in a Secret and use valueFrom.secretKeyRef");
            }
        });
        Set<String> read = references.outputsRead();
        for (int i = 0; i < lint.graph().stages().size(); i++) {
            StageDraft stage = lint.graph().stages().get(i);
            for (Located output : stage.outputs()) {
                if (!read.contains(stage.name() + "/" + output.text()) && !read.contains(stage.name() + "/*")) {
                    lint.warn(
                            i,
                            output.at(),
                            LintCode.UNUSED_OUTPUT,
                            "no expression reads the output '" + output.text() + "' of " + stage.what(),
                            "read it, remove it, or say in lint.ignore who else reads it");
                }
            }
        }
    }
}
