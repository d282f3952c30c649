package io.jenkins.plugins.k8sdag.embedded.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.k8sdag.embedded.store.Json;
import io.jenkins.plugins.k8sdag.embedded.store.Resource;
import io.jenkins.plugins.k8sdag.embedded.store.Stored;
import java.util.List;

/** Objects as {@code kubectl get} wants them: rows of a table that the server has laid out. */
final class Tables {
    private final Columns columns;
    private final boolean whole;

    Tables(Resource resource, Request request) {
        this.columns = Columns.of(resource);
        this.whole = "Object".equals(request.query("includeObject"));
    }

    static boolean wanted(Request request) {
        return request.header("Accept").contains("as=Table");
    }

    byte[] one(Stored object) {
        ObjectNode metadata = Json.object().put("resourceVersion", Long.toString(object.version()));
        return Json.bytes(all(List.of(object), metadata));
    }

    byte[] bookmark(long version) {
        return Json.bytes(all(List.of(), Json.object().put("resourceVersion", Long.toString(version))));
    }

    ObjectNode all(List<Stored> objects, ObjectNode metadata) {
        ObjectNode table = Json.object().put("kind", "Table").put("apiVersion", "meta.k8s.io/v1");
        table.set("metadata", metadata);
        ArrayNode definitions = table.putArray("columnDefinitions");
        for (Columns.Column column : columns.all()) {
            definitions
                    .addObject()
                    .put("name", column.name())
                    .put("type", "string")
                    .put("format", column.name().equals("Name") ? "name" : "")
                    .put("description", "")
                    .put("priority", column.wide() ? 1 : 0);
        }
        ArrayNode rows = table.putArray("rows");
        for (Stored stored : objects) {
            ObjectNode object = stored.open();
            ObjectNode row = rows.addObject();
            ArrayNode cells = row.putArray("cells");
            columns.all().forEach(column -> cells.add(column.cell().apply(object)));
            row.set("object", whole ? object : partial(object));
        }
        return table;
    }

    private static ObjectNode partial(ObjectNode object) {
        ObjectNode partial = Json.object().put("kind", "PartialObjectMetadata").put("apiVersion", "meta.k8s.io/v1");
        partial.set("metadata", object.path("metadata"));
        return partial;
    }
}
