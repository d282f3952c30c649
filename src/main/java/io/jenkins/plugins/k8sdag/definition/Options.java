package io.jenkins.plugins.k8sdag.definition;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What a host says beside the file.
 *
 * @param params values for parameters by name: a String is converted to the declared type; Boolean, Number and List must fit it
 * @param offered values for parameters that {@code params} does not name, where the file has such parameters
 * @param env what the host passes as {@code env}
 * @param maxParallel overrides {@code spec.maxParallel}; at least 1
 * @param failFast overrides {@code spec.failFast}
 * @param limits how large the file may be
 * @param files reads the files it uses
 */
public record Options(
        Map<String, Object> params,
        OfferedParams offered,
        Map<String, String> env,
        OptionalInt maxParallel,
        Optional<Boolean> failFast,
        Limits limits,
        FileSource files) {
    public static final Options NONE =
            new Options(Map.of(), Map.of(), OptionalInt.empty(), Optional.empty(), Limits.DEFAULT);

    public Options {
        params = new LinkedHashMap<>(params);
        Objects.requireNonNull(offered, "offered");
        env = Map.copyOf(env);
        Objects.requireNonNull(maxParallel, "maxParallel");
        Objects.requireNonNull(failFast, "failFast");
        Objects.requireNonNull(limits, "limits");
        Objects.requireNonNull(files, "files");
        if (maxParallel.isPresent() && maxParallel.getAsInt() < 1) {
            throw new IllegalArgumentException("maxParallel must be at least 1, not " + maxParallel.getAsInt());
        }
    }

    /** For a file that uses no other, and without values that are merely offered. */
    public Options(
            Map<String, Object> params,
            Map<String, String> env,
            OptionalInt maxParallel,
            Optional<Boolean> failFast,
            Limits limits) {
        this(params, OfferedParams.NONE, env, maxParallel, failFast, limits, FileSource.NONE);
    }

    /** The same with other parameters. */
    public Options withParams(Map<String, Object> params) {
        return new Options(params, offered, env, maxParallel, failFast, limits, files);
    }

    /** The same with other values on offer. */
    public Options withOffered(OfferedParams offered) {
        return new Options(params, offered, env, maxParallel, failFast, limits, files);
    }

    /** The same with other limits. */
    public Options withLimits(Limits limits) {
        return new Options(params, offered, env, maxParallel, failFast, limits, files);
    }

    /** The same with a source of the files it uses. */
    public Options withFiles(FileSource files) {
        return new Options(params, offered, env, maxParallel, failFast, limits, files);
    }
}
