package dev.lockstep.camel.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.lockstep.camel.RoutesTest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MeasureExecTest extends RoutesTest {

    @TempDir
    static Path folder;

    private final Map<String, String> settings = new HashMap<>(Map.of("measure.exec.program", "true"));

    @Override
    protected List<String> files() {
        return List.of("measure-exec.camel.yaml");
    }

    @Override
    protected Map<String, String> settings() {
        return settings;
    }

    @Test
    void whatTheProgramPrintsIsTheNumberWithItsUnit() throws Exception {
        settings.put("measure.exec.unit", "mm/s");
        program("echo 21.5");
        Exchange measured = measure();

        assertThat(measured.getMessage().getBody()).isEqualTo("21.5\n");
        assertThat(measured.getVariable("unit")).isEqualTo("mm/s");
    }

    @Test
    void theProgramGetsItsArguments() throws Exception {
        settings.put("measure.exec.args", "press \"two words\"");
        program("echo \"$#:$1:$2\"");

        assertThat(measure().getMessage().getBody()).isEqualTo("2:press:two words\n");
    }

    @Test
    void aProgramThatFailsGivesNoNumberAndItsWordsAreSaid() throws Exception {
        Path program = program("echo 21.5; echo no sensor there >&2; exit 3");

        assertThatThrownBy(this::measure)
                .hasMessageStartingWith(program + " ended with exit value 3")
                .hasMessageContaining("no sensor there");
    }

    @Test
    void aProgramThatDoesNotExistIsSaid() throws Exception {
        settings.put("measure.exec.program", "/nowhere/measure");
        setUp();

        assertThatThrownBy(this::measure).hasStackTraceContaining("/nowhere/measure");
    }

    @Test
    void aProgramThatTakesTooLongIsEndedWithWhatItStarted() throws Exception {
        settings.put("measure.exec.timeout", "300");
        Path pids = folder.resolve("pids");
        program("trap '' TERM; sleep 600 & echo $$ $! > " + pids + "; wait; sleep 600");

        assertThatThrownBy(this::measure).hasMessageContaining("killed after 300 ms");
        String[] ended = Files.readString(pids).strip().split(" ");
        await().untilAsserted(() -> assertThat(ended).hasSize(2).noneMatch(pid -> ProcessHandle.of(Long.parseLong(pid))
                .map(ProcessHandle::isAlive)
                .orElse(false)));
    }

    private Path program(String script) throws Exception {
        Path program = Files.writeString(Files.createTempFile(folder, "measure", ".sh"), "#!/bin/sh\n" + script + "\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
        settings.put("measure.exec.program", program.toString());
        setUp();
        return program;
    }

    private Exchange measure() throws Exception {
        Exchange exchange = template().request("direct:measure", in -> {});
        if (exchange.getException() != null) {
            throw exchange.getException();
        }
        return exchange;
    }
}
