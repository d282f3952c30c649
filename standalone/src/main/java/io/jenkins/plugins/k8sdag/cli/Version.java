package io.jenkins.plugins.k8sdag.cli;

import picocli.CommandLine;

/** The version of this build, from the jar's manifest. */
final class Version implements CommandLine.IVersionProvider {
    static String text() {
        String version = Version.class.getPackage().getImplementationVersion();
        return version == null ? "(not packaged)" : version;
    }

    @Override
    public String[] getVersion() {
        return new String[] {"k8sdag " + text(), "Java " + Runtime.version()};
    }
}
