package io.jenkins.plugins.k8sdag.embedded.store;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * A refusal as the Kubernetes API words it: an HTTP status and a {@code Status} object with reason and details. The factories
 * are named for the situation and follow the texts of apimachinery's {@code errors} package.
 */
public final class ApiException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** One invalid field of a 422. */
    public record Cause(String reason, String field, String message) {}

    private final int code;
    private final String reason;
    private final transient ObjectNode details;

    private ApiException(int code, String reason, String message, ObjectNode details) {
        super(message, null, false, false);
        this.code = code;
        this.reason = reason;
        this.details = details;
    }

    public int code() {
        return code;
    }

    public String reason() {
        return reason;
    }

    public ObjectNode status() {
        ObjectNode status = Json.object();
        status.put("kind", "Status").put("apiVersion", "v1");
        status.putObject("metadata");
        status.put("status", "Failure").put("message", getMessage()).put("reason", reason);
        if (details != null) {
            status.set("details", details);
        }
        return status.put("code", code);
    }

    public static ApiException notFound(Resource resource, String name) {
        return new ApiException(
                404, "NotFound", resource.qualified() + " \"" + name + "\" not found", details(resource, name));
    }

    public static ApiException pathNotFound() {
        return new ApiException(404, "NotFound", "the server could not find the requested resource", Json.object());
    }

    public static ApiException alreadyExists(Resource resource, String name) {
        return new ApiException(
                409,
                "AlreadyExists",
                resource.qualified() + " \"" + name + "\" already exists",
                details(resource, name));
    }

    public static ApiException conflict(Resource resource, String name, String why) {
        return new ApiException(
                409,
                "Conflict",
                "Operation cannot be fulfilled on " + resource.qualified() + " \"" + name + "\": " + why,
                details(resource, name));
    }

    public static ApiException stale(Resource resource, String name) {
        return conflict(
                resource,
                name,
                "the object has been modified; please apply your changes to the latest version and try again");
    }

    public static ApiException forbidden(Resource resource, String name, String why) {
        String subject = name.isEmpty() ? resource.qualified() : resource.qualified() + " \"" + name + "\"";
        return new ApiException(403, "Forbidden", subject + " is forbidden: " + why, details(resource, name));
    }

    /** A webhook's words, which come without a subject of their own. */
    public static ApiException denied(String message) {
        return new ApiException(403, "Forbidden", message, null);
    }

    public static ApiException invalid(Resource resource, String name, List<Cause> causes) {
        ObjectNode details = details(resource, name);
        details.put("kind", resource.kind());
        StringBuilder text = new StringBuilder();
        for (Cause cause : causes) {
            text.append(text.isEmpty() ? "" : ", ")
                    .append(cause.field())
                    .append(": ")
                    .append(cause.message());
            details.withArray("causes")
                    .addObject()
                    .put("reason", cause.reason())
                    .put("message", cause.message())
                    .put("field", cause.field());
        }
        String all = causes.size() == 1 ? text.toString() : "[" + text + "]";
        return new ApiException(
                422, "Invalid", resource.qualifiedKind() + " \"" + name + "\" is invalid: " + all, details);
    }

    public static ApiException badRequest(String message) {
        return new ApiException(400, "BadRequest", message, null);
    }

    public static ApiException methodNotAllowed() {
        return new ApiException(
                405, "MethodNotAllowed", "the server does not allow this method on the requested resource", null);
    }

    public static ApiException tooLarge(long limit) {
        return new ApiException(
                413, "RequestEntityTooLarge", "Request entity too large: limit is " + limit, Json.object());
    }

    public static ApiException unsupportedMediaType(String type) {
        return new ApiException(
                415,
                "UnsupportedMediaType",
                "the body of the request was in an unknown format - accepted media types include: application/json,"
                        + " application/yaml; this one is " + type
                        + (type.contains("protobuf")
                                ? "; with kubectl, write YAML by --dry-run=client -o yaml and send it by create -f"
                                : ""),
                null);
    }

    public static ApiException expired(long asked, long oldest) {
        return new ApiException(410, "Expired", "too old resource version: " + asked + " (" + oldest + ")", null);
    }

    public static ApiException continueExpired() {
        return new ApiException(
                410,
                "Expired",
                "The provided continue parameter is too old to display a consistent list result. You can start a new list"
                        + " without the continue parameter.",
                null);
    }

    public static ApiException internal(String message) {
        return new ApiException(500, "InternalError", "Internal error occurred: " + message, null);
    }

    /** A refusal asked for by a test: the reason that belongs to the status. */
    public static ApiException played(int code) {
        String reason = switch (code) {
            case 401 -> "Unauthorized";
            case 403 -> "Forbidden";
            case 404 -> "NotFound";
            case 409 -> "Conflict";
            case 410 -> "Expired";
            case 429 -> "TooManyRequests";
            case 500 -> "InternalError";
            case 503 -> "ServiceUnavailable";
            case 504 -> "Timeout";
            default -> "Unknown";
        };
        String message = switch (code) {
            case 401 -> "Unauthorized";
            case 429 -> "Too many requests, please try again later.";
            default -> "the embedded cluster was told to answer " + code;
        };
        return new ApiException(code, reason, message, null);
    }

    private static ObjectNode details(Resource resource, String name) {
        ObjectNode details = Json.object();
        if (!name.isEmpty()) {
            details.put("name", name);
        }
        if (!resource.group().isEmpty()) {
            details.put("group", resource.group());
        }
        return details.put("kind", resource.plural());
    }
}
