package dev.lockstep.cli.bench.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PercentilesTest {

    private static final double[] ONE_TO_HUNDRED =
            IntStream.rangeClosed(1, 100).mapToDouble(i -> 101 - i).toArray();

    @ParameterizedTest
    @CsvSource({"0, 1", "0.01, 1", "0.011, 2", "0.5, 50", "0.95, 95", "0.99, 99", "0.991, 100", "1, 100"})
    void aPercentileIsTheValueOfTheNearestRank(double share, double expected) {
        assertThat(Percentiles.of(ONE_TO_HUNDRED, share)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.5, 1})
    void everyPercentileOfOneValueIsThatValue(double share) {
        assertThat(Percentiles.of(new double[] {7}, share)).isEqualTo(7);
    }

    @Test
    void theSampleKeepsItsOrder() {
        double[] sample = {3, 1, 2};
        Percentiles.of(sample, 0.5);
        assertThat(sample).containsExactly(3, 1, 2);
    }

    @ParameterizedTest
    @ValueSource(doubles = {-0.1, 1.1, Double.NaN})
    void aShareIsFrom0To1(double share) {
        assertThatIllegalArgumentException().isThrownBy(() -> Percentiles.of(ONE_TO_HUNDRED, share));
    }

    @Test
    void nothingHasNoPercentileAndNoMedian() {
        assertThatIllegalArgumentException().isThrownBy(() -> Percentiles.of(new double[0], 0.5));
        assertThatIllegalArgumentException().isThrownBy(() -> Percentiles.median(List.of()));
    }

    @Test
    void theMedianIsTheMiddleValueOrTheMeanOfTheTwoInTheMiddle() {
        assertThat(Percentiles.median(List.of(9.0, 1.0, 2.0))).isEqualTo(2);
        assertThat(Percentiles.median(List.of(9.0, 1.0, 2.0, 4.0))).isEqualTo(3);
    }

    @Test
    void aMedianLeavesOutWhatIsNotKnown() {
        assertThat(Medians.of(Arrays.asList(5.0, null, 1.0, 3.0), value -> value))
                .isEqualTo(3);
        assertThat(Medians.of(Arrays.asList(null, (Double) null), value -> value))
                .isNull();
    }

    @Test
    void theRateIsThatOfAllCyclesTogether() {
        CycleTimes times = new CycleTimes(new double[] {5, 5, 10, 80}, new double[] {1, 2, 3, 4}, 0);

        assertThat(times.perSecond()).isEqualTo(40);
        assertThat(times.cycleMs(0.5)).isEqualTo(5);
        assertThat(times.cycleMs(0.99)).isEqualTo(80);
        assertThat(times.skewMs(0.5)).isEqualTo(2);
    }
}
