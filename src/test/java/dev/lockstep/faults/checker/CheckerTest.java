package dev.lockstep.faults.checker;

import static dev.lockstep.faults.checker.HistoryBuilder.at;
import static dev.lockstep.faults.checker.HistoryBuilder.ofGoodCycles;
import static dev.lockstep.faults.checker.HistoryBuilder.report;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.faults.history.FaultLog.Blow;
import dev.lockstep.faults.history.FinalReads;
import dev.lockstep.faults.history.History;
import dev.lockstep.testing.Lines;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A judge is worth what it finds: every rule is shown a history that breaks it, and only it. */
class CheckerTest {

    static Stream<Arguments> bad() {
        return Stream.of(
                bad("S1: cycle 2 has 2 effects", ofGoodCycles(2).request(2, at(2, 470), "key-2", report(2), true)),
                bad("S3: cycles up to 3 without an effect: [2]", ofGoodCycles(3).withoutRequest(2)),
                bad(
                        "3.3: reports are delivered out of order",
                        ofGoodCycles(2).withoutRequest(1).request(1, at(2, 470), "key-1", report(1), true)),
                bad("2.4: the key is not 'key-2'", ofGoodCycles(1).request(2, at(1, 480), "1-2", report(2), false)),
                bad(
                        "S2: cycle 2 has several keys",
                        ofGoodCycles(2)
                                .request(
                                        2,
                                        at(2, 470),
                                        "b-2",
                                        report(2).replace("\"cluster\":\"key\"", "\"cluster\":\"b\""),
                                        false)),
                bad(
                        "S2: requests with the key key-2 have different bodies",
                        ofGoodCycles(2).request(2, at(2, 470), "key-2", report(2) + " ", false)),
                bad(
                        "S4: cycle 2 is frozen twice",
                        ofGoodCycles(2).line("a", at(2, 470), "frozen", 2, "'epoch':1,'ids':['a','b']")),
                bad("S4: cycle 2 is released twice", ofGoodCycles(2).line("a", at(2, 485), "released", 2, "'epoch':1")),
                bad("S4: epoch 1 began twice", ofGoodCycles(2).line("b", at(2, 0), "leading", 0, "'epoch':1")),
                bad("S4: the epoch falls", ofGoodCycles(2).changeReport(2, "'epoch':1", "'epoch':0")),
                bad("S4: the epoch falls", ofGoodCycles(2).changeReport(2, "'leader':'a'", "'leader':'b'")),
                bad(
                        "S4: the epoch falls",
                        ofGoodCycles(2).change("frozen", 2, line -> line.replace("\"epoch\":1", "\"epoch\":0"))),
                bad("S5: report 2: mean is 74.0", ofGoodCycles(2).changeReport(2, "'mean':75.0", "'mean':74.0")),
                bad("S5: report 2: stddev is  and should be 5", ofGoodCycles(2).changeReport(2, "'stddev':5.0,", "")),
                bad("S5: report 2: count is 3", ofGoodCycles(2).changeReport(2, "'count':2", "'count':3")),
                bad(
                        "S5: report 2: a node is listed twice",
                        ofGoodCycles(2).changeReport(2, "'missing':[]", "'missing':['b']")),
                bad(
                        "S5: report 2: node a did not measure {\"id\":\"a\",\"value\":80.0",
                        ofGoodCycles(2).change("measured", 2, line -> line.replace("80.0", "80.1"))),
                bad(
                        "S5: report 2: it was frozen with the readings of [a]",
                        ofGoodCycles(2).change("frozen", 2, line -> line.replace("\"a\",\"b\"", "\"a\""))),
                bad(
                        "S5: report 2: its unit should be ''",
                        ofGoodCycles(2).changeReport(2, "'missing':[]", "'unit':'K','missing':[]")),
                bad(
                        "S5: report 2: value is 75.0 and should be 80.0",
                        ofGoodCycles(2).changeReport(2, "'missing':[]", "'statistic':'max','value':75.0,'missing':[]")),
                bad(
                        "S6: a cycle is measured again",
                        ofGoodCycles(2)
                                .line("b", at(2, 100), "measured", 2, "'value':70.0,'takenAt':'" + at(2, 99) + "'")),
                bad(
                        "S6: cycle 3 is measured before cycle 2 was released",
                        ofGoodCycles(2)
                                .line("b", at(2, 440), "measured", 3, "'value':70.0,'takenAt':'" + at(2, 440) + "'")),
                bad(
                        "S6: cycle 3 is measured before cycle 2 was released; S8: cycle 2 is released",
                        ofGoodCycles(2)
                                .without("frozen", 2)
                                .withoutRequest(2)
                                .line("b", at(2, -21), "measured", 3, "'value':70.0,'takenAt':'" + at(2, -21) + "'")),
                bad(
                        "S6: cycle 3 is measured, but nobody has released cycle 2",
                        ofGoodCycles(3).without("released", 2)),
                bad(
                        "S7: node b was there and took no part in cycle 2",
                        withoutB(3, 2).withoutNode("b", 2)),
                bad("S7: node b is not in the report of cycle 3", withoutB(3, 3)),
                bad(
                        "S8: cycle 2 is released, and its report neither frozen nor delivered",
                        ofGoodCycles(2)
                                .without("frozen", 2)
                                .withoutRequest(2)
                                .request(2, at(2, 485), "key-2", report(2), true)),
                bad(
                        "S9: a cycle is passed that was not measured",
                        ofGoodCycles(2).line("b", at(2, 495), "passed", 2, "'count':3")),
                bad("S9: node b has passed 2 times", ofGoodCycles(2).reads(3, 4, 2, 3)),
                bad("S9: node b has passed 2 times", ofGoodCycles(2).reads(3, 3, 2, 1)),
                bad("S9: /counter is 5 after 4 passages", ofGoodCycles(2).reads(3, 5, 2, 2)),
                bad(
                        "S10: a value is in force that nobody had written",
                        ofGoodCycles(2).write(at(2, 30), "300ms", true).config("a", at(2, 20), "300ms", "ACCEPTED")),
                bad(
                        "S10: a value is in force that nobody had written",
                        ofGoodCycles(2).write(at(2, 10), "0", false).config("a", at(2, 20), "0", "ACCEPTED")),
                bad(
                        "S10: the last value written is not in force",
                        ofGoodCycles(20)
                                .write(at(2, 10), "400ms", true)
                                .write(at(2, 13), "500ms", true)
                                .config("a", at(2, 20), "500ms", "ACCEPTED")
                                .config("b", at(2, 20), "400ms", "ACCEPTED")),
                bad(
                        "S10: a cycle was shorter than 600 ms",
                        ofGoodCycles(2).write(at(1, 10), "600ms", true).config("a", at(1, 20), "600ms", "ACCEPTED")),
                bad(
                        "S3: cycles that are over, and whose reports are nowhere: [3]",
                        ofGoodCycles(2).reads(4, 4, 2, 2)),
                bad(
                        "L1: the next report after some-fault took 5460 ms",
                        ofGoodCycles(2).faultUntil(at(1, -5000))),
                bad(
                        "L2: the next report after the leader was killed took 3460 ms",
                        ofGoodCycles(2).mark(at(1, -3000), Blow.LEADER_KILLED, "b")),
                bad(
                        "L3: the next report after the leader was told to stop took 960 ms",
                        ofGoodCycles(2)
                                .mark(at(1, -500), Blow.LEADER_STOPPED, "b")
                                .mark(at(1, -400), Blow.GONE, "b")),
                bad(
                        "L3: the end of a leader that was told to stop took 5500 ms",
                        ofGoodCycles(2).mark(at(1, 0), Blow.LEADER_STOPPED, "b").mark(at(11, 500), Blow.GONE, "b")),
                bad(
                        "L3: a leader that was told to stop never ended",
                        ofGoodCycles(2).mark(at(1, 0), Blow.LEADER_STOPPED, "b")),
                bad(
                        "L3: a leader that was told to stop left a znode behind",
                        ofGoodCycles(2).mark(at(1, 0), Blow.LEFT_ZNODES, "b")),
                bad(
                        "L4: reports are still kept: [1]",
                        ofGoodCycles(2)
                                .reads(new FinalReads(
                                        3, 4, Map.of("a", 2L, "b", 2L), List.of(1L), List.of(), Map.of(), null))),
                bad(
                        "L5: no report ever after some-fault was over",
                        ofGoodCycles(2).fault(3)),
                bad(
                        "2.5: a report that was answered with 2xx is not what web has",
                        ofGoodCycles(2)
                                .reads(new FinalReads(
                                        3,
                                        4,
                                        Map.of("a", 2L, "b", 2L),
                                        List.of(),
                                        List.of(),
                                        Map.of(),
                                        List.of(Lines.parse(report(1)))))));
    }

    /** As many cycles; node b took part in all, and is not in the report of one. */
    private static HistoryBuilder withoutB(int cycles, long cycle) {
        return ofGoodCycles(cycles)
                .changeReport(cycle, "'count':2,'mean':75.0,'min':70.0", "'count':1,'mean':80.0,'min':80.0")
                .changeReport(cycle, "'stddev':5.0", "'stddev':0.0")
                .changeReport(cycle, ",{'id':'b','value':70.0,'takenAt':'" + at(cycle, 0) + "'}", "")
                .change("frozen", cycle, line -> line.replace(",\"b\"", ""));
    }

    private static Arguments bad(String violation, HistoryBuilder history) {
        return Arguments.of(violation, history.build());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void bad(String violation, History history) {
        String[] expected = violation.split("; ");
        assertThat(Checker.violations(history)).hasSize(expected.length);
        for (int i = 0; i < expected.length; i++) {
            assertThat(Checker.violations(history).get(i)).asString().startsWith(expected[i]);
        }
    }

    @Test
    void aGoodHistoryHolds() {
        Checker.assertHolds(ofGoodCycles(5).build());
    }

    @Test
    void aGoodEndHolds() {
        Checker.assertHolds(ofGoodCycles(5).reads(6, 10, 5, 5).build());
    }

    @Test
    void theTotalMayBeACycleLate() {
        Checker.assertHolds(ofGoodCycles(5).reads(6, 8, 5, 5).build());
    }

    @Test
    void aKillMayTakeOnePassageWithIt() {
        FinalReads reads = new FinalReads(6, 9, Map.of("a", 5L, "b", 4L), List.of(), List.of(), Map.of("b", 1L), null);
        Checker.assertHolds(ofGoodCycles(5).reads(reads).build());
    }

    @Test
    void whoeverIsTouchedByAFaultMayBeMissing() {
        Checker.assertHolds(withoutB(3, 3).fault(2).build());
    }

    @Test
    void aValueThatIsOverwrittenBeforeItWasReadIsNeverInForce() {
        Checker.assertHolds(ofGoodCycles(20)
                .write(at(2, 10), "400ms", true)
                .write(at(2, 13), "450ms", true)
                .write(at(2, 13), "often", false)
                .config("a", at(2, 20), "450ms", "ACCEPTED")
                .config("b", at(2, 20), "450ms", "ACCEPTED")
                .build());
    }

    @Test
    void goingOnInTimeHolds() {
        Checker.assertHolds(ofGoodCycles(2)
                .faultUntil(at(1, -4000))
                .mark(at(1, -2000), Blow.LEADER_KILLED, "a")
                .mark(at(1, -300), Blow.LEADER_STOPPED, "b")
                .mark(at(3, 0), Blow.GONE, "b")
                .build());
    }

    @Test
    void whatIsLateByNoMoreThanTheMachineWasIsANotice() {
        HistoryBuilder late = ofGoodCycles(2).mark(at(1, -3000), Blow.LEADER_KILLED, "b");
        History slow = late.pressure(Duration.ofMillis(810)).build();
        Checker.assertHolds(slow);
        assertThat(Checker.notices(slow))
                .singleElement()
                .asString()
                .startsWith("L2: ")
                .contains("for 810 ms");
        assertThat(Checker.violations(late.pressure(Duration.ofMillis(809)).build()))
                .hasSize(1);
    }

    @Test
    void aRepetitionWithTheSameBodyIsNoViolation() {
        Checker.assertHolds(ofGoodCycles(2)
                .request(2, at(2, 470), "key-2", report(2), false)
                .build());
    }

    @Test
    void aLeaderThatDiedAfterTheReleaseMayHaveLeftNoWordOfIt() {
        Checker.assertHolds(ofGoodCycles(3)
                .without("released", 2)
                .line("b", at(3, 100), "leading", 0, "'epoch':2")
                .change("frozen", 3, line -> line.replace("\"epoch\":1", "\"epoch\":2"))
                .build());
    }

    @Test
    void aLeaderThatDiedAsSoonAsItHadFrozenAReportMayHaveLeftNoWordOfThatEither() {
        Checker.assertHolds(ofGoodCycles(3)
                .without("frozen", 2)
                .withoutRequest(2)
                .withoutRequest(3)
                .request(2, at(3, 50), "key-2", report(2), true)
                .request(3, at(3, 460), "key-3", report(3), true)
                .change("released", 2, line -> line.replace("\"epoch\":1", "\"epoch\":2"))
                .build());
    }

    @Test
    void aLeaderThatIsStoppedWhileItReleasesNeverLearnsThatItHas() {
        Checker.assertHolds(ofGoodCycles(2)
                .without("released", 2)
                .line("a", at(2, 485), "following", 0, "'epoch':1")
                .line("b", at(3, 1), "measured", 3, "'value':70.0,'takenAt':'" + at(3, 0) + "'")
                .build());
    }

    @Test
    void othersMayMeasureAMomentBeforeTheLeaderHasWrittenOfTheRelease() {
        Checker.assertHolds(ofGoodCycles(2)
                .line("b", at(2, 479), "measured", 3, "'value':70.0,'takenAt':'" + at(2, 479) + "'")
                .build());
    }

    @Test
    void aFailureShowsTheEvents() {
        History history =
                ofGoodCycles(2).request(2, at(2, 470), "key-2", report(2), true).build();
        assertThatThrownBy(() -> Checker.assertHolds(history))
                .hasMessageContaining("1 violation")
                .hasMessageContaining("S1: cycle 2 has 2 effects")
                .hasMessageContaining(at(2, 460) + " POST /api/v1/reports key=key-2")
                .hasMessageContaining(at(2, 470) + " POST /api/v1/reports key=key-2");
    }
}
