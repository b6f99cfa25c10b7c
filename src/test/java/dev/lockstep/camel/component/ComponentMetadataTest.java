package dev.lockstep.camel.component;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.lang.reflect.Field;
import java.net.URL;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import org.apache.camel.CamelContext;
import org.apache.camel.catalog.RuntimeCamelCatalog;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.ConfigurerResolver;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.tooling.model.BaseOptionModel;
import org.apache.camel.tooling.model.ComponentModel;
import org.apache.camel.tooling.model.JsonMapper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The files that the build generates from the annotations of the component, as Camel finds them on the class path. */
class ComponentMetadataTest {

    private final CamelContext context = new DefaultCamelContext();

    @AfterEach
    void stopContext() {
        context.stop();
    }

    @Test
    void theCatalogDescribesTheComponent() {
        ComponentModel component = component();
        assertThat(component.getSyntax()).isEqualTo("lockstep:name");
        assertThat(component.getJavaType()).isEqualTo(LockstepComponent.class.getName());
        assertThat(component.getDescription()).endsWith("operations.").doesNotContain("{");
    }

    @Test
    void itsNamesAreTheResources() {
        assertThat(component().getEndpointPathOptions()).singleElement().satisfies(name -> {
            assertThat(name.isRequired()).isTrue();
            assertThat(name.getEnums()).containsExactlyInAnyOrderElementsOf(texts(LockstepResource.values()));
        });
    }

    @Test
    void itsOperationsAreThoseOfTheProducer() {
        assertThat(component().getEndpointParameterOptions())
                .filteredOn(option -> option.getName().equals("operation"))
                .singleElement()
                .satisfies(operation -> assertThat(operation.getEnums())
                        .containsExactlyInAnyOrderElementsOf(texts(LockstepOperation.values())));
    }

    @Test
    void itListsEachVariableWithATypeAndADescription() throws Exception {
        List<String> constants = new ArrayList<>();
        for (Field constant : LockstepConstants.class.getFields()) {
            constants.add((String) constant.get(null));
        }
        assertThat(component().getEndpointHeaders())
                .extracting(BaseOptionModel::getName)
                .containsExactlyInAnyOrderElementsOf(constants);
        assertThat(component().getEndpointHeaders()).allSatisfy(variable -> {
            assertThat(variable.getJavaType()).isNotEmpty();
            assertThat(variable.getDescription()).startsWith("Exchange variable");
        });
    }

    /** Without them, Camel sets options by reflection and does not know the path options of a URI. */
    @Test
    void theGeneratedClassesAreFound() {
        assertThat(context.getCamelContextExtension().getEndpointUriFactory("lockstep"))
                .isNotNull();
        ConfigurerResolver configurers = PluginHelper.getConfigurerResolver(context);
        assertThat(configurers.resolvePropertyConfigurer("lockstep-endpoint", context))
                .isNotNull();
        assertThat(configurers.resolvePropertyConfigurer("lockstep-component", context))
                .isNotNull();
    }

    /** Tools read this list to find the components of a jar. */
    @Test
    void theJarListsTheComponent() throws Exception {
        URL classes =
                LockstepComponent.class.getProtectionDomain().getCodeSource().getLocation();
        Properties list = new Properties();
        try (InputStream in =
                new URL(classes, "META-INF/services/org/apache/camel/component.properties").openStream()) {
            list.load(in);
        }
        assertThat(list).containsEntry("components", "lockstep").containsEntry("artifactId", "lockstep");
    }

    private static List<String> texts(Object[] values) {
        return Arrays.stream(values).map(Object::toString).toList();
    }

    private ComponentModel component() {
        RuntimeCamelCatalog catalog = context.getCamelContextExtension().getContextPlugin(RuntimeCamelCatalog.class);
        return JsonMapper.generateComponentModel(catalog.componentJSonSchema("lockstep"));
    }
}
