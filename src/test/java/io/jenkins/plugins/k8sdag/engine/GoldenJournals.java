package io.jenkins.plugins.k8sdag.engine;

import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Writes the journals of a few simulated runs, to be kept for a release: arguments are a folder and seeds; {@code sharing-SEED} stands
 * for runs that share. Never run again for a version that has been released.
 */
final class GoldenJournals {
    private GoldenJournals() {}

    public static void main(String[] args) throws Exception {
        Path folder = Path.of(args[0]);
        Files.createDirectories(folder);
        for (int i = 1; i < args.length; i++) {
            if (args[i].startsWith("sharing-")) {
                sharing(folder, Long.parseLong(args[i].substring("sharing-".length())));
                continue;
            }
            long seed = Long.parseLong(args[i]);
            try (FileSystem disk = Simulation.disk()) {
                new Simulation(seed, disk).live();
                Files.write(
                        folder.resolve("run-" + seed + ".jsonl"), Files.readAllBytes(disk.getPath("/journal-" + seed)));
            }
        }
    }

    private static void sharing(Path folder, long seed) throws Exception {
        try (FileSystem disk = Simulation.disk()) {
            SharingSimulation simulation = new SharingSimulation(seed, disk);
            simulation.live();
            for (SharingRun run : simulation.runs) {
                Files.write(
                        folder.resolve("sharing-" + seed + "-" + run.id + ".jsonl"), Files.readAllBytes(run.journal()));
            }
        }
    }
}
