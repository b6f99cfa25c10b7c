package dev.lockstep.faults.injection;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CrashingRoutesTest {

    @Test
    void everyPointIsInTheRoutesOnce(@TempDir Path folder) throws Exception {
        Path routes = CrashingRoutes.copyTo(folder).routes().resolve("node");
        StringBuilder text = new StringBuilder();
        for (String file : List.of("leader", "delivery", "sensor")) {
            text.append(Files.readString(routes.resolve(file + ".camel.yaml")));
        }

        Stream.concat(CrashingRoutes.LEADER_POINTS.stream(), CrashingRoutes.SENSOR_POINTS.stream())
                .forEach(point ->
                        assertThat(text.toString()).as(point).containsOnlyOnce("method: reached('" + point + "')"));
    }

    @Test
    void aPointHitsTheNodeThatComesByOnlyWhileItIsArmed(@TempDir Path folder) {
        assertThat(CrashPoint.isArmed(folder, "after-post")).isFalse();
        CrashPoint.arm(folder, "after-post", CrashPoint.Deed.HALT);
        assertThat(CrashPoint.isArmed(folder, "after-post")).isTrue();
        CrashPoint.disarm(folder, "after-post");
        assertThat(folder).isEmptyDirectory();
    }
}
