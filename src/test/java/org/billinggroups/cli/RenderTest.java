package org.billinggroups.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.billinggroups.run.ProgramVersion;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Published files are put back with the bytes that they had, or not at all; copies leave them alone. */
class RenderTest extends CommandTest {
    private static final String NUMBER = "INV-2026-000001";

    private Path run;

    @BeforeEach
    void invoicesAPeriod() throws IOException {
        billing(0, "apply", write("company.yaml", """
                seller: {id: main, name: Seller Oy, address_lines: [Katu 1], city: Helsinki, country_code: FI,
                  vat_id: FI01120389}
                tax_rates: [{country_code: FI, rate: 25.5, valid_from: 2024-09-01}]
                accounts:
                  - id: acme
                    billing_groups:
                      - {id: 0b9b1f5e-6d0c-4c1e-9d59-2f3a3f7f5b10, name: G, currency: EUR, company: C,
                        address_lines: [A], city: B, country_code: FI}
                    projects: [{id: web, billing_group: G}]
                """), "--yes");
        billing(0, "import", write("usage.csv", """
                usage_id,project,service,sku,quantity,unit,started_at,ended_at,amount,currency,category,description
                a,web,Compute,vm,-1234.5,hour,2026-09-02T00:00:00Z,2026-09-02T05:00:00Z,1234.5,EUR,,"1 t CO₂; x, y"
                b,web,Compute,free,5,hour,2026-09-02T00:00:00Z,2026-09-02T05:00:00Z,0,EUR,purchase,=free
                """));
        billing(0, "run", "2026-09", "--issue-date", "2026-10-02", "--out", folder.resolve("out").toString());
        run = folder.resolve("out/2026-09/run-1");
    }

    /** As another version of the program would: here it leaves lines without charge out. */
    private void drawsOtherwise() {
        var owner = database.ownerJdbc();
        owner.sql("UPDATE invoicing_run SET zero_priced_hidden = NOT zero_priced_hidden").update();
    }

    private void drawsAsBefore() {
        drawsOtherwise();
    }

    @Test
    void printsASubstituteAndKeepsTheTextInFilesForPrograms() throws IOException {
        assertThat(Files.readString(run.resolve("invoices/" + NUMBER + ".csv"))).contains("1 t CO₂; x, y");
    }

    @Test
    void refusesToPutAnotherDocumentInPlaceOfALostOne() throws IOException {
        var pdf = run.resolve("invoices/" + NUMBER + ".pdf");
        var csv = run.resolve("invoices/" + NUMBER + ".csv");
        var bytes = Files.readAllBytes(pdf);
        var manifest = Files.readAllBytes(run.resolve("manifest.json"));
        drawsOtherwise();
        Files.delete(pdf);
        Files.delete(csv);
        for (var what : new String[]{ "2026-09", NUMBER }) {
            assertThat(billing(20, "render", what).err())
                    .contains(ProgramVersion.current() + " draws 1 lost file(s) with other bytes",
                            "published by version " + ProgramVersion.current(), "nothing was written",
                            "invoices/" + NUMBER + ".pdf")
                    .doesNotContain(".csv");
        }
        assertThat(pdf).doesNotExist();
        assertThat(csv).doesNotExist();
        assertThat(run.resolveSibling(".run-1.restoring")).doesNotExist();
        assertThat(run.resolve("manifest.json")).hasBinaryContent(manifest);

        Files.writeString(pdf, "changed");
        billing(20, "render", "2026-09");
        assertThat(pdf).hasContent("changed");
        billing(21, "verify");

        Files.write(pdf, bytes);
        assertThat(billing(0, "render", "2026-09").out()).contains("1 file(s) written again");
        drawsAsBefore();
        billing(0, "verify");
    }

    @Test
    void putsBackTheSameBytesOfAllOrOfOneInvoice() throws IOException {
        var pdf = run.resolve("invoices/" + NUMBER + ".pdf");
        var bytes = Files.readAllBytes(pdf);
        Files.delete(pdf);
        Files.delete(run.resolve("ledger.csv"));
        Files.writeString(run.resolve("manifest.json"), "{}");
        Files.delete(run.resolve("report.html"));
        assertThat(billing(0, "render", NUMBER).out()).contains("1 file(s) written again");
        assertThat(pdf).hasBinaryContent(bytes);
        assertThat(billing(0, "render", "2026-09").out()).contains("3 file(s) written again");
        assertThat(Files.readString(run.resolve("manifest.json"))).contains("\"program_versions\"",
                ProgramVersion.current());
        billing(0, "verify");
    }

    @Test
    void publishesWhatIsSealedAfterAnUpgradeWithItsBytesOrNot() throws IOException {
        billing(0, "invoice", "credit-note", NUMBER, "--reason", "Wrong", "--issue-date", "2026-10-03");
        var note = folder.resolve("out/corrections/CN-2026-000001");
        var building = note.resolveSibling(".CN-2026-000001.building");
        Files.move(note, building);
        database.ownerJdbc().sql("UPDATE invoicing_run SET finished_at = NULL WHERE kind = 'correction'").update();
        var pdf = building.resolve("invoices/CN-2026-000001.pdf");
        var bytes = Files.readAllBytes(pdf);
        drawsOtherwise();
        Files.delete(pdf);
        assertThat(billing(20, "run").err()).contains("put them back from a backup", "CN-2026-000001.pdf");
        assertThat(note).doesNotExist();

        Files.write(pdf, bytes);
        billing(0, "run");
        assertThat(note.resolve("invoices/CN-2026-000001.pdf")).hasBinaryContent(bytes);
        drawsAsBefore();
        billing(0, "verify");
    }

    @Test
    void copiesLinesAndLedgersForSpreadsheets() throws IOException {
        var excel = folder.resolve("excel");
        assertThat(billing(0, "render", "2026-09", "--csv", "excel", "--out", excel.toString()).out())
                .contains("2 copies written in " + excel);
        var lines = Files.readString(excel.resolve("2026-09/run-1/invoices/" + NUMBER + ".csv"));
        assertThat(lines).startsWith("\uFEFFinvoice_number;line;line_type;project;")
                .contains(";\"1 t CO₂; x, y\";-1234,5;hour;EUR;1234,5;;EUR;1234,50;1234,50;S;25,5;2026-09;", ";'=free;")
                .contains("\r\n");
        assertThat(Files.readString(excel.resolve("2026-09/run-1/ledger.csv"))).contains(";1549,30;");
        assertThat(billing(0, "render", NUMBER, "--csv", "excel", "--out", folder.resolve("one").toString()).out())
                .contains("1 copies");
        for (var out : new Path[]{ folder.resolve("out"), run, run.resolve("excel") }) {
            assertThat(billing(20, "render", "2026-09", "--csv", "excel", "--out", out.toString()).err())
                    .contains("among the published files");
        }
        assertThat(billing(20, "render", "2026-09", "--csv", "excel").err()).contains("--out DIR");
        Files.delete(run.resolve("ledger.csv"));
        assertThat(billing(20, "render", "2026-09", "--csv", "excel", "--out", excel.toString()).err())
                .contains("ledger.csv is lost");
        billing(0, "render", "2026-09");
        billing(0, "verify");
    }
}
