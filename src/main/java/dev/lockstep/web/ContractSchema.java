package dev.lockstep.web;

import com.networknt.schema.JsonMetaSchema;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.NonValidationKeyword;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion.VersionFlag;
import org.apache.camel.CamelContext;
import org.apache.camel.component.jsonvalidator.JsonUriSchemaLoader;

/** Loads one schema from the published OpenAPI document, so that requests are validated against the published contract. */
public final class ContractSchema implements JsonUriSchemaLoader {

    private final String name;

    /** Creates a loader of the schema {@code name} below {@code /components/schemas}. */
    public ContractSchema(String name) {
        this.name = name;
    }

    @Override
    public JsonSchema createSchema(CamelContext camel, String document) {
        JsonMetaSchema dialect = JsonMetaSchema.builder(JsonMetaSchema.getV202012())
                // The validator would warn of the keywords of OpenAPI around the schema.
                .unknownKeywordFactory((keyword, context) -> new NonValidationKeyword(keyword))
                .build();
        JsonSchemaFactory factory = JsonSchemaFactory.builder(JsonSchemaFactory.getInstance(VersionFlag.V202012))
                .metaSchema(dialect)
                .build();
        return factory.getSchema(
                SchemaLocation.of(document + "#/components/schemas/" + name),
                SchemaValidatorsConfig.builder().formatAssertionsEnabled(true).build());
    }
}
