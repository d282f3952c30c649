package io.jenkins.plugins.k8sdag.engine;

import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Writes the journals of a few simulated runs, to be kept for a release: arguments are a folder and seeds; {@code sharing-SEED} stands
 * for runs that share, {@code rerun-SEED} for the rerun of one. Never run again for a version that has been released.
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
            boolean rerun = args[i].startsWith("rerun-");
            long seed = Long.parseLong(rerun ? args[i].substring("rerun-".length()) : args[i]);
            try (FileSystem disk = Simulation.disk()) {
                new Simulation(seed, disk).live();
                if (rerun) {
                    Simulation.rerun(seed, disk);
                }
                String kind = rerun ? "rerun-" : "run-";
                Path journal = disk.getPath("/journal-" + (rerun ? "again-" : "") + seed);
                Files.write(folder.resolve(kind + seed + ".jsonl"), Files.readAllBytes(journal));
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
