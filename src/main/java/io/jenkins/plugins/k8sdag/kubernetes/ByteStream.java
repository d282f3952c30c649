package io.jenkins.plugins.k8sdag.kubernetes;

import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BiFunction;
import java.util.function.Function;
import okhttp3.Call;

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
    private final CompletableFuture<Void> accepted = new CompletableFuture<>();
    private volatile boolean success;
    private volatile boolean cancelled;
    private final String name = OkHttpCalls.name();
    private volatile Optional<Call> call = Optional.empty();
    private CompletableFuture<HttpResponse<AsyncBody>> opening;

    ByteStream(
            Sink sink,
            BiFunction<HttpResponse<?>, byte[], ApiException> failed,
            Function<Throwable, ApiException> broken) {
        this.sink = sink;
        this.failed = failed;
        this.broken = broken;
    }

    void open(HttpClient http, HttpRequest.Builder request) {
        request.header(OkHttpCalls.HEADER, name);
        opening = http.consumeBytes(request.build(), this::chunk);
        call = OkHttpCalls.find(http, name);
        opening.whenComplete((response, failure) -> {
            // Still running in this callback; another one than before if a token had to be renewed on the way.
            call = OkHttpCalls.find(http, name).or(() -> call);
            if (failure != null) {
                done.completeExceptionally(broken.apply(root(failure)));
                return;
            }
            success = response.isSuccessful();
            if (success) {
                accepted.complete(null);
            }
            AsyncBody body = response.body();
            body.done().whenComplete((nothing, failure2) -> ended(response, failure2));
            if (cancelled) {
                end(body);
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

    /** Done when the server has begun to answer with what was asked for; never if it does not. */
    CompletableFuture<Void> accepted() {
        return accepted;
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
        if (done.isDone() && !done.isCancelled()) {
            return;
        }
        cancelled = true;
        done.cancel(false);
        opening.cancel(true);
        if (opening.isDone() && !opening.isCompletedExceptionally()) {
            end(opening.join().body());
        }
    }

    private void end(AsyncBody body) {
        Optional<Call> own = call;
        if (own.isPresent()) {
            own.get().cancel();
            return;
        }
        try {
            body.cancel();
        } catch (RejectedExecutionException e) {
            // The client was closed, and every stream with it.
            cancelled = true;
        }
    }
}
