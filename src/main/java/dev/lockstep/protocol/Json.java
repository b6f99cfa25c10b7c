package dev.lockstep.protocol;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.time.Instant;

/**
 * The JSON encoding of readings, reports and journal lines: times are ISO-8601 in UTC with exactly six decimals, null values are
 * omitted, and unknown fields are ignored so that nodes of different releases can work together.
 *
 * <p>This class is thread-safe.
 */
public final class Json {

    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .serializationInclusion(JsonInclude.Include.NON_NULL)
            .withConfigOverride(
                    Instant.class,
                    override -> override.setFormat(JsonFormat.Value.forPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'")
                            .withTimeZone(java.util.TimeZone.getTimeZone("UTC"))))
            .build();

    private Json() {}

    /** Returns the mapper itself, for Camel's JSON data format; its settings must not be changed. */
    public static ObjectMapper mapper() {
        return MAPPER;
    }

    /** Writes {@code value} on one line. */
    public static String write(Object value) {
        try {
            return MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("cannot be written as JSON: " + value, e);
        }
    }

    /**
     * Reads a value of {@code type}.
     *
     * @throws IllegalArgumentException if {@code text} is not JSON of that type
     */
    public static <T> T read(byte[] text, Class<T> type) {
        try {
            T value = MAPPER.readValue(text, type);
            if (value != null) {
                return value;
            }
        } catch (IOException e) {
            throw new IllegalArgumentException("is not a " + type.getSimpleName() + ": " + e.getMessage(), e);
        }
        throw new IllegalArgumentException("is not a " + type.getSimpleName() + ": it is null");
    }
}
