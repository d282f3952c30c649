package io.jenkins.plugins.k8sdag.definition;

import io.jenkins.plugins.k8sdag.definition.Shape.Keys;
import java.util.List;
import java.util.Optional;

/** The keys by which one entry of {@code stages} stands for several: matrix, forEach, uses. */
final class FanOutShape {
    /** Items of a forEach where the file does not say; the plan's number. */
    static final int DEFAULT_LIMIT = 1000;

    private static final Shape WORD = new Shape.Word(Format.LITERAL);

    private static final Shape COMBINATIONS = new Shape.ListOf(new Shape.MapOf(Format.WORD, WORD), 1, false);

    static final Keys MATRIX = new Keys(
            "Matrix",
            "One instance of the stage for each combination of values. Other keys than these are its axes: NAME: [values].",
            Keys.of(
                            "",
                            "",
                            Field.of(
                                    "include",
                                    COMBINATIONS,
                                    "Values that are added to the combinations they agree with; one that agrees with none is a further"
                                            + " combination."),
                            Field.of(
                                    "exclude",
                                    COMBINATIONS,
                                    "Combinations that are left out: all that have these values; before include."))
                    .fields(),
            Optional.of(new Shape.MapOf(
                    Format.WORD,
                    Field.either(
                            "a list of values, or one ${{ }}",
                            new Shape.ListOf(WORD, 1, false),
                            Field.text(Format.INTERPOLATION)))));

    static final Keys FOR_EACH = Keys.of(
            "ForEach",
            "One instance of the stage for each item of a list.",
            Field.required("items", Field.text(Format.EXPRESSION), "The list, an expression."),
            Field.of(
                    "limit",
                    new Shape.Whole(1, 20_000),
                    DEFAULT_LIMIT,
                    "How many items there may be; more fail the stage."));

    private static final Shape VALUE = new Shape.Word(Format.TEXT);

    private FanOutShape() {}

    static List<Field> fields() {
        return List.of(
                Field.of(
                        "matrix",
                        MATRIX,
                        "One instance of the stage for each combination of values, which its expressions read as matrix.NAME."),
                Field.of(
                        "forEach",
                        Field.either(
                                "an expression, a list of values, or {items, limit}",
                                Field.text(Format.EXPRESSION),
                                new Shape.ListOf(WORD, 1, false),
                                FOR_EACH),
                        "One instance of the stage for each item of a list that is known when its needs have ended; its expressions"
                                + " read it as item. Where the list is empty, the stage is SKIPPED."),
                Field.of(
                        "uses",
                        Field.text(Format.USED_FILE),
                        "Another DAG file, whose stages run in this one's place; beside it stand only needs, when, allowFailure,"
                                + " matrix, forEach and with."),
                Field.of(
                        "with",
                        new Shape.MapOf(
                                Format.WORD, Field.either("a value or a list of values", VALUE, Field.list(VALUE))),
                        "The parameters of the file in uses, by name. A value that is nothing but one ${{ }} keeps its type."));
    }

    /** These belong to one stage. */
    static void misplace(java.util.Map<String, Field> fields, String why) {
        for (Field field : fields()) {
            fields.put(field.name(), Field.misplaced(field.name(), why, "write it at the stage"));
        }
    }
}
