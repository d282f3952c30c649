package io.jenkins.plugins.k8sdag.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.k8sdag.dag.RunStatus;
import io.jenkins.plugins.k8sdag.dag.StageStatus;
import io.jenkins.plugins.k8sdag.run.RunState;
import java.nio.file.FileSystem;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Thousands of random runs. How many: {@code -Dsimulation.runs=N} (the long mode: 200000); from which seed on:
 * {@code -Dsimulation.from=SEED}; just one: {@code -Dsimulation.seed=SEED}.
 */
class SimulationTest {
    @Test
    void whateverHappensTheRunEndsAsItShould() throws Exception {
        Long one = Long.getLong("simulation.seed");
        long from = one != null ? one : Long.getLong("simulation.from", 1);
        long runs = one != null ? 1 : Long.getLong("simulation.runs", 8000);
        Set<RunStatus> ends = EnumSet.noneOf(RunStatus.class);
        Set<StageStatus> stageEnds = EnumSet.noneOf(StageStatus.class);
        for (long seed = from; seed < from + runs; seed++) {
            try (FileSystem disk = Simulation.disk()) {
                RunState s = new Simulation(seed, disk).live();
                ends.add(s.status().orElseThrow());
                s.stages().forEach(stage -> stageEnds.add(stage.status().orElseThrow()));
                if (seed % 4 == 0) {
                    Simulation.rerun(seed, disk);
                }
            } catch (AssertionError e) {
                throw e;
            } catch (Exception | Error e) {
                throw new AssertionError("seed " + seed + ": " + e, e);
            }
        }
        if (runs > 1000) {
            assertThat(ends)
                    .containsExactlyInAnyOrder(
                            RunStatus.SUCCEEDED, RunStatus.UNSTABLE, RunStatus.FAILED, RunStatus.CANCELLED);
            assertThat(stageEnds).containsExactlyInAnyOrder(StageStatus.values());
        }
    }
}
