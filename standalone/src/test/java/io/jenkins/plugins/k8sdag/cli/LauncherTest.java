package io.jenkins.plugins.k8sdag.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script {@code k8sdag} in a copy of the repository that was never built, with programs that only pretend. */
class LauncherTest {
    private static final String[] TOOLS = {
        "sh", "sed", "head", "find", "dirname", "readlink", "mkdir", "touch", "rm", "mv", "mktemp", "cat", "flock"
    };

    @TempDir
    Path dir;

    private Path bin;

    @BeforeEach
    void tools() throws IOException {
        bin = Files.createDirectory(dir.resolve("bin"));
        for (String tool : TOOLS) {
            Path real = Files.exists(Path.of("/usr/bin", tool)) ? Path.of("/usr/bin", tool) : Path.of("/bin", tool);
            if (Files.exists(real)) {
                pretend(tool, "exec " + real + " \"$@\"");
            }
        }
        Path home = Files.createDirectories(dir.resolve("home with spaces/standalone/src/main"))
                .getParent()
                .getParent()
                .getParent();
        Files.createDirectories(home.resolve("src/main"));
        Files.writeString(home.resolve("standalone/pom.xml"), "<project/>");
        Files.copy(Examples.repository().resolve("k8sdag"), home.resolve("k8sdag"));
        Files.createSymbolicLink(dir.resolve("link"), home.resolve("k8sdag"));
    }

    private void pretend(String program, String script) throws IOException {
        Path file = Files.writeString(bin.resolve(program), "#!/bin/sh\n" + script + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private record Result(int status, String output) {}

    private Result launch(String... args) throws IOException, InterruptedException {
        String[] command = new String[args.length + 2];
        command[0] = bin.resolve("sh").toString();
        command[1] = dir.resolve("link").toString();
        System.arraycopy(args, 0, command, 2, args.length);
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        Map<String, String> env = builder.environment();
        env.clear();
        env.put("PATH", bin.toString());
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes());
        return new Result(process.waitFor(), output);
    }

    @Test
    void withoutJavaItSaysWhatToInstall() throws Exception {
        assertThat(launch("list"))
                .isEqualTo(new Result(
                        3, "k8sdag: there is no java on the PATH (install a JDK 17 or later, or set JAVA_HOME)\n"));
    }

    @Test
    void anOldJavaOrMavenIsNamed() throws Exception {
        pretend("java", "echo 'openjdk version \"11.0.2\" 2019-01-15' >&2");
        assertThat(launch("list").output()).contains("is Java 11; JDK 17 or later is needed");
        pretend("java", "echo 'openjdk version \"21.0.2\" 2024-01-16' >&2");
        assertThat(launch("list").output()).contains("there is no mvn on the PATH");
        pretend("mvn", "echo 'Apache Maven 3.6.3 (x)'");
        Result result = launch("list");
        assertThat(result.output()).contains("mvn is version 3 6; Maven 3.8 or later is needed");
        assertThat(result.status()).isEqualTo(3);
    }

    @Test
    void itBuildsOnceAndThroughALink() throws Exception {
        pretend(
                "java",
                "case \"$*\" in *-version*) echo 'openjdk version \"17.0.1\"' >&2;; *) echo \"java ran: $*\";; esac");
        pretend(
                "mvn",
                "if [ \"$1\" = -v ]; then echo 'Apache Maven 3.9.9 (x)'; else\n"
                        + "mkdir -p \"${4%/pom.xml}/target/lib\"; : > \"${4%/pom.xml}/target/k8s-dag-standalone-1.0-SNAPSHOT.jar\"; fi");
        Result first = launch("validate", "a file");
        Result second = launch("validate", "a file");

        assertThat(first.status()).as(first.output()).isZero();
        assertThat(first.output()).contains("building it", "java ran: ", "Main validate a file");
        assertThat(second.output()).doesNotContain("building it").contains("Main validate a file");
        Files.writeString(dir.resolve("home with spaces/standalone/src/main/New.java"), "class New {}");
        assertThat(launch("list").output()).contains("building it");
    }
}
