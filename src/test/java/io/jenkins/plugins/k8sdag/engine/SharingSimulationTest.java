package io.jenkins.plugins.k8sdag.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.k8sdag.run.RunState;
import java.nio.file.FileSystem;
import org.junit.jupiter.api.Test;

/**
 * Many random sets of runs that share. How many: {@code -Dsharing.runs=N}; from which seed on: {@code -Dsimulation.from=SEED}; just
 * one: {@code -Dsimulation.seed=SEED}.
 */
class SharingSimulationTest {
    @Test
    void neverMoreThanTheLimitNobodyStarvesAndNothingLeaks() throws Exception {
        Long one = Long.getLong("simulation.seed");
        long from = one != null ? one : Long.getLong("simulation.from", 1);
        long sets = one != null ? 1 : Long.getLong("sharing.runs", 1000);
        int waited = 0;
        int kills = 0;
        int superseded = 0;
        for (long seed = from; seed < from + sets; seed++) {
            try (FileSystem disk = Simulation.disk()) {
                SharingSimulation simulation = new SharingSimulation(seed, disk);
                for (RunState end : simulation.live()) {
                    superseded += end.message().startsWith("cancelled: superseded by run-") ? 1 : 0;
                }
                waited += simulation.waited;
                kills += simulation.kills;
            } catch (AssertionError e) {
                throw e;
            } catch (Exception | Error e) {
                throw new AssertionError("seed " + seed + ": " + e, e);
            }
        }
        if (sets > 500) {
            assertThat(waited).isPositive();
            assertThat(kills).isPositive();
            assertThat(superseded).isPositive();
        }
    }
}
