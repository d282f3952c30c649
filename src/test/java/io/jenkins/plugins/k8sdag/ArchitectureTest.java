package io.jenkins.plugins.k8sdag;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Dependencies point one way only. */
@AnalyzeClasses(packages = "io.jenkins.plugins.k8sdag", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    private static final String ROOT = "io.jenkins.plugins.k8sdag.";

    @ArchTest
    static final ArchRule dag = mayUse("dag");

    @ArchTest
    static final ArchRule definition = mayUse(
            "definition",
            ROOT + "dag..",
            "com.fasterxml.jackson..",
            "org.yaml.snakeyaml..",
            "dev.cel..",
            "com.google..");

    @ArchTest
    static final ArchRule run = mayUse("run", ROOT + "dag..", "org.pcollections..");

    @ArchTest
    static final ArchRule journal = mayUse("journal", ROOT + "run..", ROOT + "dag..", "com.fasterxml.jackson..");

    @ArchTest
    static final ArchRule engine =
            mayUse("engine", ROOT + "journal..", ROOT + "run..", ROOT + "dag..", "org.pcollections..");

    @ArchTest
    static final ArchRule kubernetes = mayUse(
            "kubernetes",
            ROOT + "engine..",
            ROOT + "run..",
            ROOT + "dag..",
            "org.pcollections..",
            "io.fabric8..",
            "com.fasterxml.jackson..",
            "okhttp3..",
            "org.slf4j..");

    @ArchTest
    static final ArchRule view = mayUse(
            "view", ROOT + "engine..", ROOT + "run..", ROOT + "dag..", "org.pcollections..", "com.fasterxml.jackson..");

    @ArchTest
    static final ArchRule page = mayUse(
            "page",
            ROOT + "view..",
            ROOT + "journal..",
            ROOT + "kubernetes..",
            ROOT + "engine..",
            ROOT + "run..",
            ROOT + "dag..",
            "org.pcollections..",
            "com.fasterxml.jackson..",
            "io.fabric8..");

    @ArchTest
    static final ArchRule theCoreDoesNoInputOrOutputAndReadsNoClock = noClasses()
            .that()
            .resideInAnyPackage(ROOT + "run..", ROOT + "dag..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "java.io..", "java.nio.file..", "java.nio.channels..", "java.net..", "java.util.concurrent..")
            .orShould()
            .callMethod(java.time.Instant.class, "now")
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(System.class, "nanoTime");

    @ArchTest
    static final ArchRule nothingKnowsJenkins = noClasses()
            .that()
            .resideOutsideOfPackages(ROOT + "pipeline..", ROOT + "buildpage..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("hudson..", "jenkins..", "org.jenkinsci..", "org.kohsuke..");

    private static ArchRule mayUse(String name, String... others) {
        String[] allowed = new String[others.length + 2];
        allowed[0] = "java..";
        allowed[1] = ROOT + name + "..";
        System.arraycopy(others, 0, allowed, 2, others.length);
        return classes()
                .that()
                .resideInAPackage(ROOT + name + "..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(allowed)
                .allowEmptyShould(true);
    }
}
