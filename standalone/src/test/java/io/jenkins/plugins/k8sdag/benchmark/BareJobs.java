package io.jenkins.plugins.k8sdag.benchmark;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** The least anyone has to do to run Jobs: creates them with a client, and sees their pods end by one watch. What ours is held against. */
final class BareJobs implements AutoCloseable {
    private final KubernetesClient client;
    private final Set<String> ended = ConcurrentHashMap.newKeySet();

    BareJobs(String url) {
        Config config = Config.empty();
        config.setMasterUrl(url);
        config.setMaxConcurrentRequestsPerHost(64);
        client = new KubernetesClientBuilder().withConfig(config).build();
    }

    /** Runs so many Jobs of {@code true}, at most so many at once; the nanoseconds from the first create to the last end. */
    long run(String prefix, int jobs, int atOnce) throws Exception {
        CountDownLatch left = new CountDownLatch(jobs);
        Semaphore places = new Semaphore(atOnce);
        ExecutorService pool = Executors.newFixedThreadPool(Math.min(atOnce, 32));
        try (Watch watch = client.pods()
                .inNamespace("default")
                .withLabel("bare", prefix)
                .watch(new Watcher<Pod>() {
                    @Override
                    public void eventReceived(Action action, Pod pod) {
                        String phase =
                                pod.getStatus() == null ? "" : pod.getStatus().getPhase();
                        if (phase.equals("Succeeded")
                                && ended.add(pod.getMetadata().getUid())) {
                            places.release();
                            left.countDown();
                        }
                    }

                    @Override
                    public void onClose(WatcherException cause) {
                        throw new IllegalStateException("the watch was closed", cause);
                    }
                })) {
            long start = System.nanoTime();
            for (int i = 0; i < jobs; i++) {
                places.acquire();
                Job job = job(prefix, i);
                pool.execute(() -> client.resource(job).inNamespace("default").create());
            }
            if (!left.await(10, TimeUnit.MINUTES)) {
                throw new IllegalStateException(left.getCount() + " Jobs did not end");
            }
            return System.nanoTime() - start;
        } finally {
            pool.shutdown();
            client.batch()
                    .v1()
                    .jobs()
                    .inNamespace("default")
                    .withLabel("bare", prefix)
                    .delete();
        }
    }

    private static Job job(String prefix, int i) {
        return new JobBuilder()
                .withNewMetadata()
                .withName(prefix + "-" + i)
                .addToLabels("bare", prefix)
                .endMetadata()
                .withNewSpec()
                .withBackoffLimit(0)
                .withNewTemplate()
                .withNewMetadata()
                .addToLabels("bare", prefix)
                .endMetadata()
                .withNewSpec()
                .withRestartPolicy("Never")
                .addNewContainer()
                .withName("main")
                .withImage("busybox:1.36")
                .withCommand("true")
                .endContainer()
                .endSpec()
                .endTemplate()
                .endSpec()
                .build();
    }

    @Override
    public void close() {
        client.close();
    }
}
