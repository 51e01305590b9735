package org.billinggroups.invoice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.billinggroups.drafting.InvoicingFixtures.GROUP;
import static org.billinggroups.drafting.InvoicingFixtures.OCTOBER;
import static org.billinggroups.drafting.InvoicingFixtures.buyer;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.billinggroups.account.Seller;
import org.billinggroups.run.TaxCategory;
import org.billinggroups.run.TaxSubtotal;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InvoiceTest {
    private static final Seller SELLER = new Seller("main", "Seller", List.of("Street 1"), "Helsinki", null, "FI", null,
            null, null, null, Seller.DEFAULT_INVOICE_SERIES, Seller.DEFAULT_CREDIT_NOTE_SERIES, CurrencyUnit.EUR, null,
            null, null, null, null, null, List.of(), null, Map.of(), null);

    private static InvoiceLine line(int number, String amount, String before) {
        return new InvoiceLine(number, LineType.EXTRA_CHARGE, null, null, null, "Extra", null, null, null,
                CurrencyUnit.EUR, null, BigDecimal.ONE, Money.parse(before), null, Money.parse(amount), null,
                TaxCategory.S,
                new BigDecimal("25.5"), OCTOBER, OCTOBER.start(), OCTOBER.end(), Map.of());
    }

    private static Invoice invoice(String basis, String net, String tax, String total, String due) {
        var taxes = TaxSubtotal.of(TaxCategory.S, new BigDecimal("25.5"), Money.parse(basis), null);
        return new Invoice(1, "INV-2026-000001", InvoiceState.ISSUED, OCTOBER, SELLER, "acme", GROUP, "Europe",
                buyer("FI", null, "EUR"), CurrencyUnit.EUR,
                List.of(line(1, "EUR 60.00", "EUR 60.00"), line(2, "EUR 40.00", "EUR 50.00")), List.of(taxes),
                Money.parse(net), Money.parse(tax), null, Money.parse(total), Money.parse("EUR 5.50"), Money.parse(due),
                LocalDate.parse("2026-11-02"), LocalDate.parse("2026-11-16"), null, false, null, Map.of());
    }

    @Test
    void addsUp() {
        assertThat(invoice("EUR 100.00", "EUR 100.00", "EUR 25.50", "EUR 125.50", "EUR 120.00").lines()).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource({
            "EUR 100.00, EUR 100.01, EUR 25.50, EUR 125.51, EUR 120.01, net total",
            "EUR 99.99, EUR 100.00, EUR 25.50, EUR 125.50, EUR 120.00, tax basis",
            "EUR 100.00, EUR 100.00, EUR 25.51, EUR 125.51, EUR 120.01, tax total",
            "EUR 100.00, EUR 100.00, EUR 25.50, EUR 125.51, EUR 120.01, total",
            "EUR 100.00, EUR 100.00, EUR 25.50, EUR 125.50, EUR 120.01, amount due" })
    void refusesTotalThatDoesNotAddUp(String basis, String net, String tax, String total, String due, String what) {
        assertThatIllegalArgumentException().isThrownBy(() -> invoice(basis, net, tax, total, due))
                .withMessage("invoice INV-2026-000001: the " + what + " does not add up");
    }

    @Test
    void refusesLineWithoutPlaceOrWithTwoCurrencies() {
        assertThatIllegalArgumentException().isThrownBy(() -> line(0, "EUR 1.00", "EUR 1.00"));
        assertThatIllegalArgumentException().isThrownBy(() -> line(1, "EUR 1.00", "USD 1.00"));
    }

    @Test
    void keepsTagsInOrderAndUnchanged() {
        var tags = new HashMap<>(Map.of("billing:z", "1", "billing:a", "2"));
        var line = new InvoiceLine(1, LineType.EXTRA_CHARGE, null, null, null, "Extra", null, null, null,
                CurrencyUnit.EUR, null, BigDecimal.ONE, Money.parse("EUR 1.00"), null, Money.parse("EUR 1.00"), null,
                TaxCategory.S,
                BigDecimal.ONE, OCTOBER, OCTOBER.start(), OCTOBER.end(), tags);
        tags.clear();
        assertThat(line.tags().keySet()).containsExactly("billing:a", "billing:z");
    }
}
