package org.billinggroups.collection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.billinggroups.TestApplication;
import org.billinggroups.cli.CommandTest;
import org.billinggroups.collection.CollectInvoices.Outcome;
import org.billinggroups.period.BillingPeriod;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.dao.DuplicateKeyException;

/** An invoice is collected at most once until its return is recorded, whatever is repeated, killed or done at once. */
class CollectTest extends CommandTest {
    private static final LocalDate DAY = SettlementDay.in(2);
    private static final LocalDate LATER = SettlementDay.in(6);

    /** Invoices of two months: One and Two can be collected, Dollar is in another currency, and Plain pays itself. */
    @BeforeEach
    void issuesInvoices() throws IOException {
        var groups = new StringBuilder();
        var usage = new StringBuilder("usage_id,project,service,sku,quantity,unit,started_at,ended_at\n");
        var names = List.of("One", "Two", "Dollar", "Plain");
        for (var name : names) {
            groups.append("""
                          - {id: 00000000-0000-4000-8000-00000000000%4$d, name: %1$s, currency: %2$s,
                             company: %1$s Ltd, address_lines: [Road 1], city: Town, country_code: US, payment_terms_days: 0%3$s}
                    """.formatted(name, name.equals("Dollar") ? "USD" : "EUR", name.equals("Plain") ? "" : """
                    , sepa_mandate: {id: M-%s, signed_on: 2026-01-31, iban: FI2112345600000785}""".formatted(name),
                    names.indexOf(name)));
            for (var month : List.of("07", "08")) {
                usage.append("%1$s%2$s,%1$s,S,s,100,hour,2026-%2$s-05T00:00:00Z,2026-%2$s-05T01:00:00Z\n"
                        .formatted(name, month));
            }
        }
        billing(0, "apply", write("company.yaml", """
                seller: {id: main, name: Seller Oy, address_lines: [Street 1], city: Helsinki, country_code: FI,
                         vat_id: FI20774740, iban: FI2112345600000785, creditor_id: DE98ZZZ09999999999}
                accounts:
                  - id: acme
                    billing_groups:
                %s    projects: [{id: One, billing_group: One}, {id: Two, billing_group: Two},
                               {id: Dollar, billing_group: Dollar}, {id: Plain, billing_group: Plain}]
                """.formatted(groups)), "--yes");
        billing(0, "price", "import", write("prices.csv", """
                sku,model,currency,unit,up_to,unit_price,flat_fee,package_size,free_units,tier_scope,quantity_rounding,valid_from
                s,per_unit,EUR,hour,,1,,,,,,2020-01-01
                s,per_unit,USD,hour,,1,,,,,,2020-01-01
                """));
        billing(0, "import", write("usage.csv", usage.toString()));
        billing(0, "rate", "import", write("rates.csv", "Date,USD,\n2026-07-31,1.1,\n2026-08-31,1.1,\n"));
        var out = folder.resolve("out").toString();
        billing(0, "run", "2026-07", "--issue-date", "2026-08-01", "--out", out);
        billing(0, "run", "2026-08", "--issue-date", "2026-09-01", "--out", out);
    }

    private String collect(int code, String period, LocalDate day, String... options) {
        var all = new ArrayList<>(List.of("collect", period, "--on", day.toString()));
        all.addAll(List.of(options));
        var ended = billing(code, all.toArray(String[]::new));
        return ended.out() + ended.err();
    }

    private long collected() {
        return database.ownerJdbc().sql("SELECT count(*) FROM collection_item").query(Long.class).single();
    }

    @Test
    void collectsEachInvoiceOnce() throws IOException {
        var file = folder.resolve("a.xml");
        assertThat(collect(3, "2026-07", DAY, "--dry-run")).contains("would collect EUR 200.00 of 2 invoices",
                "(Dollar, USD 100.00) is in USD");
        assertThat(collect(20, "2026-07", DAY, "--out", folder.resolve("no/a.xml").toString())).contains("folder");
        assertThat(collect(2, "2026-07", DAY)).contains("--out");
        assertThat(collect(20, "2026-07", LocalDate.parse("2026-08-03"), "--dry-run")).contains("from " + SettlementDay
                .in(1));
        assertThat(collected()).isZero();

        assertThat(collect(3, "2026-07", DAY, "--out", file.toString())).contains("collects EUR 200.00", "FRST",
                "written to " + file);
        assertThat(Files.getPosixFilePermissions(file)).isEqualTo(PosixFilePermissions.fromString("rw-------"));
        var bytes = Files.readString(file);
        assertThat(bytes).contains("<CtrlSum>200.00</CtrlSum>").doesNotContain("Plain", "Dollar");

        // As after a kill that came before the file: what is noted is written again.
        Files.delete(file);
        assertThat(collect(0, "2026-07", DAY, "--out", file.toString())).contains("collected before");
        assertThat(file).hasContent(bytes);
        assertThat(collect(0, "2026-07", DAY, "--out", file.toString(), "--json")).contains("\"known_before\" : true");
        assertThat(collect(3, "2026-07", LATER, "--out", folder.resolve("b.xml").toString()))
                .contains("nothing to collect");
        assertThat(folder.resolve("b.xml")).doesNotExist();
        assertThatThrownBy(() -> database.ownerJdbc().sql("""
                INSERT INTO collection_item SELECT (jsonb_populate_record(x, '{"position": 9, "end_to_end_id": "E"}')).*
                FROM collection_item x LIMIT 1
                """).update()).isInstanceOf(DuplicateKeyException.class).hasMessageContaining("collected_once");
        assertThatThrownBy(() -> database.ownerJdbc().sql("UPDATE collection_item SET amount = 1").update())
                .hasMessageContaining("never changes");

        assertThat(billing(0, "invoice", "return", "INV-2026-000001", "--reason", "AC04").out()).contains("EUR 100.00");
        assertThat(billing(0, "invoice", "show", "INV-2026-000001").out()).contains("collected   EUR 100.00 on " + DAY,
                "-000001), returned on ", ": AC04");
        assertThat(billing(20, "invoice", "return", "INV-2026-000001", "--reason", "AC04").err())
                .contains("not being collected");
        assertThat(collect(3, "2026-07", LATER, "--out", file.toString())).contains("collects EUR 100.00", "RCUR");
        assertThat(billing(0, "verify").out()).isNotBlank();
        database.ownerJdbc().sql("ALTER TABLE collection_item DISABLE TRIGGER USER").update();
        database.ownerJdbc().sql("UPDATE collection_item SET iban = 'FI'").update();
        assertThat(billing(21, "verify").out()).contains("collection DD-202607-");
    }

    @Test
    void collectsOnceWhereTwoDoItAtOnce() throws Exception {
        var period = BillingPeriod.parse("2026-08");
        try (var first = TestApplication.on(database);
                var second = TestApplication.on(database);
                var threads = Executors.newFixedThreadPool(2)) {
            var barrier = new CyclicBarrier(2);
            var outcomes = Stream.of(first, second).map(context -> threads.submit(() -> {
                barrier.await();
                return collecting(context).collect(period, context == first ? DAY : LATER, "anna");
            })).toList();
            List<Outcome> all = List.of(outcomes.get(0).get(), outcomes.get(1).get());
            assertThat(all).extracting(one -> one.collection().debits().size()).containsExactlyInAnyOrder(2, 0);
            // The same day: one makes it, the other writes the same.
            assertThat(collected()).isEqualTo(2);
            var again = Stream.of(first, second).map(context -> threads.submit(() -> {
                barrier.await();
                return collecting(context).collect(BillingPeriod.parse("2026-07"), DAY, "anna");
            })).toList();
            var one = again.get(0).get();
            var other = again.get(1).get();
            assertThat(one.collection()).isEqualTo(other.collection());
            assertThat(one.isKnown()).isNotEqualTo(other.isKnown());
            assertThat(written(one, "1.xml")).isEqualTo(written(other, "2.xml"));
        }
    }

    @Test
    void whatWasReturnedHadComeInBeforeWhicheverStandsFirst() throws IOException {
        try (var context = TestApplication.at(Instant.parse("2026-09-02T08:00:00Z"), database)) {
            collecting(context).collect(BillingPeriod.parse("2026-08"), LocalDate.parse("2026-09-04"), "anna");
        }
        var details = "<TxDtls><Refs><EndToEndId>DD-202608-20260904-000002</EndToEndId></Refs>"
                + "<Amt Ccy=\"EUR\">100.00</Amt>%s</TxDtls>";
        billing(0, "payment", "import", statement("newest-first.xml",
                entry("DBIT", "100.00", "2026-09-04",
                        details.formatted("<RtrInf><Rsn><Cd>AM04</Cd></Rsn></RtrInf>"))
                        + entry("CRDT", "100.00", "2026-09-04", details.formatted(""))));
        assertThat(open("2026-08")).isEqualTo("100.00 100.00");
        // What comes on a later day is not what went back.
        var number = database.ownerJdbc().sql("""
                SELECT n.number FROM issued_invoice n JOIN collection_item x USING (invoice_id)
                WHERE x.end_to_end_id = 'DD-202608-20260904-000001'
                """).query(String.class).single();
        var first = details.replace("000002", "000001");
        billing(3, "payment", "import", statement("later.xml",
                entry("CRDT", "100.00", "2026-09-10", "<TxDtls><Amt Ccy=\"EUR\">100.00</Amt><RmtInf><Ustrd>" + number
                        + "</Ustrd></RmtInf></TxDtls>")
                        + entry("DBIT", "100.00", "2026-09-04",
                                first.formatted("<RtrInf><Rsn><Cd>AM04</Cd></Rsn></RtrInf>"))));
        assertThat(open("2026-08")).isEqualTo("0.00 100.00");
        assertThat(database.ownerJdbc().sql("SELECT count(*) FROM collection_item WHERE returned_on IS NOT NULL")
                .query(Long.class).single()).isEqualTo(1);
        billing(0, "verify");
    }

    /** The bank books a payment as one sum, and takes one debit of it back five days later. */
    @Test
    void statementsPayWhatWasCollectedAndOpenWhatWasReturned() throws IOException {
        try (var context = TestApplication.at(Instant.parse("2026-09-02T08:00:00Z"), database)) {
            collecting(context).collect(BillingPeriod.parse("2026-08"), LocalDate.parse("2026-09-04"), "anna");
        }
        var booked = entry("CRDT", "200.00", "2026-09-04", "<Btch><PmtInfId>DD-202608-20260904-CORE-FRST</PmtInfId>"
                + "<NbOfTxs>2</NbOfTxs></Btch>");
        var returned = entry("DBIT", "100.00", "2026-09-09", "<TxDtls><Refs><EndToEndId>DD-202608-20260904-000002"
                + "</EndToEndId></Refs><Amt Ccy=\"EUR\">100.00</Amt><CdtDbtInd>DBIT</CdtDbtInd>"
                + "<RtrInf><Rsn><Cd>AM04</Cd></Rsn></RtrInf></TxDtls>");
        billing(0, "payment", "import", statement("credit.xml", booked));
        assertThat(open("2026-08")).isEqualTo("0.00 0.00");
        assertThat(collect(3, "2026-08", DAY, "--out", folder.resolve("n.xml").toString())).contains("nothing to");

        billing(0, "payment", "import", statement("all.xml", booked + returned));
        assertThat(open("2026-08")).isEqualTo("0.00 100.00");
        assertThat(database.ownerJdbc().sql("""
                SELECT end_to_end_id || ' ' || returned_on || ' ' || return_reason FROM collection_item
                WHERE returned_on IS NOT NULL
                """).query(String.class).list()).containsExactly("DD-202608-20260904-000002 2026-09-09 AM04");
        assertThat(collect(3, "2026-08", DAY, "--out", folder.resolve("again.xml").toString()))
                .contains("collects EUR 100.00 of 1 invoice", "RCUR");

        // Neither what the bank tells of the first debit nor a transfer that goes back is of the pending one.
        var number = database.ownerJdbc().sql("""
                SELECT n.number FROM issued_invoice n JOIN collection_item x USING (invoice_id)
                WHERE x.returned_on IS NOT NULL
                """).query(String.class).single();
        var transfer = "<TxDtls><Amt Ccy=\"EUR\">100.00</Amt><RmtInf><Ustrd>" + number + "</Ustrd></RmtInf></TxDtls>";
        billing(0, "payment", "import", statement("late.xml", entry("CRDT", "100.00", "2026-09-10", transfer)
                + returned.replace("2026-09-09", "2026-09-11") + entry("CRDT", "100.00", "2026-09-12", transfer)
                + entry("DBIT", "100.00", "2026-09-13", transfer)
                        .replace("<BkTxCd/>",
                                "<RvslInd>1</RvslInd><BkTxCd/>")));
        assertThat(open("2026-08")).isEqualTo("0.00 100.00");
        assertThat(
                database.ownerJdbc().sql("SELECT returned_on::text FROM collection_item WHERE returned_on IS NOT NULL")
                        .query(String.class).list())
                .containsExactly("2026-09-09");
        assertThat(billing(20, "invoice", "return", number, "--reason", "AC04", "--on", LATER.toString()).err())
                .contains("cannot be in the future");
        billing(0, "verify");
    }

    private static String entry(String sign, String amount, String day, String details) {
        return """
                <Ntry><Amt Ccy="EUR">%s</Amt><CdtDbtInd>%s</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>%s</Dt></BookgDt>
                <BkTxCd/><NtryDtls>%s</NtryDtls></Ntry>
                """.formatted(amount, sign, day, details);
    }

    private String statement(String name, String entries) throws IOException {
        return write(name, """
                <Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt>
                <GrpHdr><MsgId>1</MsgId><CreDtTm>2026-09-09T20:00:00Z</CreDtTm></GrpHdr>
                <Stmt><Id>1</Id><Acct><Id><IBAN>FI2112345600000785</IBAN></Id></Acct>%s</Stmt>
                </BkToCstmrStmt></Document>
                """.formatted(entries));
    }

    /** What is open of the invoices that can be collected. */
    private String open(String period) {
        return String.join(" ", database.jdbc().sql("""
                SELECT b.open::text FROM collection_item x JOIN invoice_balance b USING (invoice_id)
                JOIN issued_invoice n USING (invoice_id) WHERE n.period = to_date(?, 'YYYY-MM') AND x.collection_id = 1
                ORDER BY x.position
                """).param(period).query(String.class).list());
    }

    private static CollectInvoices collecting(ConfigurableApplicationContext context) {
        return context.getBean(CollectInvoices.class);
    }

    private String written(Outcome outcome, String name) throws IOException {
        Path file = folder.resolve(name);
        try (var out = Files.newOutputStream(file)) {
            outcome.collection().write(out);
        }
        return Files.readString(file);
    }
}
