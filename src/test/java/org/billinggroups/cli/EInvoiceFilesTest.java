package org.billinggroups.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import javax.xml.transform.OutputKeys;
import javax.xml.transform.TransformerException;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.stream.StreamResult;
import javax.xml.transform.stream.StreamSource;
import org.billinggroups.account.EInvoice;
import org.billinggroups.einvoice.RuleSets;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The German variant of the sample company: electronic invoices as files of their own, which equal those in {@code
 * sample-data/expected/de} but for the page inside; with {@code -Dgolden=write} they are written there.
 */
class EInvoiceFilesTest extends CommandTest {
    private static final Path SAMPLES = Path.of("sample-data");
    private static final Path EXPECTED = SAMPLES.resolve("expected").resolve("de");
    private static final Pattern PDF = Pattern.compile("(filename=\"[^\"]+\">)([^<]{100,})<");

    private Path invoices;

    @BeforeEach
    void declare() {
        invoices = folder.resolve("out/2026-09/run-1/invoices");
        billing(0, "apply", SAMPLES.resolve("company-de.yaml").toString(), "--yes");
        billing(0, "price", "import", SAMPLES.resolve("prices.csv").toString());
        billing(0, "import", SAMPLES.resolve("usage/2026-09.csv").toString());
    }

    private CommandInProcess.Ended run(int code) {
        return billing(code, "run", "2026-09", "--issue-date", "2026-10-02", "--exclude-unknown-projects", "--out",
                folder.resolve("out").toString());
    }

    @Test
    void publishesWhatEachGroupWantsAsAFileThatIsSealedAndRestored() throws Exception {
        run(0);
        compare("NC-2026-00001.xml", EInvoice.PEPPOL);
        compare("NC-2026-00002.xml", EInvoice.XRECHNUNG);
        assertThat(Files.readString(invoices.resolveSibling("manifest.json"))).contains("invoices/NC-2026-00001.xml");
        billing(0, "verify");

        var xml = invoices.resolve("NC-2026-00002.xml");
        var before = Files.readAllBytes(xml);
        Files.writeString(xml, "<Invoice/>");
        assertThat(billing(21, "verify").out()).contains("NC-2026-00002.xml");
        billing(0, "render", "2026-09");
        assertThat(xml).hasBinaryContent(before);
    }

    /** The rules find nothing, the page is inside as it is beside, and all else is as expected. */
    private void compare(String name, EInvoice form) throws IOException, TransformerException {
        var xml = Files.readAllBytes(invoices.resolve(name));
        assertThat(RuleSets.complaints(form, false, xml)).isEmpty();
        var text = new String(xml, StandardCharsets.UTF_8);
        var embedded = PDF.matcher(text);
        assertThat(embedded.find()).isTrue();
        assertThat(Base64.getDecoder().decode(embedded.group(2)))
                .isEqualTo(Files.readAllBytes(invoices.resolve(name.replace(".xml", ".pdf"))));
        var readable = indented(embedded.replaceFirst("$1the page<"));
        if ("write".equals(System.getProperty("golden"))) {
            Files.createDirectories(EXPECTED);
            Files.writeString(EXPECTED.resolve(name), readable);
        }
        assertThat(readable).isEqualTo(Files.readString(EXPECTED.resolve(name)));
    }

    private static String indented(String xml) throws TransformerException {
        var transformer = TransformerFactory.newInstance().newTransformer();
        transformer.setOutputProperty(OutputKeys.INDENT, "yes");
        transformer.setOutputProperty("{http://xml.apache.org/xslt}indent-amount", "2");
        var out = new StringWriter();
        transformer.transform(new StreamSource(new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8))),
                new StreamResult(out));
        return out.toString();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            contact: {name: N, email: a@nordlicht.example} | German seller needs contact.phone (Peppol DE-R-006)
            zip_code: ""                                   | German seller needs zip_code (Peppol DE-R-004)
            endpoint: ""                                   | German seller needs endpoint
            """)
    void parksBeforeNumberingWhereNationalRulesMissSomething(String field, String sentence) throws IOException {
        billing(0, "apply", write("less.yaml", "seller: {id: main, " + field + "}"), "--yes");
        run(3);
        assertThat(billing(0, "status", "2026-09").out()).contains(sentence, "billing apply FILE");
        assertThat(invoices.resolve("NC-2026-00002.xml")).doesNotExist();

        billing(0, "apply", SAMPLES.resolve("company-de.yaml").toString(), "--yes");
        run(0);
        assertThat(billing(0, "invoice", "list").out()).as("no number is lost").contains("NC-2026-00001",
                "NC-2026-00002");
        billing(0, "verify");
    }

    @Test
    void creditsInTheSameFormAndNotWhereSomethingIsMissing() throws IOException {
        run(0);
        billing(0, "apply", write("less.yaml", "seller: {id: main, contact: {name: N}}"), "--yes");
        assertThat(billing(20, "invoice", "credit-note", "NC-2026-00001", "--reason", "wrong", "--issue-date",
                "2026-10-03").err()).contains("German seller needs contact.phone");
        billing(0, "apply", SAMPLES.resolve("company-de.yaml").toString(), "--yes");
        billing(0, "invoice", "credit-note", "NC-2026-00001", "--reason", "wrong", "--issue-date", "2026-10-03");
        var xml = Files.readAllBytes(folder.resolve("out/corrections/CN-2026-000001/invoices/CN-2026-000001.xml"));
        assertThat(RuleSets.complaints(EInvoice.PEPPOL, true, xml)).isEmpty();
        billing(0, "verify");
    }

    @Test
    void parksTheGroupWhoseReferenceIsMissingAndIssuesTheOther() throws IOException {
        billing(0, "group", "edit", "Statistisches Amt", "--buyer-reference", "");
        run(3);
        assertThat(invoices.resolve("NC-2026-00001.xml")).exists();
        assertThat(billing(0, "status", "2026-09").out()).contains("needs buyer_reference",
                "billing group edit 'Statistisches Amt' --buyer-reference");
    }

    @ParameterizedTest
    @CsvSource({ "IT, Sistema di Interscambio", "PL, KSeF", "FR, plateformes agréées", "DE, ''" })
    void warnsWhereInvoicesHaveToPassAPlatformOfTheState(String country, String platform) throws IOException {
        var text = "seller: {id: main, country_code: " + country + ", vat_id: ''}";
        var said = billing(0, "apply", write("moved.yaml", text), "--yes").err();
        assertThat(said).doesNotContain("error");
        if (platform.isEmpty()) {
            assertThat(said).doesNotContain("platform");
        } else {
            assertThat(said).contains("warning: invoices between companies of", platform, "does not replace that");
        }
    }

    @Test
    void summarisesLinesAndNamesTheFileThatHasAllOfThem() throws Exception {
        billing(0, "group", "edit", "Nordvik Deutschland", "--invoice-lines", "summary");
        run(0);
        var xml = Files.readString(invoices.resolve("NC-2026-00001.xml"));
        var csv = Files.readAllLines(invoices.resolve("NC-2026-00001.csv"));
        int lines = xml.split("<cac:InvoiceLine>", -1).length - 1;
        assertThat(lines).isLessThan(csv.size() - 1);
        assertThat(RuleSets.complaints(EInvoice.PEPPOL, false, xml.getBytes(StandardCharsets.UTF_8))).isEmpty();
        billing(0, "verify");
        assertThat(List.of(Objects.requireNonNull(invoices.toFile().list()))).hasSize(6);
    }
}
