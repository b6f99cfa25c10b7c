package dev.lockstep.faults.injection;

import dev.lockstep.faults.injection.Fault.Part;
import java.util.List;

/** Configuration that changes faster than anybody can follow, vanishes, or is nonsense. */
final class ConfigFaults {

    static final String PERIOD = "sampling_period";
    private static final String API_URL = "api_url";
    private static final List<String> NONSENSE =
            List.of("", "-1", "often", "0", "9999999999999999999s", "1e309", "\u0000", "2 days");

    private ConfigFaults() {}

    static List<Fault> all() {
        return List.of(
                new Fault("config-twice", "the sampling period is written twice within 5 ms", Part.CONFIG, arena -> {
                    long base = arena.bed().scale().period().toMillis();
                    arena.configure(PERIOD, base / 2 + arena.random().nextInt((int) base) + "ms");
                    arena.configure(PERIOD, base + arena.random().nextInt((int) base) + "ms");
                    arena.awaitReports(2);
                    arena.configure(PERIOD, arena.bed().scale().periodText());
                }),
                new Fault("config-deleted", "the sampling period is written, then deleted", Part.CONFIG, arena -> {
                    arena.configure(PERIOD, arena.bed().scale().period().toMillis() * 3 / 2 + "ms");
                    arena.awaitReports(2);
                    arena.unset(PERIOD);
                }),
                new Fault(
                        "config-invalid",
                        "nonsense is written as sampling period and address of the API, then mended",
                        Part.CONFIG,
                        arena -> {
                            for (String nonsense : NONSENSE) {
                                arena.misconfigure(PERIOD, nonsense);
                                arena.misconfigure(API_URL, nonsense + "://");
                            }
                            arena.awaitReports(2);
                            arena.configure(PERIOD, arena.bed().scale().periodText());
                            arena.unset(API_URL);
                        }));
    }
}
