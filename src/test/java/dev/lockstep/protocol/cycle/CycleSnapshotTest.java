package dev.lockstep.protocol.cycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.lockstep.protocol.ExclusionReason;
import dev.lockstep.protocol.Json;
import dev.lockstep.protocol.Quality;
import dev.lockstep.protocol.Reading;
import dev.lockstep.protocol.Report;
import dev.lockstep.protocol.Statistic;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class CycleSnapshotTest {

    private static final Instant TEN = Instant.parse("2026-11-23T10:00:00Z");
    private static final OpenCycle OPEN = new OpenCycle(42, TEN, 0);

    @Test
    void theReportStatesTheStatisticsOfItsReadings() {
        Report report = report(
                snapshot(Set.of("1", "2", "3"), reading("3", 85, 900), reading("1", 75, 100), reading("2", 79, 300)));

        assertThat(report.cycle()).isEqualTo(42);
        assertThat(report.count()).isEqualTo(3);
        assertThat(report.mean()).isCloseTo(79.6667, within(1e-4));
        assertThat(report.min()).isEqualTo(75);
        assertThat(report.max()).isEqualTo(85);
        assertThat(report.stddev()).as("of the population").isCloseTo(4.1096, within(1e-4));
        assertThat(report.skewMs()).isCloseTo(0.8, within(1e-9));
        assertThat(report.readings()).extracting(Report.Entry::id).containsExactly("1", "2", "3");
        assertThat(report.missing()).isEmpty();
    }

    @Test
    void oneReadingHasNoSpread() {
        Report report = report(snapshot(Set.of("1"), reading("1", 80, 0)));

        assertThat(report.mean()).isEqualTo(80);
        assertThat(report.stddev()).isZero();
        assertThat(report.skewMs()).isZero();
    }

    @Test
    void aLiveNodeWithoutAReadingIsMissing() {
        assertThat(report(snapshot(Set.of("1", "10", "9"), reading("1", 80, 0))).missing())
                .containsExactly("10", "9");
    }

    @Test
    void aNodeThatDiedAfterItsReadingIsInTheReport() {
        Report report = report(snapshot(Set.of("1"), reading("1", 80, 0), reading("2", 82, 0)));

        assertThat(report.readings()).extracting(Report.Entry::id).containsExactly("1", "2");
        assertThat(report.missing()).isEmpty();
    }

    @Test
    void itIsCompleteWhenEveryLiveNodeHasMeasured() {
        Reading one = reading("1", 80, 0);
        assertThat(snapshot(Set.of("1", "2"), one).isComplete()).isFalse();

        assertThat(snapshot(Set.of("1", "2"), one, reading("2", 80, 0)).isComplete())
                .isTrue();
        assertThat(snapshot(Set.of("1"), one).isComplete()).as("2 has left").isTrue();
        assertThat(snapshot(Set.of("1", "2", "3"), one, reading("2", 80, 0)).isComplete())
                .as("3 has joined")
                .isFalse();
    }

    @Test
    void onceOverdueItIsCompleteWithEnoughReadings() {
        Map<String, Reading> one = Map.of("1", reading("1", 80, 0));

        assertThat(new CycleSnapshot(OPEN, one, Set.of("1", "2"), 2, true).isComplete())
                .as("two are needed")
                .isFalse();
        assertThat(new CycleSnapshot(OPEN, one, Set.of("1", "2"), 1, true).isComplete())
                .isTrue();
    }

    @Test
    void withoutAnyReadingItIsNeverComplete() {
        assertThat(new CycleSnapshot(OPEN, Map.of(), Set.of(), 0, true).isComplete())
                .isFalse();
    }

    @Test
    void fewerNodesThanNeededDoNotCompleteIt() {
        CycleSnapshot snapshot = new CycleSnapshot(OPEN, Map.of("1", reading("1", 80, 0)), Set.of("1"), 2, false);

        assertThat(snapshot.isComplete()).isFalse();
    }

    @Test
    void theChosenStatisticIsItsValueAndTheMeanStaysTheMean() {
        CycleSnapshot snapshot = snapshot(Set.of(), reading("1", 70, 0), reading("2", 71, 0), reading("3", 90, 0));

        assertThat(snapshot.report("c", 1, "1", TEN, Statistic.MEDIAN))
                .returns(77.0, Report::mean)
                .returns(Statistic.MEDIAN, Report::statistic)
                .returns(71.0, Report::value)
                .returns(71.0, Report::reportedValue);
        assertThat(snapshot.report("c", 1, "1", TEN, Statistic.MEAN))
                .as("the mean is in every report")
                .returns(null, Report::statistic)
                .returns(null, Report::value)
                .returns(77.0, Report::reportedValue);
    }

    @Test
    void badReadingsAreListedButDoNotCountAndUncertainOnesCount() {
        Report report = report(snapshot(
                Set.of(),
                reading("1", 999, null, Quality.BAD),
                reading("2", 70, null, Quality.UNCERTAIN),
                reading("3", 80, null, Quality.GOOD)));

        assertThat(report.readings())
                .extracting(Report.Entry::excluded)
                .containsExactly(ExclusionReason.QUALITY, null, null);
        assertThat(report.count()).isEqualTo(2);
        assertThat(report.mean()).isEqualTo(75);
        assertThat(report.max()).isEqualTo(80);
        assertThat(report.stddev()).isEqualTo(5);
    }

    @Test
    void whenAllReadingsAreBadThereIsNoMean() {
        CycleSnapshot snapshot = snapshot(Set.of("1"), reading("1", 999, "°C", Quality.BAD));

        assertThat(snapshot.isComplete()).isTrue();
        assertThat(snapshot.report("c", 1, "1", TEN, Statistic.MEDIAN))
                .returns(0, Report::count)
                .returns(null, Report::mean)
                .returns(null, Report::stddev)
                .returns(null, Report::value)
                .returns(null, Report::unit)
                .extracting(Json::write)
                .asString()
                .contains("\"count\":0,\"mean\":null,\"min\":null,\"max\":null,\"stddev\":null,")
                .contains("\"quality\":\"Bad\",\"excluded\":\"quality\"");
    }

    @Test
    void aReadingInAnotherUnitThanMostIsListedButDoesNotCount() {
        Report report = report(snapshot(
                Set.of(),
                reading("1", 70, "°F", Quality.GOOD),
                reading("2", 20, "°C", Quality.GOOD),
                reading("3", 22, "°C", Quality.GOOD),
                reading("4", 21, null, Quality.GOOD)));

        assertThat(report.unit()).isEqualTo("°C");
        assertThat(report.mean()).isEqualTo(21);
        assertThat(report.readings())
                .extracting(Report.Entry::excluded)
                .containsExactly(ExclusionReason.UNIT, null, null, ExclusionReason.UNIT);
    }

    @Test
    void ofTwoUnitsThatOfTheFirstNodeWinsAndBadReadingsAreIgnored() {
        Report report = report(snapshot(
                Set.of(),
                reading("1", 70, "°F", Quality.BAD),
                reading("2", 20, "°C", Quality.GOOD),
                reading("3", 70, "°F", Quality.GOOD)));

        assertThat(report.unit()).isEqualTo("°C");
        assertThat(report.mean()).isEqualTo(20);
    }

    private static Reading reading(String id, double value, String unit, Quality quality) {
        return new Reading(id, 42, value, TEN, unit, quality);
    }

    private static CycleSnapshot snapshot(Set<String> live, Reading... readings) {
        Map<String, Reading> byId = Arrays.stream(readings).collect(Collectors.toMap(Reading::id, Function.identity()));
        return new CycleSnapshot(OPEN, byId, live, 1, false);
    }

    private static Reading reading(String id, double value, long micros) {
        return new Reading(id, 42, value, TEN.plusNanos(micros * 1_000));
    }

    private static Report report(CycleSnapshot snapshot) {
        return snapshot.report("cluster", 3, "2", TEN.plusSeconds(1), Statistic.MEAN);
    }
}
