package io.jenkins.plugins.k8sdag.realcluster;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.okhttp.OkHttpClientFactory;
import io.jenkins.plugins.k8sdag.kubernetes.ClientSource;
import java.io.IOException;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import okhttp3.Interceptor;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.ResponseBody;

/**
 * What goes wrong between a host and the API server: connections that break, answers that come from a proxy instead, watches that go
 * on from a version the server has forgotten. Safe for use by several threads.
 */
final class Faults extends OkHttpClientFactory {
    private final Set<Socket> watches = ConcurrentHashMap.newKeySet();
    private final Set<String> watched = ConcurrentHashMap.newKeySet();
    private final Set<String> expired = ConcurrentHashMap.newKeySet();
    private final AtomicInteger failing = new AtomicInteger();
    private volatile int status = 503;

    @Override
    protected void additionalConfig(OkHttpClient.Builder builder) {
        builder.addInterceptor(this::meddle);
        builder.addNetworkInterceptor(this::note);
    }

    /** Breaks the connections of all watches. */
    void dropWatches() throws IOException {
        for (Socket socket : watches) {
            watches.remove(socket);
            socket.close();
        }
    }

    /** The next watch of every kind asks for the very first version, which a server that has been up for a while answers by 410. */
    void expireHistory() {
        expired.addAll(watched);
    }

    /** Answers the next creates of Jobs by a status, before they reach the server. */
    void failCreates(int code, int times) {
        status = code;
        failing.set(times);
    }

    private static boolean isWatch(Request request) {
        return "true".equals(request.url().queryParameter("watch"));
    }

    private Response meddle(Interceptor.Chain chain) throws IOException {
        Request request = chain.request();
        String path = request.url().encodedPath();
        if (request.method().equals("POST")
                && path.endsWith("/jobs")
                && failing.getAndUpdate(n -> Math.max(0, n - 1)) > 0) {
            return new Response.Builder()
                    .request(request)
                    .protocol(Protocol.HTTP_1_1)
                    .code(status)
                    .message("meddled with")
                    .body(ResponseBody.create("no healthy upstream", MediaType.get("text/plain")))
                    .build();
        }
        if (isWatch(request)) {
            watched.add(path);
            if (expired.remove(path)) {
                return chain.proceed(request.newBuilder()
                        .url(request.url()
                                .newBuilder()
                                .setQueryParameter("resourceVersion", "1")
                                .build())
                        .build());
            }
        }
        return chain.proceed(request);
    }

    private Response note(Interceptor.Chain chain) throws IOException {
        if (isWatch(chain.request()) && chain.connection() != null) {
            watches.add(chain.connection().socket());
        }
        return chain.proceed(chain.request());
    }

    /** Clients that all of this can happen to. */
    ClientSource clients(Config config) {
        KubernetesClient calls = client(config);
        KubernetesClient streams = client(config);
        return new ClientSource() {
            @Override
            public KubernetesClient calls() {
                return calls;
            }

            @Override
            public KubernetesClient streams() {
                return streams;
            }

            @Override
            public void close() {
                streams.close();
                calls.close();
            }
        };
    }

    private KubernetesClient client(Config config) {
        return new KubernetesClientBuilder()
                .withConfig(config)
                .withHttpClientFactory(this)
                .build();
    }
}
