package io.jenkins.plugins.k8sdag.cli.runs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateDirTest {
    @TempDir
    Path dir;

    @Test
    void theControllerIsTheSameForAllWhoAskAtOnce() throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(8);
        try {
            Callable<String> ask = () -> new StateDir(dir.resolve("state")).controller();
            Set<String> ids = new HashSet<>();
            for (var id : pool.invokeAll(List.of(ask, ask, ask, ask, ask, ask, ask, ask))) {
                ids.add(id.get());
            }
            assertThat(ids).singleElement().asString().matches("cli-[0-9a-f-]{36}");
        } finally {
            pool.shutdownNow();
        }
        try (var left = Files.list(dir.resolve("state"))) {
            assertThat(left.map(p -> p.getFileName().toString())).containsExactly("controller");
        }
    }

    @Test
    void aFolderIsMadeOnceAndFoundByItsJournal() throws Exception {
        StateDir state = new StateDir(dir);
        RunFolder folder = state.create("r");
        assertThat(state.find("r")).isEmpty();
        Files.writeString(folder.journal(), "");
        assertThat(state.find("r")).contains(folder);
        assertThat(state.find("../r")).isEmpty();
        assertThat(state.all()).containsExactly(folder);
        assertThatThrownBy(() -> state.create("r")).isInstanceOf(FileAlreadyExistsException.class);
        assertThatThrownBy(folder::read).hasMessageContaining("killed before its first fact was written");
    }

    @Test
    void idsAreLabels() {
        String longest = "d".repeat(40);
        String id = RunId.next(longest, Instant.parse("2026-01-02T03:04:05Z"));
        assertThat(id).startsWith(longest + "-20260102-030405-").hasSizeLessThanOrEqualTo(63);
        assertThat(RunId.problem(id)).isEmpty();
        assertThat(RunId.problem("Upper")).get().asString().contains("use lower-case letters");
        assertThat(RunId.problem("-x")).isPresent();
        assertThat(RunId.problem("x".repeat(64))).get().asString().contains("64 characters");
        assertThat(RunId.problem("")).isPresent();
    }
}
