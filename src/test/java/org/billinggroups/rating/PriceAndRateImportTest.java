package org.billinggroups.rating;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.billinggroups.cli.CommandTest;
import org.junit.jupiter.api.Test;

class PriceAndRateImportTest extends CommandTest {
    private static final String HEADER = "sku,model,currency,unit,up_to,unit_price,flat_fee,package_size,free_units,"
            + "tier_scope,quantity_rounding,valid_from\n";

    @Test
    void namesEachReplacedPriceWithBothAmounts() throws IOException {
        var first = write("first.csv", HEADER + "vm,per_unit,EUR,hour,,0.05,,,,,,2026-01-01\n"
                + "egress,graduated,EUR,GB,100,0,,,,,,2026-01-01\negress,graduated,EUR,GB,,0.08,,,,,,2026-01-01\n");
        var second = write("second.csv", HEADER + "vm,per_unit,EUR,hour,,0.06,,,,,,2026-01-01\n"
                + "egress,graduated,EUR,GB,200,0,,,,,,2026-01-01\negress,graduated,EUR,GB,,0.08,,,,,,2026-01-01\n");
        billing(0, "price", "import", first);
        var replaced = "vm from 2026-01-01 on: 0.06 EUR per hour (per_unit), which was 0.05 EUR per hour (per_unit)";
        assertThat(billing(0, "price", "import", second, "--dry-run").out()).contains(replaced,
                "egress from 2026-01-01 on: 0 up to 200, then 0.08 EUR per GB (graduated), which was 0 up to 100, then "
                        + "0.08 EUR per GB (graduated)",
                "0 prices created, 2 replaced, 0 unchanged, if this were no dry run");
        assertThat(billing(0, "price", "list").out()).contains("0.05").doesNotContain("0.06");
        assertThat(billing(0, "price", "import", second).out()).contains(replaced).doesNotContain("dry run");
        assertThat(billing(0, "price", "list").out()).contains("0.06", "0 up to 200, then 0.08");
    }

    @Test
    void keepsNoRateOfADryRun() throws IOException {
        var rates = write("rates.csv", "Date,USD,\n2026-10-01,1.10,\n");
        assertThat(billing(0, "rate", "import", rates, "--dry-run", "--json").out())
                .contains("\"created\" : 1", "\"dry_run\" : true");
        assertThat(billing(0, "rate", "list").out()).doesNotContain("USD");
    }
}
