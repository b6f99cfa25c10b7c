package dev.lockstep.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ApiUrlTest {

    @ParameterizedTest
    @CsvSource({
        "localhost:8080, http://localhost:8080/api/v1/reports",
        "web, http://web/api/v1/reports",
        "http://web:8080, http://web:8080/api/v1/reports",
        "http://web:8080/, http://web:8080/api/v1/reports",
        "https://example.org, https://example.org/api/v1/reports",
        "HTTP://web, HTTP://web/api/v1/reports",
        "[::1]:8080, http://[::1]:8080/api/v1/reports",
        "http://web?tenant=a, http://web/api/v1/reports?tenant=a",
        "' web:8080 ', http://web:8080/api/v1/reports",
        "web:8080/ingest, http://web:8080/ingest",
        "http://web:8080/v2/, http://web:8080/v2/",
        "web/a%20b?x=1, http://web/a%20b?x=1",
        "web/nuevo2, http://web/nuevo2",
    })
    void anAddressIsCompletedToTheReportsOfTheApi(String text, String expected) {
        ApiUrl url = ApiUrl.parse(text);
        assertThat(url).hasToString(expected);
        assertThat(url.legacy()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "localhost/nuevo, http://localhost/nuevo",
        "http://web:5000/detectar, http://web:5000/detectar",
        "http://web/a/detectar?x=1, http://web/a/detectar?x=1",
    })
    void aPathOfTheOlderApiIsRecognised(String text, String expected) {
        ApiUrl url = ApiUrl.parse(text);
        assertThat(url).hasToString(expected);
        assertThat(url.legacy()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "'', is not a URL",
        "'a b', is not a URL",
        "http://, is not a URL",
        "ftp://web/x, has the scheme 'ftp'",
        "file:///etc/passwd, has the scheme 'file'",
        "http:///x, has no valid host",
        "my_web:8080, has no valid host",
        "web:, has no valid port",
        "http:/web, has no valid port",
        "web:0, has no valid port",
        "web:70000, has no valid port",
        "http://u:p@web, contains a user name",
        "web/x#y, has a fragment",
        "::1, has no valid host",
    })
    void anAddressToWhichNoReportCanBeSentIsRefused(String text, String reason) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ApiUrl.parse(text))
                .withMessageStartingWith("'" + text + "' ")
                .withMessageContaining(reason)
                .withMessageEndingWith("; allowed is " + ApiUrl.ALLOWED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://web:8080/ingest", "web"})
    void thePrintedAddressIsParsedToTheSame(String text) {
        ApiUrl url = ApiUrl.parse(text);
        assertThat(ApiUrl.parse(url.toString())).isEqualTo(url);
    }
}
