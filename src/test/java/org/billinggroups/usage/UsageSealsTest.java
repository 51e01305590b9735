package org.billinggroups.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.SoftAssertions.assertSoftly;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.billinggroups.TestApplication;
import org.billinggroups.cli.CommandInProcess;
import org.billinggroups.database.TestDatabase;
import org.billinggroups.period.BillingPeriod;
import org.billinggroups.seal.SealedEvents;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** What is digested while rows are sent is what is read back, however they came; and whatever is changed is found. */
class UsageSealsTest {
    private static final String NATIVE = "usage_id,project,service,sku,quantity,unit,started_at,ended_at,amount,currency,"
            + "description\n";
    private static final String FOCUS = "BillingAccountId,BillingAccountName,BillingPeriodStart,ChargePeriodStart,"
            + "ChargePeriodEnd,BilledCost,BillingCurrency,ChargeCategory,ServiceName,SkuId,PricingQuantity,PricingUnit,"
            + "SubAccountId,Tags\n";
    private static final List<String> TEXTS = List.of("web", "Größe", "計算", "a b", "🚀", "x".repeat(60));

    @TempDir
    private static Path folder;

    private static TestDatabase database;
    private static ConfigurableApplicationContext context;
    private static final Random RANDOM = new Random(20);
    private static int rows;

    @BeforeAll
    static void open() {
        database = TestDatabase.create();
        var owner = database.owner();
        context = TestApplication.on(database, "spring.datasource.username=" + owner.username(),
                "spring.datasource.password=" + owner.password());
    }

    @AfterAll
    static void close() {
        context.close();
        database.close();
    }

    @Test
    void readsBackWhatWasSealedAndFindsEachChange() throws IOException {
        importsInEachWay();
        findsEachChangeOfARecord();
    }

    private static void importsInEachWay() throws IOException {
        // The rows of one file come directly; where some are known, by the stage.
        var first = natives(60);
        imports("direct.csv", NATIVE + first);
        imports("staged.csv", NATIVE + natives(20) + first.substring(0, first.indexOf('\n') + 1) + natives(3));
        imports(3, "conflict.csv", NATIVE + natives(3) + first.lines().findFirst().orElseThrow() + "x\n",
                "--accept-valid");
        imports("focus.csv", FOCUS + charge("01", "1.10") + charge("02", "2.00") + charge("03", "0.0000001"));
        imports("more.csv", FOCUS + charge("03", "0.0000001") + charge("04", "-4"));
        imports("first.csv", FOCUS + charge("11", "1.1") + charge("12", "2"), "--source", "cloud");
        imports("restated.csv", FOCUS + charge("11", "1.2") + charge("13", "3"), "--source", "cloud", "--replace",
                "--yes");
        imports("own.csv", NATIVE + natives(9), "--source", "own");
        imports("again.csv", NATIVE + natives(2), "--source", "own", "--replace", "--yes");
        assertThat(seals()).hasSizeGreaterThan(9);
        // A period of which there is no usage has no table of its own.
        assertThat(context.getBean(UsageSeals.class).differences(Optional.of(BillingPeriod.parse("2100-01"))))
                .isEmpty();
        run(3, "usage", "void", folder.resolve("direct.csv").toString(), "--yes");
        assertThat(differences()).isEmpty();
        assertThat(context.getBean(UsageSeals.class).differences(Optional.of(
                BillingPeriod.parse("2026-09")))).isEmpty();
    }

    private static void imports(String name, String text, String... options) throws IOException {
        imports(0, name, text, options);
    }

    private static void imports(int code, String name, String text, String... options) throws IOException {
        var arguments = new ArrayList<>(List.of("--data-dir", folder.resolve("data").toString(), "import"));
        arguments.addAll(List.of(options));
        arguments.add(Files.writeString(folder.resolve(name), text).toString());
        run(code, arguments.toArray(String[]::new));
        assertThat(differences()).as(name).isEmpty();
    }

    private static void run(int code, String... arguments) {
        var ended = CommandInProcess.run(database, arguments);
        assertThat(ended.exitCode()).as(String.join(" ", arguments) + ended.out() + ended.err()).isEqualTo(code);
    }

    /** Rows with numbers and times of any form, some over more than one period. */
    private static String natives(int count) {
        var text = new StringBuilder();
        for (int i = 0; i < count; i++) {
            var start = Instant.parse("2026-08-20T00:00:00Z").plusMillis(RANDOM.nextInt(1_000_000_000));
            var end = start.plusSeconds(RANDOM.nextInt(3) == 0 ? RANDOM.nextInt(5_000_000) : RANDOM.nextInt(9_000));
            boolean priced = RANDOM.nextBoolean();
            text.append(String.join(",", "id-" + rows++, any(), any(), any(), number(), any(), start.toString(),
                    end.toString(), priced ? number() : "", priced ? "EUR" : "", RANDOM.nextBoolean() ? any() : ""))
                    .append('\n');
        }
        return text.toString();
    }

    private static String any() {
        return TEXTS.get(RANDOM.nextInt(TEXTS.size()));
    }

    /** A number of up to 20 digits before the point and 12 behind it. */
    private static String number() {
        var number = new BigDecimal(new BigInteger(RANDOM.nextInt(60), RANDOM), RANDOM.nextInt(13));
        return switch (RANDOM.nextInt(4)) {
            case 0 -> "0." + "0".repeat(RANDOM.nextInt(9) + 1);
            case 1 -> RANDOM.nextInt(100) + "0000.000";
            case 2 -> number.negate().toPlainString();
            default -> number.toPlainString();
        };
    }

    private static String charge(String day, String amount) {
        return "ba,Name,2026-06-01T00:00:00Z,2026-06-%sT00:00:00Z,2026-06-%sT12:00:00Z,%s,EUR,Usage,S,vm,1,h,web,%n"
                .formatted(day, day, amount);
    }

    private static List<String> seals() {
        return database.jdbc().sql("SELECT subject FROM seal WHERE kind = 'usage'").query(String.class).list();
    }

    private static List<String> differences() {
        List<String> findings = new ArrayList<>(context.getBean(UsageSeals.class).differences(Optional.empty()));
        findings.addAll(context.getBean(SealedEvents.class).differences(UsageSeals.USAGE));
        return findings;
    }

    private static void findsEachChangeOfARecord() {
        var record = " WHERE (u.period, u.usage_id, u.part) = (SELECT period, usage_id, part FROM usage_record "
                + "WHERE whole_amount IS NOT NULL ORDER BY usage_id LIMIT 1)";
        assertSoftly(softly -> {
            for (var column : List.of("usage_id = 'other'", "part = 7", "line = line + 1", "project = 'other'",
                    "service = 'other'", "sku = 'other'", "quantity = quantity + 1", "quantity = quantity * 1.0",
                    "unit = 'other'", "started_at = started_at - interval '1 microsecond'",
                    "ended_at = ended_at + interval '1 microsecond'", "amount = NULL", "currency = 'USD'",
                    "category = 'credit'", "description = coalesce(description, '') || ' '", "whole_quantity = 1",
                    "whole_amount = 1", "whole_started_at = NULL", "whole_ended_at = NULL", "file_id = file_id + 1",
                    "period = '2026-01-01'")) {
                softly.assertThat(findingsAfter("UPDATE usage_record u SET " + column + record)).as(column)
                        .isNotEmpty();
            }
            softly.assertThat(findingsAfter("DELETE FROM usage_record u" + record)).as("deleted").isNotEmpty();
            softly.assertThat(findingsAfter("INSERT INTO usage_record SELECT u.period, 'x', u.part, u.file_id, u.line, "
                    + "u.project, u.service, u.sku, u.quantity, u.unit, u.started_at, u.ended_at FROM usage_record u"
                    + record)).as("inserted").isNotEmpty();
            softly.assertThat(findingsAfter("UPDATE usage_file_digest SET digest = '0' || digest WHERE digest = "
                    + "(SELECT min(digest) FROM usage_file_digest)")).as("digest").isNotEmpty();
        });
    }

    private static List<String> findingsAfter(String attack) {
        return Optional.ofNullable(context.getBean(TransactionTemplate.class).execute(status -> {
            status.setRollbackOnly();
            var jdbc = context.getBean(JdbcClient.class);
            jdbc.sql("SELECT create_usage_partition('2026-01-01')").query((rs, row) -> 0).single();
            assertThat(jdbc.sql(attack).update()).as(attack).isEqualTo(1);
            return differences();
        })).orElseThrow();
    }
}
