package org.billinggroups.statement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.xml.XMLConstants;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.SchemaFactory;
import org.billinggroups.file.InputProblems;
import org.billinggroups.statement.StatementAccounts.Account;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.xml.sax.SAXException;

/**
 * Statements of several versions, with batches, charges, returns and accounts, and what is refused. The samples are
 * written after the message definitions of ISO 20022 and valid by its schemas, which are in src/test/resources/iso20022
 * as ISO publishes them for everybody's use in its catalogue of messages. That of version 13 could not be had: its
 * sample is held against version 08, whose elements it uses.
 */
class CamtReaderTest {
    private static final Path SAMPLES = Path.of("src/test/resources/statement");
    private static final Path SCHEMAS = Path.of("src/test/resources/iso20022");
    private static final String IBAN = "FI2112345600000785";
    private static final StatementAccounts ACCOUNTS = new StatementAccounts(Optional.of(IBAN),
            Set.of(new Account(IBAN, "EUR"), new Account("123456789", "USD")));

    private static final String LATER = """
            1 100.00 CREDIT One Ltd | RF18 5390 0754 7034 |  | 7a562c67-ca16-48ba-b074-65581be6f001,A-1 |  | null
            1 300.00 CREDIT null |  | Collections |  | C-7 | null
            1 -20.00 RETURN Seller Oy |  | INV-2026-000002 |  |  | reversal
            """;

    private final InputProblems problems = new InputProblems();

    private String read(byte[] file) throws SQLException {
        var entries = new StringBuilder();
        var format = new CamtReader("s.xml", ACCOUNTS, problems, new BankEntry.Sink() {
            @Override
            public void add(BankEntry entry) {
                entries.append(text(entry)).append('\n');
            }

            @Override
            public void leaveOut() {}
        }).read(new ByteArrayInputStream(file));
        assertThat(format).startsWith("camt.053.001.");
        return entries.toString();
    }

    private static String text(BankEntry entry) {
        return entry.statement() + " " + entry.amount() + " " + entry.kind() + " " + entry.remitter() + " | "
                + String.join(",", entry.creditorReferences()) + " | " + String.join("/", entry.texts()) + " | "
                + String.join(",", entry.bankReferences()) + " | "
                + (entry.collectionId() == null ? "" : entry.collectionId())
                + (entry.endToEndId() == null ? "" : " " + entry.endToEndId()) + " | " + entry.returnReason();
    }

    @ParameterizedTest
    @CsvSource({ "02,02", "04,04", "08,08", "13,08" })
    void samplesAreValid(String version, String schema) throws SAXException, IOException {
        var factory = SchemaFactory.newInstance(XMLConstants.W3C_XML_SCHEMA_NS_URI);
        var sample = new String(Files.readAllBytes(sample(version)), StandardCharsets.ISO_8859_1)
                .replace("camt.053.001." + version, "camt.053.001." + schema);
        factory.newSchema(SCHEMAS.resolve("camt.053.001." + schema + ".xsd").toFile()).newValidator()
                .validate(new StreamSource(new StringReader(sample)));
    }

    private static Path sample(String version) {
        return SAMPLES.resolve("camt.053.001." + version + ".xml");
    }

    @Test
    void readsVersion02WithABatchAReturnChargesAndTwoAccounts() throws IOException, SQLException {
        assertThat(read(Files.readAllBytes(sample("02")))).isEqualTo("""
                1 125.50 CREDIT Müller GmbH |  | Rechnung INV-2026-/000001 | T-1,BATCH-1 |  | null
                1 49.50 CREDIT Two Ltd | RF18539007547034 |  | E-2,BATCH-1 |  E-2 | null
                1 -100.00 RETURN One Ltd |  |  | C-7-1 | C-7 C-7-1 | AC04
                1 -3.00 CHARGES One Ltd |  |  | C-7-1 | C-7 C-7-1 | null
                1 -7.90 CHARGES null |  | Account fee |  |  | null
                2 10 CREDIT null |  | INV-2026-000003 |  |  | null
                """);
        assertThat(problems.lines()).isEmpty();
    }

    @Test
    void readsVersion04WithPrefixAndChargesAndTransactionsWithoutAmounts() throws IOException, SQLException {
        assertThat(read(Files.readAllBytes(sample("04")))).isEqualTo("""
                1 100.00 CREDIT One Ltd |  | INV-2026-000001 | A-1 |  | null
                1 -1.50 CHARGES null |  |  | 1 |  | null
                1 150.00 CREDIT null |  | INV-2026-000001/INV-2026-000002 |  |  | null
                """);
    }

    @ParameterizedTest
    @CsvSource({ "08", "13" })
    void readsLaterVersions(String version) throws IOException, SQLException {
        assertThat(read(Files.readAllBytes(sample(version)))).isEqualTo(LATER);
    }

    /** What is changed in the sample of version 08, and what is said of it. */
    static List<String[]> wrong() {
        List<String[]> wrong = new ArrayList<>();
        wrong.add(new String[]{ "camt.053.001.08", "camt.053.001.14", "s.xml:2: Document "
                + "'urn:iso:std:iso:20022:tech:xsd:camt.053.001.14': expected camt.053.001.02 to camt.053.001.13" });
        wrong.add(new String[]{ "camt.053.001.08", "camt.052.001.08", "expected camt.053.001.02" });
        wrong.add(new String[]{ "BkToCstmrStmt", "BkToCstmrAcctRpt",
                "s.xml:3: BkToCstmrAcctRpt '': expected BkToCstmrStmt" });
        wrong.add(new String[]{ "(?s)<Stmt>.*</Stmt>", "", "has no statement" });
        wrong.add(new String[]{ IBAN, "FI1410093000123458", "s.xml:7: Acct/Id 'FI1410093000123458': expected " });
        wrong.add(new String[]{ "<Ccy>EUR", "<Ccy>SEK", "s.xml:7: Acct/Ccy 'SEK': expected " });
        wrong.add(new String[]{ "(?s)<Acct>.*</Acct>", "", "s.xml:5: Stmt 'S-1': has no account" });
        wrong.add(new String[]{ "(?s)(<Acct>.*</Acct>)(.*)</Stmt>", "$2$1</Stmt>",
                "s.xml:10: Ntry '': stands before the account (Acct)" });
        wrong.add(new String[]{ "100.00(</Amt><CdtDbtInd>CRDT</CdtDbtInd>\\s+<Rltd)", "201.00$1",
                "s.xml:10: Ntry/Amt '100.00': its transactions add up to 201.00" });
        wrong.add(new String[]{ "<Amt Ccy=\"EUR\">300", "<Amt Ccy=\"USD\">300",
                "s.xml:22: Ntry/Amt/@Ccy 'USD': expected " });
        wrong.add(new String[]{ "<Amt Ccy=\"EUR\">300", "<Amt>300", "s.xml:22: Ntry/Amt/@Ccy '': expected " });
        wrong.add(new String[]{ ">300.00<", ">-300.00<", "s.xml:22: Ntry/Amt '-300.00': expected an amount" });
        wrong.add(new String[]{ ">300.00<", ">300,00<", "s.xml:22: Ntry/Amt '300,00': expected an amount" });
        wrong.add(new String[]{ ">300.00<", ">300.005<", "s.xml:22: Ntry/Amt '300.005': expected at most 2 decimals" });
        for (var name : List.of("Amt", "AmtDtls/TxAmt/Amt", "AmtDtls/InstdAmt/Amt", "Chrgs/Rcrd/Amt")) {
            var open = "<" + name.replace("/", "><");
            var close = "</" + String.join("></", List.of(name.split("/")).reversed()) + ">";
            wrong.add(new String[]{ "<Amt Ccy=\"EUR\">100.00</Amt><CdtDbtInd>CRDT</CdtDbtInd>\\s+<Rltd",
                    open + " Ccy=\"EUR\">100.005" + close + "<Rltd",
                    "s.xml:15: Ntry/TxDtls/" + name + " '100.005': expected at most 2 decimals" });
        }
        wrong.add(new String[]{ "<Amt Ccy=\"EUR\">300.00</Amt>", "", "s.xml:21: Ntry/Amt '': is missing" });
        wrong.add(new String[]{ "CRDT</CdtDbtInd><Sts><Cd>BOOK", "PLUS</CdtDbtInd><Sts><Cd>BOOK",
                "expected CRDT or DBIT" });
        wrong.add(new String[]{ "<Sts><Cd>INFO</Cd></Sts>", "", "Ntry/Sts '': is missing" });
        wrong.add(new String[]{ "<BookgDt><Dt>2026-10-05</Dt></BookgDt>", "", "Ntry/BookgDt '': is missing" });
        wrong.add(new String[]{ "<BookgDt><Dt>2026-10-05", "<BookgDt><Dt>2026-13-05",
                "Ntry/BookgDt '2026-13-05': expected" });
        wrong.add(new String[]{ "</Document>", "", "s.xml:43: is not XML as a statement has it" });
        wrong.add(new String[]{ "<Document", "<!DOCTYPE Document SYSTEM \"http://localhost/x.dtd\"><Document",
                "s.xml:2: has a DOCTYPE" });
        wrong.add(new String[]{ "<Document", "<!DOCTYPE Document [<!ENTITY e SYSTEM \"file:///etc/passwd\">]><Document",
                "s.xml:2: has a DOCTYPE" });
        wrong.add(new String[]{ "One Ltd", "&e;", "is not XML" });
        wrong.add(new String[]{ "One Ltd", "<x>".repeat(50) + "</x>".repeat(50), "nested more deeply" });
        wrong.add(new String[]{ "One Ltd", "x".repeat(2_000_000), "is longer than anything in a statement" });
        return wrong;
    }

    @ParameterizedTest
    @MethodSource("wrong")
    void tellsWhatIsWrongAndWhere(String from, String to, String expected) throws IOException {
        var text = Files.readString(sample("08")).replaceFirst(from, to);
        assertThat(text).isNotEqualTo(Files.readString(sample("08")));
        assertThatThrownBy(() -> {
            read(text.getBytes(StandardCharsets.UTF_8));
            problems.requireNone();
        }).hasMessageContaining(expected);
    }

    @Test
    void takesWhatStandsBehindTheTransactionsForAnOnlyOne() throws IOException, SQLException {
        var text = Files.readString(sample("08"));
        var behind = text.replaceFirst("(?s)<RmtInf>.*?</RmtInf>(.*?</NtryDtls>)",
                "$1<AddtlNtryInf>INV-2026-000001</AddtlNtryInf>");
        assertThat(read(behind.getBytes(StandardCharsets.UTF_8))).contains(" | INV-2026-000001 |");
        var twice = behind.replaceFirst("(?s)(<TxDtls>.*?</TxDtls>)", "$1$1").replaceFirst("100.00", "200.00");
        assertThat(read(twice.getBytes(StandardCharsets.UTF_8))).doesNotContain("INV-2026-000001");
    }

    /** The first transaction of an entry waits for the next one, and is still of its own part. */
    @Test
    void takesTheIdOfACollectionForThePartOfTheEntryThatNamesIt() throws IOException, SQLException {
        var transaction = "<TxDtls><Amt Ccy=\"EUR\">50.00</Amt></TxDtls>";
        var text = Files.readString(sample("08")).replaceFirst("(?s)<NtryDtls>.*?</NtryDtls>", "<NtryDtls>"
                + transaction + "</NtryDtls><NtryDtls><Btch><PmtInfId>C-8</PmtInfId></Btch>" + transaction
                + "</NtryDtls>");
        assertThat(read(text.getBytes(StandardCharsets.UTF_8)).lines().limit(2))
                .containsExactly("1 50.00 CREDIT null |  |  | A-1 |  | null",
                        "1 50.00 CREDIT null |  |  | A-1 | C-8 | null");
    }

    /** What the bank kept may be more than what is left, if it says so. */
    @ParameterizedTest
    @CsvSource({ "0.15, 0.50, 0.35, ''", "10.00, 30.00, 0.00, up to 30.00", "10.00, 30.00, 10.00, ''",
            "0.00, 1.00, 0.00, up to 1.00", "100.00, 150.00, 0.00, ''" })
    void refusesTransactionsThatAreMoreThanTheirEntry(String booked, String sum, String charges, String problem)
            throws IOException, SQLException {
        var text = Files.readString(sample("08")).replaceFirst("100.00", booked).replaceFirst(
                "(?s)<NtryDtls>.*?</NtryDtls>", "<NtryDtls><TxDtls><Amt Ccy=\"EUR\">" + sum
                        + "</Amt><CdtDbtInd>CRDT</CdtDbtInd><Chrgs><Rcrd><Amt Ccy=\"EUR\">" + charges
                        + "</Amt></Rcrd></Chrgs></TxDtls></NtryDtls>");
        read(text.getBytes(StandardCharsets.UTF_8));
        assertThat(String.join("", problems.lines())).contains(problem);
        assertThat(problems.lines()).hasSize(problem.isEmpty() ? 0 : 1);
    }

    @Test
    void readsAReversalThatHasNoTransaction() throws IOException, SQLException {
        var text = Files.readString(sample("08")).replace("<RvslInd>true", "<RvslInd>1")
                .replaceAll("(?s)<NtryDtls><TxDtls>(?:(?!</NtryDtls>).)*INV-2026-000002.*?</NtryDtls>", "");
        assertThat(read(text.getBytes(StandardCharsets.UTF_8))).contains("1 -20.00 RETURN null |  |  |  |  | reversal");
        assertThat(problems.lines()).isEmpty();
    }

    @Test
    void countsPagesOfAStatementAsOneAndRepeatedStatementsAsSeveral() throws IOException, SQLException {
        var sample = Files.readString(sample("08"));
        var statement = sample.substring(sample.indexOf("<Stmt>"), sample.indexOf("</Stmt>") + "</Stmt>".length());
        var second = statement.replace("<PgNb>1<", "<PgNb>2<");
        var entries = read(sample.replace(statement, statement + second + statement).getBytes(StandardCharsets.UTF_8));
        assertThat(entries).isEqualTo(LATER + LATER + LATER.replaceAll("(?m)^1 ", "2 "));
    }

    @Test
    void takesReferencesFromTextsByTheirCheckDigits() {
        assertThat(CreditorReferences.of(List.of("rf18 5390 0754 7034"), List.of("RF18000000000539007547034")))
                .containsExactly("RF18539007547034");
        assertThat(CreditorReferences.of(List.of("4711"),
                List.of("pay RF18 5390 0754 7034 for INV-1", "XRF18539007547034")))
                .containsExactly("RF18539007547034");
        assertThat(CreditorReferences.of(List.of("RF19539007547034"), List.of("RF19 5390 0754 7034"))).isEmpty();
    }
}
