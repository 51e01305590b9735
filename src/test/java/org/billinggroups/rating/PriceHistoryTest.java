package org.billinggroups.rating;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.billinggroups.cli.CommandTest;
import org.billinggroups.file.Sha256;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Who imported which price when, and what it replaced. */
class PriceHistoryTest extends CommandTest {
    private static final String PRICES = """
            sku,model,currency,unit,up_to,unit_price,flat_fee,package_size,free_units,tier_scope,quantity_rounding,valid_from
            vm,per_unit,EUR,hour,,%s,,,,,,2026-01-01
            """;

    private JsonNode json(String... arguments) {
        return JsonMapper.shared().readTree(billing(0, arguments).out());
    }

    @Test
    void tellsEachImportOfAPriceWithWhatItReplaced() throws IOException {
        var first = write("prices.csv", PRICES.formatted("0.05") + "egress,per_unit,EUR,GB,,0.1,,,,,,2026-01-01\n");
        billing(0, "price", "import", first, "--actor", "anna");
        billing(0, "price", "import", first);
        billing(0, "price", "import", write("dry.csv", PRICES.formatted("9")), "--dry-run");
        var second = write("second.csv", PRICES.formatted("0.06"));
        billing(0, "price", "import", second, "--actor", "bert");
        var history = json("price", "history", "vm", "--json");
        assertThat(history).hasSize(2);
        var last = history.path(1);
        assertThat(last.path("actor").asString()).isEqualTo("bert");
        assertThat(last.path("login").asString()).isEqualTo(database.application().username());
        assertThat(last.path("file").asString()).isEqualTo(second);
        assertThat(last.path("sha256").asString()).isEqualTo(Sha256.of(Path.of(second)));
        assertThat(last.path("price").path("tiers").path(0).path("unit_price").asString()).isEqualTo("0.06");
        assertThat(last.path("replaced").path("tiers").path(0).path("unit_price").asString()).isEqualTo("0.05");
        assertThat(history.path(0).path("replaced").isNull()).isTrue();
        assertThat(billing(0, "price", "history").out()).contains("anna", "egress", "0.06");
        assertThat(json("price", "history", "--json")).hasSize(3);
    }

    @Test
    void tellsEachImportOfRatesWithWhatItReplaced() throws IOException {
        billing(0, "rate", "import", write("rates.csv", "Date,USD,SEK,\n2026-09-30,1.1,11,\n"), "--actor", "anna");
        billing(0, "rate", "import", write("other.csv", "Date,USD,SEK,\n2026-09-30,1.2,11,\n2026-10-01,1.3,11,\n"),
                "--replace", "--actor", "bert");
        var usd = json("rate", "history", "usd", "--json");
        assertThat(usd).hasSize(3);
        assertThat(usd.path(1).path("actor").asString()).isEqualTo("bert");
        assertThat(usd.path(1).path("rate").asString()).isEqualTo("1.2");
        assertThat(usd.path(1).path("replaced").asString()).isEqualTo("1.1");
        var imports = json("rate", "history", "--json");
        assertThat(imports.path(1).path("created").asInt()).isEqualTo(2);
        assertThat(imports.path(1).path("replaced").asInt()).isEqualTo(1);
        assertThat(billing(0, "rate", "history", "SEK").out()).contains("anna", "11", "2026-10-01");
    }
}
