package io.jenkins.plugins.k8sdag.definition;

import java.io.IOException;

/** Reads the files that a DAG file names in {@code uses}: the host knows where from, and how far one may reach. */
public interface FileSource {
    /** For a host that has nothing but the text at hand. */
    FileSource NONE = path -> {
        throw new IOException("there is no folder to read it from here");
    };

    /**
     * The text of a file.
     *
     * @param path where it is: the name under which the first file was loaded, resolved against what that names; never above it by
     *     more than the files themselves say
     * @return the text
     * @throws IOException when it cannot be read, or may not be; the message says why, to people, without the path
     */
    String read(String path) throws IOException;
}
