package dev.lockstep.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class StatisticTest {

    @Test
    void eachIsComputedAsItsNameStates() {
        double[] numbers = {1, 2, 6, 7};

        assertThat(Statistic.of("mean").compute(numbers)).isEqualTo(4);
        assertThat(Statistic.of("median").compute(numbers)).isEqualTo(4);
        assertThat(Statistic.of("min").compute(numbers)).isEqualTo(1);
        assertThat(Statistic.of("max").compute(numbers)).isEqualTo(7);
    }

    @Test
    void theMedianOfAnOddNumberIsTheOneInTheMiddle() {
        assertThat(Statistic.MEDIAN.compute(new double[] {1, 2, 90})).isEqualTo(2);
        assertThat(Statistic.MEDIAN.compute(new double[] {5})).isEqualTo(5);
    }

    @Test
    void aTrimmedMeanExcludesTheLowestAndTheHighestTenthAndAtLeastOneOfEach() {
        assertThat(Statistic.TRIMMED_MEAN.compute(new double[] {1, 9})).isEqualTo(5);
        assertThat(Statistic.TRIMMED_MEAN.compute(new double[] {1, 2, 90})).isEqualTo(2);
        double[] twenty = IntStream.rangeClosed(1, 20)
                .mapToDouble(i -> i <= 2 ? -1000 : i > 18 ? 9000 : i)
                .toArray();
        assertThat(Statistic.TRIMMED_MEAN.compute(twenty)).isEqualTo(10.5);
    }

    @Test
    void anUnknownNameIsRefusedWithTheListOfValidNames() {
        assertThatThrownBy(() -> Statistic.of("average"))
                .hasMessage("the statistic is 'average'; allowed are mean, median, trimmed-mean, min, max");
        assertThatThrownBy(() -> Quality.of("fine"))
                .hasMessage("the quality is 'fine'; allowed are Good, Uncertain, Bad");
    }
}
