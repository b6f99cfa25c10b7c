package dev.lockstep;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The one-way imports: cli, then camel, config, web and embedded, then protocol. */
@AnalyzeClasses(packages = "dev.lockstep", importOptions = DoNotIncludeTests.class)
class LayersTest {

    @ArchTest
    static final ArchRule eachLayerImportsOnlyWhatIsBelowIt = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .withOptionalLayers(true)
            .layer("cli")
            .definedBy("dev.lockstep.cli..")
            .layer("camel")
            .definedBy("dev.lockstep.camel..")
            .layer("web")
            .definedBy("dev.lockstep.web..")
            .layer("embedded")
            .definedBy("dev.lockstep.embedded..")
            .layer("config")
            .definedBy("dev.lockstep.config..")
            .layer("protocol")
            .definedBy("dev.lockstep.protocol..")
            .whereLayer("cli")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("web")
            .mayOnlyBeAccessedByLayers("cli", "camel")
            .whereLayer("embedded")
            .mayOnlyBeAccessedByLayers("cli", "web")
            .whereLayer("config")
            .mayOnlyBeAccessedByLayers("cli", "camel", "web")
            .whereLayer("protocol")
            .mayOnlyBeAccessedByLayers("cli", "camel", "config", "web", "embedded");

    @ArchTest
    static final ArchRule theProtocolKnowsOnlyZooKeeperAndTheJdk = classes()
            .that()
            .resideInAPackage("dev.lockstep.protocol..")
            .should()
            .onlyDependOnClassesThat(resideInAnyPackage(
                    "dev.lockstep.protocol..",
                    "java..",
                    "org.apache.curator..",
                    "org.apache.zookeeper..",
                    "com.fasterxml.jackson..",
                    "org.slf4j.."))
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule onlyTheCommandLineParsesOptions = noClasses()
            .that()
            .resideOutsideOfPackage("dev.lockstep.cli..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("picocli..");

    @ArchTest
    static final ArchRule configAndEmbeddedKnowNoCamel = noClasses()
            .that()
            .resideInAnyPackage("dev.lockstep.config..", "dev.lockstep.embedded..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.apache.camel..")
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule packagesAreFreeOfCycles =
            slices().matching("dev.lockstep.(*)..").should().beFreeOfCycles();
}
