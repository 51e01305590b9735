package org.billinggroups.job;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.billinggroups.cli.CommandTest;

/** Groups with a project each, prices of one euro an hour, and what their invoices say. */
abstract class ChargesTest extends CommandTest {
    private int files;

    /** Groups such as {@code {name: One, country_code: FI}}, of which each has the project p1, p2, ... */
    void apply(String groups) throws IOException {
        var yaml = new StringBuilder("""
                seller: {id: main, name: Seller Oy, address_lines: [Street 1], city: Helsinki, zip_code: "00100",
                         country_code: FI, vat_id: FI20774740}
                tax_rates:
                  - {country_code: FI, rate: 25.5, valid_from: 2020-01-01}
                  - {country_code: DE, rate: 19, valid_from: 2020-01-01}
                  - {country_code: CY, rate: 19, valid_from: 2020-01-01}
                  - {country_code: FR, rate: 20, valid_from: 2020-01-01}
                accounts:
                  - id: acme
                    billing_groups:
                """);
        var projects = new StringBuilder("    projects:\n");
        int place = 0;
        for (var group : groups.strip().split("\n")) {
            place++;
            var name = group.substring("{name: ".length(), group.indexOf(','));
            yaml.append("      - {id: 00000000-0000-0000-0000-00000000000%d, currency: EUR, company: %s Ltd, "
                    .formatted(place, name)).append("address_lines: [Road 1], city: Town, ").append(group.substring(1))
                    .append('\n');
            projects.append("      - {id: p%d, billing_group: %s}%n".formatted(place, name));
        }
        billing(0, "apply", write("company.yaml", yaml.append(projects).toString()), "--yes");
        billing(0, "price", "import", write("prices.csv", """
                sku,model,currency,unit,up_to,unit_price,flat_fee,package_size,free_units,tier_scope,quantity_rounding,valid_from
                s,per_unit,EUR,hour,,1,,,,,,2020-01-01
                free,per_unit,EUR,hour,,0,,,,,,2020-01-01
                """));
    }

    /** Imports rows such as {@code p1 60 2026-07-05}, or {@code p1 60 2026-07-05 free}. */
    void importUsage(String... rows) throws IOException {
        var text = new StringBuilder("usage_id,project,service,sku,quantity,unit,started_at,ended_at\n");
        for (var row : rows) {
            var cells = row.split(" ");
            text.append("u%d-%d,%s,S,%s,%s,hour,%sT00:00:00Z,%sT00:30:00Z%n".formatted(files, text.length(), cells[0],
                    cells.length > 3 ? cells[3] : "s", cells[1], cells[2], cells[2]));
        }
        billing(0, "import", write("usage-" + files++ + ".csv", text.toString()));
    }

    void run(String period, String date, String... options) {
        var arguments = new ArrayList<>(List.of("run", period, "--issue-date", date, "--out",
                folder.resolve("out").toString()));
        arguments.addAll(List.of(options));
        billing(0, arguments.toArray(String[]::new));
        billing(0, "verify");
    }

    /** The lines of the invoices of a period: group, type, project or description, amount, tax and period. */
    List<String> lines(String period) {
        return database.jdbc().sql("""
                SELECT concat_ws(' ', f.name, l.line_type, coalesce(l.project, split_part(l.description, ':', 1)),
                    l.amount, l.tax_category || trim_scale(l.tax_rate), to_char(l.period, 'YYYY-MM'))
                FROM issued_invoice n JOIN invoice_customer f USING (invoice_id) JOIN invoice_line l USING (invoice_id)
                WHERE n.period = to_date(?, 'YYYY-MM') ORDER BY n.journal_entry, l.line
                """).param(period).query(String.class).list();
    }

    /** The invoices of a period: group, country, VAT id, net, total, prepaid. */
    List<String> invoices(String period) {
        return database.jdbc().sql("""
                SELECT concat_ws(' ', f.name, f.fields ->> 'country_code', f.fields ->> 'vat_id', n.currency, i.net_total,
                    i.total, nullif(i.prepaid, 0), i.amount_due)
                FROM issued_invoice n JOIN invoice_customer f USING (invoice_id) JOIN invoice i ON i.id = n.invoice_id
                WHERE n.period = to_date(?, 'YYYY-MM') ORDER BY n.journal_entry
                """).param(period).query(String.class).list();
    }
}
