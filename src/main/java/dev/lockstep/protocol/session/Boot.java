package dev.lockstep.protocol.session;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Identifies the current boot of this machine. A clone of the machine (an SD card, a VM image) has the host name and all files of the
 * original, but boots by itself.
 */
final class Boot {

    /** Linux generates it at each boot; see random(4). Containers see that of their host. */
    private static final Path LINUX = Path.of("/proc/sys/kernel/random/boot_id");

    private Boot() {}

    /** Returns the id; the start time of the first process where the operating system has no id; empty if that is unknown. */
    static String id() {
        try {
            return Files.readString(LINUX).strip();
        } catch (IOException e) {
            return ProcessHandle.of(1)
                    .flatMap(process -> process.info().startInstant())
                    .map(Object::toString)
                    .orElse("");
        }
    }
}
