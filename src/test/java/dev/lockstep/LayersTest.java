package dev.lockstep;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;

/** The one way of the imports: a folder uses only folders that come after it in the list. */
@AnalyzeClasses(packages = "dev.lockstep", importOptions = DoNotIncludeTests.class)
class LayersTest {

    private static final String ROOT = "dev.lockstep.";

    private static final int MOST_CLASSES = 15;

    /** From the top to the bottom. */
    private static final List<String> FOLDERS = List.of(
            "cli",
            "cli.demo",
            "cli.bench",
            "cli.bench.lockstep",
            "cli.bench.raw",
            "cli.bench.run",
            "cli.bench.result",
            "cli.text",
            "cli.option",
            "cli.process",
            "camel.lifecycle",
            "camel.election",
            "camel.component",
            "camel.leader",
            "camel.sensor",
            "camel.measure",
            "camel.reload",
            "camel",
            "web",
            "web.redis",
            "web.problem",
            "embedded",
            "config",
            "protocol.status",
            "protocol.cycle",
            "protocol.delivery",
            "protocol.leader",
            "protocol.session",
            "protocol");

    @ArchTest
    static void eachFolderUsesOnlyWhatIsBelowIt(JavaClasses classes) {
        for (int i = 1; i < FOLDERS.size(); i++) {
            noClasses()
                    .that()
                    .resideInAPackage(ROOT + FOLDERS.get(i))
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(packages(FOLDERS.subList(0, i)))
                    .check(classes);
        }
    }

    @ArchTest
    static void everyFolderIsInTheList(JavaClasses classes) {
        assertThat(classes.stream().map(JavaClass::getPackageName).distinct())
                .containsExactlyInAnyOrder(packages(FOLDERS));
    }

    @ArchTest
    static void noFolderIsCrowded(JavaClasses classes) {
        assertThat(classes.stream()
                        .filter(JavaClass::isTopLevelClass)
                        .filter(type -> !isGenerated(type))
                        .collect(groupingBy(JavaClass::getPackage, counting())))
                .allSatisfy((JavaPackage folder, Long size) ->
                        assertThat(size).as(folder.getName()).isLessThanOrEqualTo(MOST_CLASSES));
    }

    /** By the build, from the annotations of the component; the annotation that marks them is not in the class files. */
    private static boolean isGenerated(JavaClass type) {
        return type.getSimpleName().matches("Lockstep.*(Configurer|UriFactory)");
    }

    @ArchTest
    static final ArchRule theStepsOfTheLeaderAndOfTheSensorAreApart = noClasses()
            .that()
            .resideInAPackage("dev.lockstep.camel.leader")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.lockstep.camel.sensor");

    @ArchTest
    static final ArchRule theSourcesOfReadingsNeedNoNode = noClasses()
            .that()
            .resideInAnyPackage("dev.lockstep.camel.measure", "dev.lockstep.camel.reload")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.lockstep.camel", "dev.lockstep.protocol..");

    @ArchTest
    static final ArchRule onlyTheStartOfTheWebBackendKnowsIt = noClasses()
            .that()
            .resideInAPackage("dev.lockstep.camel..")
            .and()
            .resideOutsideOfPackage("dev.lockstep.camel.lifecycle")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.lockstep.web..", "dev.lockstep.embedded..");

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
                    "org.slf4j.."));

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
            .resideInAPackage("org.apache.camel..");

    private static String[] packages(List<String> folders) {
        return folders.stream().map(folder -> ROOT + folder).toArray(String[]::new);
    }
}
