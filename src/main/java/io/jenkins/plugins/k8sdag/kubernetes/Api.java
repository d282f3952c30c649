package io.jenkins.plugins.k8sdag.kubernetes;

import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.RequestConfig;
import io.fabric8.kubernetes.client.RequestConfigBuilder;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Sends requests through fabric8's HTTP client, one attempt each: the client's own retries hide for half a minute what the engine
 * wants to know at once, and here every request is counted. Safe for use by several threads.
 */
final class Api {
    private static final String JSON = "application/json";

    private final ClientSource source;
    private final ClusterOptions.Calls options;
    private final Counters counters;

    Api(ClientSource source, ClusterOptions.Calls options, Counters counters) {
        this.source = source;
        this.options = options;
        this.counters = counters;
    }

    Counters counters() {
        return counters;
    }

    /**
     * Sends a request and reads its answer.
     *
     * @return the answer's object
     * @throws ApiException when there is no answer or it is an error
     */
    <T> T call(Request request, Class<T> type) throws ApiException {
        KubernetesClient client = client(request, false);
        HttpResponse<byte[]> response = await(request, client);
        byte[] body = response.body() == null ? new byte[0] : response.body();
        if (!response.isSuccessful()) {
            throw failed(request, response, body, client.getKubernetesSerialization());
        }
        counters.well("");
        return parse(request, body, type, client.getKubernetesSerialization());
    }

    /** Sends a request whose answer does not matter. */
    void call(Request request) throws ApiException {
        KubernetesClient client = client(request, false);
        HttpResponse<byte[]> response = await(request, client);
        if (!response.isSuccessful()) {
            byte[] body = response.body() == null ? new byte[0] : response.body();
            throw failed(request, response, body, client.getKubernetesSerialization());
        }
        counters.well("");
    }

    private KubernetesClient client(Request request, boolean stream) throws ApiException {
        try {
            return stream ? source.streams() : source.calls();
        } catch (RuntimeException e) {
            throw ApiException.unanswered(request, "there is no client for the cluster: " + e.getMessage(), e);
        }
    }

    private HttpResponse<byte[]> await(Request request, KubernetesClient client) throws ApiException {
        CompletableFuture<HttpResponse<byte[]>> answer;
        try {
            counters.apiCalls.increment();
            HttpClient http = once(client);
            HttpRequest.Builder builder =
                    builder(http, client, request).timeout(options.timeout().toMillis(), TimeUnit.MILLISECONDS);
            answer = http.sendAsync(builder.build(), byte[].class);
        } catch (RuntimeException e) {
            throw unanswered(request, client, e);
        }
        try {
            return answer.get(options.timeout().plusSeconds(5).toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw unanswered(request, client, e.getCause());
        } catch (TimeoutException e) {
            answer.cancel(true);
            throw unanswered(
                    request,
                    client,
                    new IOException("timeout after " + options.timeout().toSeconds() + " s"));
        } catch (InterruptedException e) {
            answer.cancel(true);
            Thread.currentThread().interrupt();
            throw unanswered(request, client, e);
        }
    }

    /**
     * Opens a stream.
     *
     * @param sink told every chunk, in order, from a thread of the client
     * @return the stream, opened already or not
     */
    ByteStream stream(Request request, ByteStream.Sink sink) throws ApiException {
        KubernetesClient client = client(request, true);
        counters.apiCalls.increment();
        try {
            HttpClient http = once(client);
            HttpRequest.Builder builder = builder(http, client, request).forStreaming();
            ByteStream stream = new ByteStream(
                    sink,
                    (response, body) -> failed(request, response, body, client.getKubernetesSerialization()),
                    error -> unanswered(request, client, error));
            stream.open(http, builder);
            return stream;
        } catch (RuntimeException e) {
            throw unanswered(request, client, e);
        }
    }

    /** The same client without its retries; shares its connections and is not to be closed. */
    private static HttpClient once(KubernetesClient client) {
        RequestConfig config = new RequestConfigBuilder(
                        client.getConfiguration().getRequestConfig())
                .withRequestRetryBackoffLimit(0)
                .build();
        return client.getHttpClient().newBuilder().tag(config).build();
    }

    private static HttpRequest.Builder builder(HttpClient http, KubernetesClient client, Request request) {
        String root = client.getMasterUrl().toString();
        String url = (root.endsWith("/") ? root.substring(0, root.length() - 1) : root) + request.path();
        HttpRequest.Builder builder = http.newHttpRequestBuilder().uri(url);
        if (request.body().isPresent()) {
            builder.method(request.method(), JSON, request.body().get());
        } else {
            builder.method(request.method(), JSON, (String) null);
        }
        return builder;
    }

    /** Reads JSON with the client's own mapper, which knows the model. */
    <T> T parse(Request request, byte[] json, Class<T> type) throws ApiException {
        return parse(request, json, type, client(request, true).getKubernetesSerialization());
    }

    private static <T> T parse(Request request, byte[] json, Class<T> type, KubernetesSerialization serialization)
            throws ApiException {
        try {
            return serialization.unmarshal(new ByteArrayInputStream(json), type);
        } catch (RuntimeException e) {
            throw ApiException.unanswered(request, "the answer is not what the API answers: " + e.getMessage(), e);
        }
    }

    private static ApiException failed(
            Request request, HttpResponse<?> response, byte[] body, KubernetesSerialization serialization) {
        String text = new String(body, StandardCharsets.UTF_8).strip();
        Optional<Status> status = Optional.empty();
        if (text.startsWith("{")) {
            try {
                status = Optional.of(serialization.unmarshal(new ByteArrayInputStream(body), Status.class));
            } catch (RuntimeException e) {
                // A proxy answered with JSON of its own; its text is all there is to tell.
                status = Optional.empty();
            }
        }
        String shown = text.length() > 500 ? text.substring(0, 500) + "…" : text;
        return ApiException.answered(request, response.code(), status, shown, retryAfter(response, status));
    }

    private static Optional<Duration> retryAfter(HttpResponse<?> response, Optional<Status> status) {
        String header = response.header("Retry-After");
        if (header != null && header.strip().matches("\\d{1,6}")) {
            return Optional.of(Duration.ofSeconds(Long.parseLong(header.strip())));
        }
        return status.map(Status::getDetails)
                .map(d -> d.getRetryAfterSeconds())
                .filter(s -> s > 0)
                .map(s -> Duration.ofSeconds(s));
    }

    private ApiException unanswered(Request request, KubernetesClient client, Throwable error) {
        Throwable root = error;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        String what = root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
        String message = "no answer from " + client.getMasterUrl() + ": " + what;
        counters.trouble("", message);
        return ApiException.unanswered(request, message, error);
    }
}
