package org.billinggroups.document;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.Map;
import org.billinggroups.wording.Language;
import org.joda.money.Money;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ComparisonTest {
    private static final Wording ENGLISH = new Wording(Language.of("en"));

    @ParameterizedTest
    @CsvSource({ "100.00, 112.00, +12%", "100.00, 87.50, -13%", "100.00, 100.00, 0%", "100.00, 1099.00, +999%",
            "100.00, 1100.00, > +999%", "0.01, 5000.00, > +999%", "0.00, 5.00, ''", "-1.00, 5.00, ''",
            "5.00, -1.00, ''" })
    void tellsTheChangeInPercent(BigDecimal then, String now, String change) {
        var before = new Comparison(Map.of("web", then));
        assertThat(before.change("web", Money.parse("EUR " + now), ENGLISH)).isEqualTo(change);
    }

    @Test
    void tellsWhatIsNew() {
        assertThat(new Comparison(Map.of("web", BigDecimal.ONE)).change("shop", Money.parse("EUR 1.00"), ENGLISH))
                .isEqualTo("new");
    }

    @Test
    void tellsTheChangeOfTheWholeInvoiceBesideItsNetTotal() {
        var before = new Comparison(Map.of("web", new BigDecimal("60.00"), "", new BigDecimal("40.00")));
        var page = InvoicePdf
                .pages(SampleInvoices.in("EUR").usage("web", "Plan", "110.00").invoice(), before, SampleInvoices.LINES)
                .getFirst();
        assertThat(page).anySatisfy(placed -> assertThat(placed.block().texts()).extracting(Block.Text::text)
                .containsExactly("Net total", "+10%", "110.00"));
    }
}
