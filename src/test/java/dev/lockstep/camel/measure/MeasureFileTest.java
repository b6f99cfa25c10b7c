package dev.lockstep.camel.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.lockstep.camel.RoutesTest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MeasureFileTest extends RoutesTest {

    /** A file of sysfs that every Linux has: it says that it has 4096 bytes, and holds fewer. */
    private static final Path OF_SYSFS = Path.of("/sys/class/net/lo/mtu");

    @TempDir
    static Path folder;

    private final Path file = folder.resolve("a sensor.txt");
    private final Map<String, String> settings = new HashMap<>(Map.of("measure.file.path", file.toString()));

    @Override
    protected List<String> files() {
        return List.of("measure-file.camel.yaml");
    }

    @Override
    protected Map<String, String> settings() {
        return settings;
    }

    @Test
    void theFileIsReadAnewEachTime() throws Exception {
        Files.writeString(file, "45.5");
        assertThat(measure()).isEqualTo(45.5);
        Files.writeString(file, "-7");

        assertThat(measure()).isEqualTo(-7);
    }

    @ParameterizedTest
    @ValueSource(strings = {"45123\n", "  45123", "\t45123 \r\n\n", "4.5123e4"})
    void whiteSpaceAroundTheNumberIsIgnored(String text) throws Exception {
        Files.writeString(file, text);

        assertThat(measure()).isEqualTo(45_123);
    }

    @Test
    void thousandthsOfDegreesBecomeDegrees() throws Exception {
        Files.writeString(file, "45123\n");
        restartWith("measure.file.scale", "0.001");

        assertThat(measure()).isEqualTo(45.123);
    }

    @Test
    void aFileOfSysfsIsReadLikeAnyOther() throws Exception {
        assumeTrue(Files.isReadable(OF_SYSFS), "only Linux has sysfs");
        restartWith("measure.file.path", OF_SYSFS.toString());

        assertThat(measure())
                .isEqualTo(Double.parseDouble(Files.readString(OF_SYSFS).strip()));
    }

    @Test
    void aMissingFileIsSaidByName() throws Exception {
        Files.deleteIfExists(file);

        assertThatThrownBy(this::measure).rootCause().hasMessageContaining(file.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "warm", "45,1", "45 46", "NaN"})
    void whatIsNoNumberIsSaidWithTheFile(String text) throws Exception {
        Files.writeString(file, text);

        assertThatThrownBy(this::measure)
                .cause()
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(file + " contains '" + text.strip() + "', which is not a number");
    }

    @Test
    void aScaleThatIsNoNumberIsSaid() throws Exception {
        Files.writeString(file, "45123");
        restartWith("measure.file.scale", "milli");

        assertThatThrownBy(this::measure).cause().hasMessage("measure.file.scale is 'milli', which is not a number");
    }

    private double measure() {
        return template().requestBody("direct:measure", null, Double.class);
    }

    private void restartWith(String key, String value) throws Exception {
        settings.put(key, value);
        setUp();
    }
}
