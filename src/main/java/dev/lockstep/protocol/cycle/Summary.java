package dev.lockstep.protocol.cycle;

import dev.lockstep.protocol.ExclusionReason;
import dev.lockstep.protocol.Quality;
import dev.lockstep.protocol.Reading;
import dev.lockstep.protocol.Report;
import dev.lockstep.protocol.Statistic;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The statistics of the readings of a cycle. Readings of bad quality do not count, and neither do those in another unit than
 * most of the others; the report still lists them, with the reason why they do not count.
 *
 * <p>If two units have the same number of readings, the unit of the node whose id comes first is used, so that it is
 * the same one in each cycle. Readings without a unit are treated as a unit of their own, because what such a number
 * means is not known.
 */
final class Summary {

    private final String unit;
    private final List<Report.Entry> entries;
    private final double[] sorted;

    /** Creates the summary of readings that are in the order of their nodes' ids. */
    Summary(Collection<Reading> readings) {
        unit = commonUnit(readings);
        entries = readings.stream()
                .map(reading -> new Report.Entry(
                        reading.id(),
                        reading.value(),
                        reading.takenAt(),
                        reading.unit(),
                        reading.quality(),
                        exclusion(reading)))
                .toList();
        sorted = entries.stream()
                .filter(Report.Entry::counts)
                .mapToDouble(Report.Entry::value)
                .sorted()
                .toArray();
    }

    /** Returns the unit of the readings that count; null if they have none, or none counts. */
    String unit() {
        return unit;
    }

    List<Report.Entry> entries() {
        return entries;
    }

    /** Returns the number of readings that count. */
    int count() {
        return sorted.length;
    }

    /** Returns a statistic of the readings that count; null if none counts. */
    Double of(Statistic statistic) {
        return sorted.length == 0 ? null : (Double) statistic.compute(sorted);
    }

    /** Returns the population standard deviation of the readings that count; null if none counts. */
    Double deviation() {
        if (sorted.length == 0) {
            return null;
        }
        double mean = Statistic.MEAN.compute(sorted);
        double squares = 0;
        for (double value : sorted) {
            squares += Math.pow(value - mean, 2);
        }
        return Math.sqrt(squares / sorted.length);
    }

    private ExclusionReason exclusion(Reading reading) {
        if (reading.quality() == Quality.BAD) {
            return ExclusionReason.QUALITY;
        }
        return Objects.equals(reading.unit(), unit) ? null : ExclusionReason.UNIT;
    }

    private static String commonUnit(Collection<Reading> readings) {
        Map<String, Long> votes = readings.stream()
                .filter(reading -> reading.quality() != Quality.BAD)
                .map(reading -> Objects.requireNonNullElse(reading.unit(), ""))
                .collect(Collectors.groupingBy(Function.identity(), LinkedHashMap::new, Collectors.counting()));
        // The sort is stable: of several units with the most readings, the first one wins.
        return votes.entrySet().stream()
                .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
                .map(Map.Entry::getKey)
                .findFirst()
                .filter(name -> !name.isEmpty())
                .orElse(null);
    }
}
