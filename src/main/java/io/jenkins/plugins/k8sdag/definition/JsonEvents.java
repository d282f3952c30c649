package io.jenkins.plugins.k8sdag.definition;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.jenkins.plugins.k8sdag.definition.Node.Scalar;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Feeds a JSON text to a tree. */
final class JsonEvents {
    private static final JsonFactory JSON = new JsonFactory();

    private JsonEvents() {}

    static void read(String text, TreeBuilder tree, Problems problems) {
        try (JsonParser parser = JSON.createParser(text)) {
            int open = 0;
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (open == 0 && tree.root() != null) {
                    problems.error(
                            place(parser),
                            "syntax",
                            "there is more text behind the end of the JSON value",
                            "remove it");
                    throw new TreeBuilder.Unreadable();
                }
                open += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
                event(token, parser, tree);
            }
        } catch (JsonProcessingException e) {
            JsonLocation at = e.getLocation();
            Place place = at == null || at.getLineNr() < 1
                    ? Place.START
                    : new Place(at.getLineNr(), Math.max(1, at.getColumnNr()));
            problems.error(
                    place,
                    "syntax",
                    "this is not JSON: " + reason(e),
                    "check brackets, commas and quotes before this place");
            throw new TreeBuilder.Unreadable();
        } catch (IOException e) {
            throw new UncheckedIOException("reading a string in memory", e);
        }
    }

    /** The first line of what Jackson says, without the places it repeats. */
    private static String reason(JsonProcessingException e) {
        String first = e.getOriginalMessage().lines().findFirst().orElse("");
        return first.replaceAll("\\(for [A-Za-z]+ starting at .*", "").strip();
    }

    private static void event(JsonToken token, JsonParser parser, TreeBuilder tree) throws IOException {
        Place at = place(parser);
        switch (token) {
            case START_OBJECT -> tree.startMap(at);
            case START_ARRAY -> tree.startList(at);
            case END_OBJECT, END_ARRAY -> tree.end();
            default -> {
                String text = parser.getText();
                boolean string = token == JsonToken.FIELD_NAME || token == JsonToken.VALUE_STRING;
                tree.scalar(new Scalar(at, at.line(), text, string ? text : CoreSchema.resolve(text)));
            }
        }
    }

    private static Place place(JsonParser parser) {
        JsonLocation at = parser.currentTokenLocation();
        return new Place(Math.max(1, at.getLineNr()), Math.max(1, at.getColumnNr()));
    }
}
