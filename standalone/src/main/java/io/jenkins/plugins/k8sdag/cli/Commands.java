package io.jenkins.plugins.k8sdag.cli;

import java.lang.reflect.Constructor;
import picocli.CommandLine;

/** Makes commands: those that take a {@link Host} get this process's. */
final class Commands implements CommandLine.IFactory {
    private final Host host;

    Commands(Host host) {
        this.host = host;
    }

    @Override
    public <K> K create(Class<K> type) throws Exception {
        for (Constructor<?> constructor : type.getDeclaredConstructors()) {
            if (constructor.getParameterCount() == 1 && constructor.getParameterTypes()[0] == Host.class) {
                return type.cast(constructor.newInstance(host));
            }
        }
        return CommandLine.defaultFactory().create(type);
    }
}
