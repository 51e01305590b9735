package org.billinggroups.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.billinggroups.job.SmallCompany;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** With {@code --log-format json} each line on standard error is one object, whatever is printed to standard output. */
class JsonLogTest extends CommandTest {
    private static final JsonMapper STRICT = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

    @Test
    void tellsStepsCountsTimesAndExitCode() {
        var company = SmallCompany.write(folder.resolve("input"), 2);
        billing(0, "apply", company.apply().toString(), "--yes");
        billing(0, "price", "import", company.prices().toString());
        var imported = log(billing(0, "import", company.usage().toString(), "--log-format", "json").err());
        assertThat(imported.getFirst().get("message").asString()).isEqualTo("file imported");
        assertThat(imported.getFirst().get("accepted_rows").asInt()).isEqualTo(80);

        var ended = billing(0, "--log-format", "json", "run", "2026-10", "--issue-date", "2026-11-02",
                "--allow-issue-date", "--out", folder.resolve("out").toString());
        assertThat(ended.out()).startsWith("2026-10: 2 invoices issued in ");
        var events = log(ended.err());
        assertThat(events).allSatisfy(event -> {
            assertThat(Instant.parse(event.get("@timestamp").asString())).isNotNull();
            assertThat(event.get("level").asString()).isEqualTo("INFO");
            assertThat(event.get("command").asString()).isEqualTo("run");
        });
        assertThat(events).anySatisfy(event -> {
            assertThat(event.get("message").asString()).isEqualTo("step ended");
            assertThat(event.path("step").asString("")).isEqualTo("renderDocuments");
            assertThat(event.get("period").asString()).isEqualTo("2026-10");
            assertThat(event.get("attempt").asInt()).isEqualTo(1);
            assertThat(event.get("done").asInt()).isEqualTo(2);
            assertThat(event.get("duration_ms").asInt()).isNotNegative();
        });
        var period = events.get(events.size() - 2);
        assertThat(period.get("message").asString()).isEqualTo("period ended");
        assertThat(period.get("run").asInt()).isEqualTo(1);
        assertThat(period.get("invoices").asInt()).isEqualTo(2);
        assertThat(period.get("parked_groups").asInt()).isZero();
        assertThat(events.getLast().get("message").asString()).isEqualTo("command ended");
        assertThat(events.getLast().get("exit_code").asInt()).isZero();
        assertThat(ended.err()).doesNotContain("Acme", "Espoo", "Group 0");

        var quiet = log(billing(0, "run", "--quiet", "--log-format", "json").err());
        assertThat(quiet).hasSize(1);
    }

    @Test
    void tellsRefusalsTracesAndWrongCommandLines() throws IOException {
        var refused = log(billing(0, "run", "2026-08", "--log-format", "json", "--verbose", "--ok-codes", "20").err());
        assertThat(refused).anySatisfy(event -> assertThat(event.path("stack_trace").asString("")).contains("\tat "));
        assertThat(refused.get(refused.size() - 2).get("level").asString()).isEqualTo("ERROR");
        assertThat(refused.getLast().get("exit_code").asInt()).isEqualTo(20);

        var wrong = log(billing(2, "--log-format", "JSON", "run", "--bogus").err());
        assertThat(wrong.getFirst().get("message").asString()).contains("--bogus");
        assertThat(wrong.getLast().get("exit_code").asInt()).isEqualTo(2);
        assertThat(billing(2, "run", "--log-format", "xml").err()).contains("--log-format").contains("xml");
    }

    @Test
    void makesOneObjectOfEachLineThatOthersPrintAndTellsNoAddress() {
        var written = new ByteArrayOutputStream();
        var log = new JsonLog(new PrintStream(written, true, StandardCharsets.UTF_8),
                Clock.fixed(Instant.EPOCH, ZoneOffset.UTC));
        log.begin("send");
        var others = log.standardError();
        others.println("waiting for \"jane.doe@example.com\"\r");
        others.println();
        others.println("{\"@timestamp\":\"1970-01-01T00:00:00Z\",\"message\":\"<jane@example.com>\"}");
        assertThat(written.toString(StandardCharsets.UTF_8)).isEqualTo("""
                {"@timestamp":"1970-01-01T00:00:00Z","level":"WARN","command":"send",\
                "message":"waiting for \\"(mail address)\\"<U+000D>"}
                {"@timestamp":"1970-01-01T00:00:00Z","message":"<(mail address)>"}
                """);
    }

    private static List<JsonNode> log(String err) {
        return err.lines().map(STRICT::readTree).toList();
    }
}
