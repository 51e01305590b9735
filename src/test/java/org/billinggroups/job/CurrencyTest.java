package org.billinggroups.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.billinggroups.cli.CommandTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Prices in one currency, invoices in another. */
class CurrencyTest extends CommandTest {
    private static final String RATES = """
            Date,USD,JPY,GBP,SEK,KWD,
            2026-11-02,9,9,9,9,9,
            2026-10-30,1.0825,164.25,0.84,N/A,0.3333,
            2026-10-29,8,8,8,11,8,
            """;

    @BeforeEach
    void createCompany() throws IOException {
        billing(0, "apply", write("company.yaml", """
                seller: {id: main, name: Seller Oy, address_lines: [Katu 1], city: Helsinki, country_code: FI,
                  vat_id: FI01120389}
                tax_rates: [{country_code: FI, rate: 25.5, valid_from: 2024-09-01}]
                accounts:
                  - id: acme
                    billing_groups:
                      - {name: Euro, currency: EUR, company: C, address_lines: [A], city: B, country_code: FI,
                         discount_percent: 10}
                      - {name: Yen, currency: JPY, company: C, address_lines: [A], city: B, country_code: JP}
                      - {name: Dinar, currency: KWD, company: C, address_lines: [A], city: B, country_code: KW}
                      - {name: Pound, currency: GBP, company: C, address_lines: [A], city: B, country_code: FI}
                      - {name: Krona, currency: SEK, company: C, address_lines: [A], city: B, country_code: SE,
                         vat_id: SE556188840401}
                    projects:
                      - {id: e, billing_group: Euro}
                      - {id: y, billing_group: Yen}
                      - {id: d, billing_group: Dinar}
                      - {id: p, billing_group: Pound}
                      - {id: k, billing_group: Krona}
                """));
        billing(0, "price", "import", write("prices.csv", """
                sku,model,currency,unit,up_to,unit_price,flat_fee,package_size,free_units,tier_scope,quantity_rounding,valid_from
                vm,per_unit,USD,hour,,0.1,,,,,interval:1,2026-01-01
                """));
    }

    private void importUsage(String... projects) throws IOException {
        var text = new StringBuilder(
                "usage_id,project,service,sku,quantity,unit,started_at,ended_at,amount,currency,category,description\n");
        for (var project : projects) {
            text.append("u-%s,%s,S,vm,999.5,hour,2026-10-01T00:00:00Z,2026-10-02T00:00:00Z,,,,%n".formatted(project,
                    project));
            text.append("a-%s,%s,S,fee,1,each,2026-10-01T00:00:00Z,2026-10-02T00:00:00Z,12.345,GBP,,%n"
                    .formatted(project, project));
        }
        billing(0, "import", write("usage.csv", text.toString()));
    }

    private List<String> lines() {
        return database.jdbc().sql("""
                SELECT concat_ws(' ', f.name, l.sku, l.price_currency, trim_scale(l.price_amount), l.exchange_rate,
                    l.exchange_rate_day, l.pre_discount_amount, l.amount)
                FROM invoice_line l JOIN invoice i ON i.id = l.invoice_id
                JOIN frozen_group f ON f.run_id = i.run_id AND f.group_id = i.group_id ORDER BY f.name DESC, l.line
                """).query(String.class).list();
    }

    @Test
    void convertsByTheRateOfTheLastPublicationDayOfThePeriod() throws IOException {
        assertThat(billing(0, "rate", "import", write("rates.csv", RATES)).out()).contains("14 rates created");
        importUsage("e", "y", "p", "d");
        billing(0, "run", "2026-10", "--issue-date", "2026-11-03", "--out", folder.resolve("out").toString());
        billing(0, "verify");
        // 1000 hours for 100 dollars; 100 x 0.9237875289 = 92.378..., less 10 %: 83.140...
        assertThat(lines()).containsExactly("Yen fee GBP 12.345 195.5357143 2026-10-30 2414 2414",
                "Yen vm USD 100 151.7321016 2026-10-30 15173 15173",
                "Pound fee GBP 12.345 12.35 12.35", "Pound vm USD 100 0.7759815242 2026-10-30 77.60 77.60",
                // 0.3333 / 0.84 = 0.396785714285..., x 12.345 = 4.89832...; 0.3333 / 1.0825 = 0.307898383371...
                "Euro fee GBP 12.345 1.19047619 2026-10-30 14.70 13.23",
                "Euro vm USD 100 0.9237875289 2026-10-30 92.38 83.14",
                "Dinar fee GBP 12.345 0.3967857143 2026-10-30 4.898 4.898",
                "Dinar vm USD 100 0.3078983834 2026-10-30 30.790 30.790");
        // VAT of pounds: 25.5 % of 89.95 = 22.93725, and 22.94 / 0.84 in euros
        assertThat(database.jdbc().sql("""
                SELECT concat_ws(' ', currency, tax_total, seller_currency, seller_tax_total, seller_exchange_rate)
                FROM invoice WHERE currency = 'GBP'
                """).query(String.class).single()).isEqualTo("GBP 22.94 EUR 27.31 1.19047619");
        var csv = Files.readString(folder.resolve("out/2026-10/run-1/invoices/INV-2026-000003.csv"));
        assertThat(billing(0, "invoice", "show", "INV-2026-000001", "--json").out()).contains("exchange_rate_day");
        assertThat(csv).contains("price_currency");
        for (var number : List.of("INV-2026-000001", "INV-2026-000002", "INV-2026-000003")) {
            assertThat(billing(0, "invoice", "explain", number).out()).contains("each record up to 1",
                    "the usage arrived priced: 12.345 GBP").doesNotContain("DIFFERENCE");
        }
    }

    @Test
    void parksGroupWithoutRateAndInvoicesItOnceThereIsOne() throws IOException {
        importUsage("e", "k");
        assertThat(billing(3, "run", "2026-10", "--issue-date", "2026-11-03", "--out", folder.toString()).out())
                .contains("Euro", "no_exchange_rate", "is in GBP, and there is no exchange rate to EUR for 2026-10");
        billing(0, "rate", "import", write("rates.csv", RATES));
        assertThat(billing(3, "run", "2026-10", "--issue-date", "2026-11-03", "--out", folder.toString()).out())
                .contains("1 invoice issued", "Krona",
                        "there is no exchange rate to SEK for 2026-10 (published on 2026-10-30)");
        billing(20, "rate", "import", write("rates.csv", RATES.replace("1.0825", "1.09")));
        assertThat(billing(0, "rate", "list").out()).contains("2026-11-02  USD       9");
        assertThat(billing(0, "rate", "list", "--date", "2026-10-31", "--json").out()).contains("\"1.0825\"");
        billing(0, "rate", "import", "--replace", write("rates.csv", RATES.replace("1.0825,164.25,0.84,N/A",
                "1.0825,164.25,0.84,11.5")));
        billing(0, "run", "2026-10", "--issue-date", "2026-11-03", "--out", folder.toString());
    }

    @Test
    void namesARateListThatEndsBeforeThePeriod() throws IOException {
        importUsage("e");
        billing(0, "rate", "import", write("old.csv", "Date,USD,GBP,\n2026-10-01,1.1,0.8,\n"));
        assertThat(billing(3, "run", "2026-10", "--issue-date", "2026-11-03", "--out", folder.toString()).out())
                .contains("no_exchange_rate", "exchange rates end on 2026-10-01, before 2026-10 does",
                        "'billing rate import FILE', then 'billing run 2026-10'");
        billing(0, "rate", "import", write("newer.csv", "Date,USD,GBP,\n2026-10-28,1.2,0.9,\n"));
        assertThat(billing(0, "run", "2026-10", "--until", "draft", "--out", folder.toString()).out())
                .contains("exchange rates end on 2026-10-28", "'billing run 2026-10 --discard-drafts'");
        billing(0, "rate", "import", write("rates.csv", RATES));
        assertThat(billing(0, "run", "2026-10", "--discard-drafts", "--out", folder.toString()).out())
                .contains("1 invoice issued").doesNotContain("exchange rates end");
    }

    /** VAT is to be told in the currency of the country that gets it (Directive 2006/112/EC, Article 230). */
    @Test
    void parksGroupWhoseTaxCannotBeToldInTheSellersCurrency() throws IOException {
        billing(0, "price", "import", write("pounds.csv", """
                sku,model,currency,unit,up_to,unit_price,flat_fee,package_size,free_units,tier_scope,quantity_rounding,valid_from
                vm,per_unit,GBP,hour,,0.1,,,,,,2026-01-01
                """));
        importUsage("p");
        assertThat(billing(3, "run", "2026-10", "--issue-date", "2026-11-03", "--out", folder.toString()).out())
                .contains("Pound", "the VAT is in GBP, and there is no exchange rate to EUR for 2026-10");
        billing(0, "rate", "import", write("rates.csv", RATES));
        billing(0, "run", "2026-10", "--issue-date", "2026-11-03", "--out", folder.toString());
    }

    @Test
    void tellsWhichCountrysTaxIsPosted() throws IOException {
        billing(0, "apply", "--yes", write("consumers.yaml", """
                tax_rates: [{country_code: CY, rate: 19, valid_from: 2020-01-01}]
                accounts:
                  - id: acme
                    billing_groups:
                      - {name: Cyprus, currency: EUR, company: C, address_lines: [A], city: B, country_code: CY}
                    projects: [{id: c, billing_group: Cyprus}]
                """));
        billing(0, "rate", "import", write("rates.csv", RATES));
        importUsage("c", "e");
        billing(0, "run", "2026-10", "--issue-date", "2026-11-03", "--out", folder.resolve("out").toString());
        billing(0, "verify");
        assertThat(database.jdbc().sql("SELECT DISTINCT tax_code FROM posting WHERE tax_code IS NOT NULL ORDER BY 1")
                .query(String.class).list()).containsExactly("S19-CY", "S25.5");
        assertThat(billing(0, "ledger", "export", "2026-10", "--format", "hledger").out()).contains("tax:S19-CY");
    }

    @Test
    void takesRatesOfLongAgoForNone() throws IOException {
        importUsage("e");
        billing(0, "rate", "import", write("rates.csv", "Date,USD,GBP\n2026-10-20,1.1,0.8\n"));
        assertThat(billing(3, "run", "2026-10", "--out", folder.toString()).out()).contains("no_exchange_rate");
        billing(0, "rate", "import", write("rates.csv", "Date,USD,GBP\n2026-10-21,1.1,0.8\n"));
        billing(0, "run", "2026-10", "--out", folder.toString());
    }

    @Test
    void keepsTheRatesThatItFroze() throws IOException {
        importUsage("e");
        billing(0, "rate", "import", write("rates.csv", RATES));
        billing(0, "run", "2026-10", "--issue-date", "2026-11-03", "--out", folder.toString(), "--until", "draft");
        assertThat(billing(0, "rate", "import", write("rates.csv", RATES)).out())
                .contains("0 rates created, 0 replaced, 14 unchanged");
        assertThat(billing(0, "rate", "import", "--replace", write("rates.csv", RATES.replace("1.0825", "2"))).out())
                .contains("0 rates created, 1 replaced, 13 unchanged");
        billing(0, "run", "2026-10");
        billing(0, "verify");
        assertThat(lines()).contains("Euro vm USD 100 0.9237875289 2026-10-30 92.38 83.14");
        assertThat(database.jdbc().sql("SELECT rate FROM frozen_exchange_rate WHERE currency = 'USD'")
                .query(String.class).list()).containsExactly("1.0825");
    }

    @Test
    void keepsNothingOfABadFile() throws IOException {
        assertThat(billing(20, "rate", "import", write("rates.csv", "Date,USD,CYP,\n2026-10-30,1.1,0.58,\n"
                + "2026-10-29,x,N/A,\n")).err()).contains("rates.csv:3", "USD 'x'");
        assertThat(database.jdbc().sql("SELECT count(*) FROM exchange_rate").query(Long.class).single()).isZero();
        billing(0, "rate", "import", write("rates.csv", "Date,USD,CYP,\n2007-12-31,1.4721,0.585274,\n"));
        assertThat(billing(0, "rate", "list", "--currency", "CYP").out()).contains("0.585274");
    }
}
