package org.billinggroups.external;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipFile;
import org.billinggroups.cli.CommandInProcess;
import org.billinggroups.database.TestDatabase;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page of a proof in a browser, with an archive of 20,000 usage rows. Needs chromium. */
@Tag("external")
class ProofIT {
    private static final int ROWS = 20_000;
    private static final String VERDICT = "document.querySelector('.verdict')?.className";

    @TempDir
    private static Path folder;

    private static TestDatabase database;
    private static Path archive;
    private static Path page;
    private static String root;

    @BeforeAll
    static void proves() throws IOException {
        database = TestDatabase.create();
        billing("apply", Files.writeString(folder.resolve("company.yaml"), """
                seller: {id: main, name: Seller Oy, address_lines: [Katu 1], city: Helsinki, country_code: FI,
                  vat_id: FI01120389}
                tax_rates: [{country_code: FI, rate: 25.5, valid_from: 2024-09-01}]
                accounts:
                  - id: acme
                    billing_groups:
                      - {name: '<img src=x onerror=alert(1)>', currency: EUR, company: C, address_lines: [A], city: B,
                         country_code: FI}
                    projects:
                      - {id: p0, billing_group: '<img src=x onerror=alert(1)>'}
                      - {id: '<b>p1</b>', billing_group: '<img src=x onerror=alert(1)>'}
                """).toString());
        billing("price", "import", Files.writeString(folder.resolve("prices.csv"), """
                sku,model,currency,unit,up_to,unit_price,flat_fee,package_size,free_units,tier_scope,quantity_rounding,valid_from
                vm*,per_unit,EUR,hour,,0.05,,,,,interval:1,2026-01-01
                egress,graduated,EUR,hour,100,0,,,,billing_group,,2026-01-01
                egress,graduated,EUR,hour,,0.08,,,,billing_group,,2026-01-01
                """).toString());
        var usage = new StringBuilder("usage_id,project,service,sku,quantity,unit,started_at,ended_at\n");
        for (int row = 0; row < ROWS; row++) {
            usage.append(
                    "u-%d,%s,Compute,%s,%d.%06d,hour,2026-10-%02dT%02d:00:00Z,2026-10-%02dT%02d:30:00Z%n".formatted(
                            row, row % 3 == 0 ? "p0" : "<b>p1</b>", row % 5 == 0 ? "egress" : "vm-" + row % 40,
                            row % 24,
                            row % 999_983, 1 + row % 31, row % 24, 1 + row % 31, row % 24));
        }
        billing("import", Files.writeString(folder.resolve("usage.csv"), usage).toString());
        billing("run", "2026-10", "--issue-date", "2026-11-02", "--out", folder.resolve("out").toString());
        archive = folder.resolve("proof.zip");
        var said = billing("prove", "INV-2026-000001", "--out", archive.toString());
        root = said.replaceAll("(?s).*root [0-9]+ ([0-9a-f]{64}) run.*", "$1");
        page = folder.resolve("index.html");
        try (var zip = new ZipFile(archive.toFile())) {
            Files.copy(zip.getInputStream(zip.getEntry("index.html")), page);
        }
    }

    @AfterAll
    static void dropDatabase() {
        database.close();
    }

    private static String billing(String... arguments) {
        var ended = CommandInProcess.run(database, arguments);
        assertThat(ended.exitCode()).as(ended.err()).isZero();
        return ended.out();
    }

    @Test
    void opensAnArchiveOfManyRowsInThreeSecondsAndAsksNobody() throws Exception {
        try (var browser = Browser.start(folder)) {
            browser.open(page);
            long start = System.nanoTime();
            browser.choose("#archive", archive);
            browser.await(VERDICT + " === 'verdict open'");
            long millis = (System.nanoTime() - start) / 1_000_000;
            System.out.println("archive of " + ROWS + " usage rows checked in " + millis + " ms");
            assertThat(millis).isLessThan(3000);
            browser.eval("document.getElementById('roots').value = 'Our root: " + root + ".'");
            browser.eval("document.getElementById('roots').dispatchEvent(new Event('input'))");
            browser.await(VERDICT + " === 'verdict good'");
            assertThat(browser.eval("document.body.innerText")).contains("INV-2026-000001", "<b>p1</b>", root);
            assertThat(browser.eval("document.querySelectorAll('img, b, iframe, link').length")).isEqualTo("0");
            Files.write(Path.of("target", "proof.png"), browser.picture());
            browser.eval("document.getElementById('roots').value = '" + "0".repeat(64) + "'");
            browser.eval("document.getElementById('roots').dispatchEvent(new Event('input'))");
            browser.await(VERDICT + " === 'verdict bad'");
            assertThat(browser.complaints()).isEmpty();
            assertThat(browser.requests()).allSatisfy(url -> assertThat(url).startsWith("file:"));
        }
    }

    @Test
    void namesWhatWasChanged() throws Exception {
        var bytes = Files.readAllBytes(archive);
        var text = new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1);
        bytes[text.indexOf("usage_id,project") + 200] ^= 1;
        var changed = Files.write(folder.resolve("changed.zip"), bytes);
        try (var browser = Browser.start(folder)) {
            browser.open(page);
            browser.choose("#archive", changed);
            browser.await(VERDICT + " === 'verdict bad'");
            assertThat(browser.eval("document.querySelector('.verdict').innerText")).contains("usage/2026-10.csv");
            browser.choose("#archive", page);
            browser.await("document.querySelector('.verdict').innerText.includes('cannot be read')");
        }
    }
}
