package io.jenkins.plugins.k8sdag.definition;

import io.jenkins.plugins.k8sdag.definition.Node.Scalar;
import java.util.Optional;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.CollectionStartEvent;
import org.yaml.snakeyaml.events.DocumentStartEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.NodeEvent;
import org.yaml.snakeyaml.events.ScalarEvent;
import org.yaml.snakeyaml.parser.Parser;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.ReaderException;
import org.yaml.snakeyaml.reader.StreamReader;

/**
 * Feeds a YAML text to a tree. Only the parser of the library is used, below its composer and constructor: no alias is ever
 * expanded, no tag ever means a class, and words are resolved by {@link CoreSchema}.
 */
final class YamlEvents {
    private YamlEvents() {}

    static void read(String text, TreeBuilder tree, Problems problems) {
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(Integer.MAX_VALUE);
        Parser parser = new ParserImpl(new StreamReader(text), options);
        try {
            int documents = 0;
            for (Event event = parser.getEvent(); !event.is(Event.ID.StreamEnd); event = parser.getEvent()) {
                if (event instanceof DocumentStartEvent && ++documents > 1) {
                    problems.error(
                            place(event.getStartMark()),
                            "many-documents",
                            "a second YAML document starts here",
                            "a file holds one DAG; remove the '---' or make another file");
                    throw new TreeBuilder.Unreadable();
                }
                event(event, tree, problems);
            }
        } catch (MarkedYAMLException e) {
            Mark mark = e.getProblemMark() == null ? e.getContextMark() : e.getProblemMark();
            problems.error(
                    mark == null ? Place.START : place(mark), "syntax", YamlSyntax.message(e), YamlSyntax.remedy(e));
            throw new TreeBuilder.Unreadable();
        } catch (ReaderException e) {
            problems.error(
                    YamlSyntax.place(text, e.getPosition()),
                    "syntax",
                    String.format("the character U+%04X is not allowed", e.getCodePoint()),
                    "remove it");
            throw new TreeBuilder.Unreadable();
        } catch (YAMLException e) {
            problems.error(Place.START, "syntax", "this is not YAML: " + e.getMessage(), "");
            throw new TreeBuilder.Unreadable();
        }
    }

    private static void event(Event event, TreeBuilder tree, Problems problems) {
        if (event instanceof NodeEvent node) {
            refuseReferences(node, problems);
        }
        switch (event.getEventId()) {
            case MappingStart -> tree.startMap(place(event.getStartMark()));
            case SequenceStart -> tree.startList(place(event.getStartMark()));
            case MappingEnd, SequenceEnd -> tree.end();
            case Scalar -> tree.scalar(scalar((ScalarEvent) event));
            case Alias ->
                tree.scalar(new Scalar(
                        place(event.getStartMark()), place(event.getStartMark()).line(), "", ""));
            default -> {
                // Starts and ends of stream and document carry nothing.
            }
        }
    }

    private static void refuseReferences(NodeEvent event, Problems problems) {
        Place at = place(event.getStartMark());
        String tag = event instanceof ScalarEvent scalar
                ? scalar.getTag()
                : event instanceof CollectionStartEvent collection ? collection.getTag() : null;
        if (event instanceof AliasEvent || event.getAnchor() != null) {
            String sign = event instanceof AliasEvent ? "alias '*" : "anchor '&";
            problems.error(
                    at,
                    "anchor",
                    "the " + sign + event.getAnchor() + "' is not allowed",
                    "write the value out, or use spec.defaults for what stages share");
        }
        if (tag != null) {
            problems.error(
                    at,
                    "tag",
                    "the tag '" + tag + "' is not allowed",
                    "remove it; quote the value to make it a string");
        }
    }

    private static Scalar scalar(ScalarEvent event) {
        String text = event.getValue();
        boolean plain = event.getScalarStyle() == ScalarStyle.PLAIN;
        Place at = place(event.getStartMark());
        int endLine = Optional.ofNullable(event.getEndMark())
                .map(m -> m.getLine() + 1)
                .orElse(at.line());
        return new Scalar(at, endLine, text, plain ? CoreSchema.resolve(text) : text);
    }

    private static Place place(Mark mark) {
        return new Place(mark.getLine() + 1, mark.getColumn() + 1);
    }
}
