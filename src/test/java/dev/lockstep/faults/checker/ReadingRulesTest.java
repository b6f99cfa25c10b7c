package dev.lockstep.faults.checker;

import static dev.lockstep.faults.checker.HistoryBuilder.ofGoodCycles;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.faults.history.History;
import org.junit.jupiter.api.Test;

class ReadingRulesTest {

    @Test
    void aBadReadingThatIsAveragedIsAViolation() {
        History averaged = measuredBadly("a")
                .changeReport(2, "'value':80.0", "'value':80.0,'quality':'Bad'")
                .build();

        assertThat(Checker.violations(averaged))
                .extracting(Violation::toString)
                .anyMatch(violation -> violation.contains("should be excluded for 'quality'"))
                .anyMatch(violation -> violation.startsWith("S5: report 2: count is 2 and should be 1"))
                .anyMatch(violation -> violation.startsWith("S5: report 2: mean is 75.0 and should be 70.0"));
    }

    @Test
    void aBadReadingIsListedAndDoesNotCount() {
        Checker.assertHolds(measuredBadly("a")
                .changeReport(2, "'value':80.0", "'value':80.0,'quality':'Bad','excluded':'quality'")
                .changeReport(
                        2,
                        "'count':2,'mean':75.0,'min':70.0,'max':80.0,'stddev':5.0",
                        "'count':1,'mean':70.0,'min':70.0,'max':70.0,'stddev':0.0")
                .build());
    }

    @Test
    void aQualityThatTheNodeDidNotJournalIsAViolation() {
        assertThat(Checker.violations(ofGoodCycles(2)
                        .changeReport(2, "'value':80.0", "'value':80.0,'quality':'Uncertain'")
                        .build()))
                .singleElement()
                .asString()
                .startsWith("S5: report 2: node a did not measure");
    }

    private static HistoryBuilder measuredBadly(String node) {
        return ofGoodCycles(2)
                .change(
                        "measured",
                        2,
                        line -> line.contains("\"node\":\"" + node + "\"")
                                ? line.replace("\"value\"", "\"quality\":\"Bad\",\"value\"")
                                : line);
    }
}
