package io.jenkins.plugins.k8sdag.kubernetes;

import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * One long answer, handed over chunk by chunk; the next chunk is read only when the sink is done with the last, so a slow disk slows
 * the sender and fills no memory. Chunks come from a thread of the client, never two at once.
 */
final class ByteStream {
    private static final int MAX_ERROR = 64 * 1024;

    /** Takes chunks. */
    interface Sink {
        /** Takes the next bytes; a throw ends the stream with that. */
        void accept(byte[] bytes, int offset, int length) throws Exception;
    }

    private final Sink sink;
    private final BiFunction<HttpResponse<?>, byte[], ApiException> failed;
    private final Function<Throwable, ApiException> broken;
    private final ByteArrayOutputStream error = new ByteArrayOutputStream();
    private final CompletableFuture<Void> done = new CompletableFuture<>();
    private volatile boolean success;
    private volatile boolean cancelled;
    private CompletableFuture<HttpResponse<AsyncBody>> opening;

    ByteStream(
            Sink sink,
            BiFunction<HttpResponse<?>, byte[], ApiException> failed,
            Function<Throwable, ApiException> broken) {
        this.sink = sink;
        this.failed = failed;
        this.broken = broken;
    }

    void open(HttpClient http, HttpRequest request) {
        opening = http.consumeBytes(request, this::chunk);
        opening.whenComplete((response, failure) -> {
            if (failure != null) {
                done.completeExceptionally(broken.apply(root(failure)));
                return;
            }
            success = response.isSuccessful();
            AsyncBody body = response.body();
            body.done().whenComplete((nothing, failure2) -> ended(response, failure2));
            if (cancelled) {
                body.cancel();
            } else {
                body.consume();
            }
        });
    }

    private void chunk(List<ByteBuffer> buffers, AsyncBody body) throws Exception {
        for (ByteBuffer buffer : buffers) {
            if (cancelled) {
                return;
            }
            byte[] bytes;
            int offset;
            int length = buffer.remaining();
            if (buffer.hasArray()) {
                bytes = buffer.array();
                offset = buffer.arrayOffset() + buffer.position();
            } else {
                bytes = new byte[length];
                offset = 0;
                buffer.get(bytes);
            }
            if (success) {
                sink.accept(bytes, offset, length);
            } else if (error.size() < MAX_ERROR) {
                error.write(bytes, offset, length);
            }
        }
        body.consume();
    }

    private void ended(HttpResponse<AsyncBody> response, Throwable failure) {
        if (!success) {
            done.completeExceptionally(failed.apply(response, error.toByteArray()));
        } else if (failure != null) {
            done.completeExceptionally(root(failure));
        } else {
            done.complete(null);
        }
    }

    private static Throwable root(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }

    /**
     * Done when the stream has ended: with an {@link ApiException} when it was refused or never began, with whatever broke it when it
     * broke, with nothing when the server ended it.
     */
    CompletableFuture<Void> done() {
        return done;
    }

    /** Ends the stream from here; nothing more is handed over. */
    void cancel() {
        cancelled = true;
        done.cancel(false);
        opening.cancel(true);
        if (opening.isDone() && !opening.isCompletedExceptionally()) {
            opening.join().body().cancel();
        }
    }
}
