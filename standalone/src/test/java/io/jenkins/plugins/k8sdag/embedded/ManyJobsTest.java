package io.jenkins.plugins.k8sdag.embedded;

import static io.jenkins.plugins.k8sdag.embedded.TestCluster.job;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import io.jenkins.plugins.k8sdag.embedded.api.Verb;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A thousand Jobs, fifty at a time, seen through one watch. */
class ManyJobsTest {
    private static final int JOBS = 1000;

    @TempDir
    Path directory;

    @Test
    void allEndAndNoneIsLost() throws Exception {
        ExecutorService creators = Executors.newFixedThreadPool(8);
        try (TestCluster test = new TestCluster(Options.defaults(directory))) {
            Semaphore slots = new Semaphore(50);
            Set<String> done = ConcurrentHashMap.newKeySet();
            CountDownLatch all = new CountDownLatch(JOBS);
            test.client.pods().inNamespace("default").watch(new Watcher<>() {
                @Override
                public void eventReceived(Action action, Pod pod) {
                    boolean over = action != Action.BOOKMARK
                            && "Succeeded".equals(pod.getStatus().getPhase());
                    if (over && done.add(pod.getMetadata().getLabels().get("job-name"))) {
                        slots.release();
                        all.countDown();
                    }
                }

                @Override
                public void onClose(WatcherException cause) {
                    // the count below tells whether it was too early
                }
            });
            for (int i = 0; i < JOBS; i++) {
                assertThat(slots.tryAcquire(TestCluster.PATIENCE_SECONDS, TimeUnit.SECONDS))
                        .isTrue();
                String name = "job-" + i;
                creators.execute(() -> test.create(job(name, "true")));
            }
            assertThat(all.await(10 * TestCluster.PATIENCE_SECONDS, TimeUnit.SECONDS))
                    .isTrue();
            assertThat(done).hasSize(JOBS);
            assertThat(test.cluster.requests().count(Verb.CREATE, "jobs")).isEqualTo(JOBS);
            test.awaitCondition("job-" + (JOBS - 1), "Complete");
        } finally {
            creators.shutdownNow();
        }
    }
}
