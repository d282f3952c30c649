package io.jenkins.plugins.k8sdag.kubernetes;

import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.okhttp.OkHttpClientImpl;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import okhttp3.Call;
import okhttp3.Dispatcher;

/**
 * Finds OkHttp's own call behind a stream. fabric8 ends a stream by closing its source under the thread that reads it, which okio does
 * not allow: at best the thread stays blocked, at worst its buffers are torn. Cancelling the call is allowed from any thread.
 */
final class OkHttpCalls {
    /** Tells streams apart; servers ignore it. */
    static final String HEADER = "X-K8s-Dag-Stream";

    private static final AtomicLong COUNT = new AtomicLong();

    private OkHttpCalls() {}

    /** A name for a stream, unique in this process. */
    static String name() {
        return Long.toString(COUNT.incrementAndGet());
    }

    /** The call of a stream; empty if its answer has been taken already, or if the client is not OkHttp. */
    static Optional<Call> find(HttpClient client, String name) {
        if (!(client instanceof OkHttpClientImpl impl)) {
            return Optional.empty();
        }
        Dispatcher dispatcher = impl.getOkHttpClient().dispatcher();
        return Stream.concat(dispatcher.queuedCalls().stream(), dispatcher.runningCalls().stream())
                .filter(call -> name.equals(call.request().header(HEADER)))
                .findFirst();
    }
}
