package dev.lockstep.testing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/** JSON as an outsider reads it: with a mapper of the tests' own and none of Lockstep's types. */
public final class Lines {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private Lines() {}

    public static JsonNode parse(String json) {
        try {
            return MAPPER.readTree(json);
        } catch (JsonProcessingException e) {
            throw new AssertionError("is not JSON: " + json, e);
        }
    }
}
