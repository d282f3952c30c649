package io.jenkins.plugins.k8sdag.journal;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.jenkins.plugins.k8sdag.run.RunInfo;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What a journal says of its run in its first words. Read without the graph behind them, which may be long.
 *
 * @param info what never changes of the run
 * @param dag the name of its graph
 */
public record JournalHead(RunInfo info, String dag) {
    /**
     * Reads it.
     *
     * @return empty while not even the first line is written whole, or when it is not one this version can read
     * @throws IOException when the file cannot be read
     */
    public static Optional<JournalHead> read(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file);
                JsonParser json = Json.MAPPER.createParser(in)) {
            if (!find(json, "facts") || json.nextToken() != JsonToken.START_ARRAY) {
                return Optional.empty();
            }
            json.nextToken();
            if (!findWithin(json, "data") || json.nextToken() != JsonToken.START_OBJECT || !findWithin(json, "run")) {
                return Optional.empty();
            }
            json.nextToken();
            RunInfo info = RunInfoJson.read(Json.MAPPER.readTree(json));
            if (!findWithin(json, "dag") || json.nextToken() != JsonToken.START_OBJECT || !findWithin(json, "name")) {
                return Optional.empty();
            }
            return Optional.of(new JournalHead(info, json.nextTextValue()));
        } catch (com.fasterxml.jackson.core.JsonProcessingException | RuntimeException e) {
            return Optional.empty();
        }
    }

    private static boolean find(JsonParser json, String key) throws IOException {
        return json.nextToken() == JsonToken.START_OBJECT && findWithin(json, key);
    }

    /** Goes on to a key of the object that the parser is in. */
    private static boolean findWithin(JsonParser json, String key) throws IOException {
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            if (json.currentName().equals(key)) {
                return true;
            }
            json.nextToken();
            json.skipChildren();
        }
        return false;
    }
}
