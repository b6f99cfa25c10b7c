package dev.lockstep.faults;

import static dev.lockstep.faults.HistoryBuilder.at;
import static dev.lockstep.faults.HistoryBuilder.ofGoodCycles;
import static dev.lockstep.faults.HistoryBuilder.report;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A judge is worth what it finds: every rule is shown a history that breaks it, and only it. */
class HistoryTest {

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
                bad("S5: report 2: stddev is NaN", ofGoodCycles(2).changeReport(2, "'stddev':5.0,", "")),
                bad("S5: report 2: count is 3", ofGoodCycles(2).changeReport(2, "'count':2", "'count':3")),
                bad(
                        "S5: report 2: a node is listed twice",
                        ofGoodCycles(2).changeReport(2, "'missing':[]", "'missing':['b']")),
                bad(
                        "S5: report 2: node a did not measure 80.0",
                        ofGoodCycles(2).change("measured", 2, line -> line.replace("80.0", "80.1"))),
                bad(
                        "S5: report 2: it was frozen with the readings of [a]",
                        ofGoodCycles(2).change("frozen", 2, line -> line.replace("\"a\",\"b\"", "\"a\""))),
                bad(
                        "S6: a cycle is measured again",
                        ofGoodCycles(2)
                                .line("b", at(2, 100), "measured", 2, "'value':70.0,'takenAt':'" + at(2, 99) + "'")),
                bad(
                        "S6: cycle 3 is measured before cycle 2 was released",
                        ofGoodCycles(2)
                                .line("b", at(2, 440), "measured", 3, "'value':70.0,'takenAt':'" + at(2, 440) + "'")),
                bad(
                        "S6: cycle 3 is measured before cycle 2 was released",
                        ofGoodCycles(2)
                                .without("frozen", 2)
                                .withoutRequest(2)
                                .line("b", at(2, -21), "measured", 3, "'value':70.0,'takenAt':'" + at(2, -21) + "'")),
                bad(
                        "S6: cycle 3 is measured, but nobody has released cycle 2",
                        ofGoodCycles(3).without("released", 2)),
                bad(
                        "S9: a cycle is passed that was not measured",
                        ofGoodCycles(2).line("b", at(2, 495), "passed", 2, "'count':3")));
    }

    private static Arguments bad(String violation, HistoryBuilder history) {
        return Arguments.of(violation, history.build());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void bad(String violation, History history) {
        assertThat(history.violations()).singleElement().asString().startsWith(violation);
    }

    @Test
    void aGoodHistoryHolds() {
        ofGoodCycles(5).build().assertHolds();
    }

    @Test
    void aRepetitionWithTheSameBodyIsNoViolation() {
        ofGoodCycles(2)
                .request(2, at(2, 470), "key-2", report(2), false)
                .build()
                .assertHolds();
    }

    @Test
    void aLeaderThatDiedAfterTheReleaseMayHaveLeftNoWordOfIt() {
        ofGoodCycles(3)
                .without("released", 2)
                .line("b", at(3, 100), "leading", 0, "'epoch':2")
                .change("frozen", 3, line -> line.replace("\"epoch\":1", "\"epoch\":2"))
                .build()
                .assertHolds();
    }

    @Test
    void aLeaderThatDiedAsSoonAsItHadFrozenAReportMayHaveLeftNoWordOfThatEither() {
        ofGoodCycles(3)
                .without("frozen", 2)
                .withoutRequest(2)
                .withoutRequest(3)
                .request(2, at(3, 50), "key-2", report(2), true)
                .request(3, at(3, 460), "key-3", report(3), true)
                .build()
                .assertHolds();
    }

    @Test
    void aLeaderThatIsStoppedWhileItReleasesNeverLearnsThatItHas() {
        ofGoodCycles(2)
                .without("released", 2)
                .line("a", at(2, 485), "following", 0, "'epoch':1")
                .line("b", at(3, 1), "measured", 3, "'value':70.0,'takenAt':'" + at(3, 0) + "'")
                .build()
                .assertHolds();
    }

    @Test
    void othersMayMeasureAMomentBeforeTheLeaderHasWrittenOfTheRelease() {
        ofGoodCycles(2)
                .line("b", at(2, 479), "measured", 3, "'value':70.0,'takenAt':'" + at(2, 479) + "'")
                .build()
                .assertHolds();
    }

    @Test
    void aFailureShowsTheEvents() {
        History history =
                ofGoodCycles(2).request(2, at(2, 470), "key-2", report(2), true).build();
        assertThatThrownBy(history::assertHolds)
                .hasMessageContaining("1 violation")
                .hasMessageContaining("S1: cycle 2 has 2 effects")
                .hasMessageContaining(at(2, 460) + " POST /api/v1/reports key=key-2")
                .hasMessageContaining(at(2, 470) + " POST /api/v1/reports key=key-2");
    }

    @Test
    void aJournalLineThatIsBeingWrittenIsLeftOut(@TempDir Path folder) throws Exception {
        String line = "{\"at\":\"2026-11-23T10:00:00.123456Z\",\"node\":\"b\",\"event\":\"passed\",\"cycle\":7}";
        Path journal = Files.writeString(folder.resolve("b-1"), line + "\n" + line.substring(0, 30));
        assertThat(Event.readAll(List.of(journal, folder.resolve("not-there"))))
                .singleElement()
                .satisfies(event -> {
                    assertThat(event.node()).isEqualTo("b");
                    assertThat(event.life()).isEqualTo("b-1");
                    assertThat(event.is("passed")).isTrue();
                    assertThat(event.cycle()).isEqualTo(7);
                });
    }
}
