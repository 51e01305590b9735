package org.billinggroups.audit;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.billinggroups.cli.CommandInProcess;
import org.billinggroups.database.TestDatabase;

/**
 * A company with everything that is sealed: two approved and mailed invoices of August, of which one is partly paid and
 * the other credited, and two of September that are not mailed yet; the usage of October waits.
 */
final class MailedCompany implements AutoCloseable {
    private final GreenMail server = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
    private final TestDatabase database = TestDatabase.create();
    private final Path folder;

    private MailedCompany(Path folder) {
        this.folder = folder;
    }

    /** Publishes into {@code out} in a folder, and lets mail be sent to a server of its own. */
    static MailedCompany publish(Path folder) throws IOException {
        var company = new MailedCompany(folder);
        company.server.start();
        System.setProperty("spring.mail.host", "127.0.0.1");
        System.setProperty("spring.mail.port", Integer.toString(company.server.getSmtp().getPort()));
        company.publish();
        return company;
    }

    private void publish() throws IOException {
        run(0, "apply", write("company.yaml", """
                seller: {id: main, name: Seller Oy, address_lines: [Katu 1], city: Helsinki, country_code: FI,
                  vat_id: FI01120389, email: billing@seller.example}
                tax_rates: [{country_code: FI, rate: 25.5, valid_from: 2024-09-01}]
                accounts:
                  - id: acme
                    billing_groups:
                      - {id: 00000000-0000-4000-8000-000000000001, name: North, currency: EUR, company: C,
                         address_lines: [A], city: B, country_code: FI, billing_emails: [north@acme.example]}
                      - {id: 00000000-0000-4000-8000-000000000002, name: South, currency: EUR, company: C,
                         address_lines: [A], city: B, country_code: FI, billing_emails: [south@acme.example]}
                    projects: [{id: web, billing_group: 00000000-0000-4000-8000-000000000001},
                               {id: db, billing_group: 00000000-0000-4000-8000-000000000002}]
                """));
        run(0, "price", "import", write("prices.csv", """
                sku,model,currency,unit,up_to,unit_price,flat_fee,package_size,free_units,tier_scope,quantity_rounding,valid_from
                vm,per_unit,EUR,hour,,2,,,,,,2026-01-01
                """));
        run(0, "credit", "add", "North", "--kind", "promotional", "--amount", "1");
        var usage = new StringBuilder("usage_id,project,service,sku,quantity,unit,started_at,ended_at\n");
        for (var month : new String[]{ "2026-08", "2026-09", "2026-10" }) {
            for (var project : new String[]{ "web", "db" }) {
                usage.append("%2$s-%1$s,%2$s,Compute,vm,5,hour,%1$s-02T00:00:00Z,%1$s-02T05:00:00Z%n".formatted(month,
                        project));
            }
        }
        run(0, "import", write("usage.csv", usage.toString()));
        System.setProperty("billing.approval", "required");
        runPeriod(6, "2026-08", "2026-09-02");
        run(0, "invoice", "approve", "2026-08", "--all");
        System.clearProperty("billing.approval");
        runPeriod(0, "2026-08", "2026-09-02");
        run(0, "invoice", "pay", "INV-2026-000001", "--amount", "1.00", "--on", "2026-09-03");
        run(0, "invoice", "credit-note", "INV-2026-000002", "--reason", "Outage", "--issue-date", "2026-09-03");
        run(0, "send", "2026-08");
        runPeriod(0, "2026-09", "2026-10-02");
        run(0, "verify");
    }

    /** The database, to which nothing is connected. */
    TestDatabase database() {
        return database;
    }

    /** How many mails have come. */
    int mails() {
        return server.getReceivedMessages().length;
    }

    private void runPeriod(int code, String period, String issueDate) {
        run(code, "run", period, "--issue-date", issueDate, "--out", folder.resolve("out").toString());
    }

    private void run(int code, String... arguments) {
        var ended = CommandInProcess.run(database, arguments);
        assertThat(ended.exitCode()).as(String.join(" ", arguments) + ended.out() + ended.err()).isEqualTo(code);
    }

    private String write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text).toString();
    }

    @Override
    public void close() {
        server.stop();
        Stream.of("host", "port").forEach(name -> System.clearProperty("spring.mail." + name));
        database.close();
    }
}
