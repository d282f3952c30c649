package io.jenkins.plugins.k8sdag.cli.runs;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Requests to the process that drives a run to retry a stage of it: files in a folder of the run's. {@code ID.ask} holds the stage
 * and, on a second line, who asks; the driver, which looks twice a second, answers by {@code ID.answer}: empty, or why it cannot be.
 * Every file appears whole, under its name, by a rename.
 */
public record RetryRequests(Path folder) {
    private static final String ASK = ".ask";
    private static final String ANSWER = ".answer";

    /**
     * A request.
     *
     * @param id names its files
     * @param by who asks, for people
     */
    public record Request(String id, String stage, String by) {}

    /** Asks. */
    public Request ask(String stage, String by) throws IOException {
        Request request = new Request(UUID.randomUUID().toString(), stage, by);
        Files.createDirectories(folder);
        write(request.id() + ASK, stage + "\n" + by + "\n");
        return request;
    }

    /** The answer, once there is one: empty text, or why not. */
    public Optional<String> answer(Request request) throws IOException {
        try {
            return Optional.of(Files.readString(folder.resolve(request.id() + ANSWER)));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    /** Takes a request back, with its answer. */
    public void forget(Request request) throws IOException {
        Files.deleteIfExists(folder.resolve(request.id() + ASK));
        Files.deleteIfExists(folder.resolve(request.id() + ANSWER));
    }

    /** All requests that were not taken up yet; each is given once. For the driver. */
    public List<Request> take() throws IOException {
        List<Request> requests = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*" + ASK)) {
            for (Path file : files) {
                take(file).ifPresent(requests::add);
            }
        } catch (NotDirectoryException | NoSuchFileException e) {
            // Nobody has ever asked.
        }
        return requests;
    }

    private static Optional<Request> take(Path file) throws IOException {
        try {
            List<String> lines = Files.readAllLines(file);
            Files.delete(file);
            String name = file.getFileName().toString();
            String id = name.substring(0, name.length() - ASK.length());
            return lines.size() < 2 ? Optional.empty() : Optional.of(new Request(id, lines.get(0), lines.get(1)));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    /** Answers a request: by empty text, or why it cannot be. For the driver. */
    public void answer(Request request, String text) throws IOException {
        write(request.id() + ANSWER, text);
    }

    private void write(String name, String text) throws IOException {
        Path draft = folder.resolve(name + ".new");
        Files.writeString(draft, text);
        Files.move(draft, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    }
}
