package org.billinggroups.invoicing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.billinggroups.invoicing.InvoicingFixtures.GROUP;
import static org.billinggroups.invoicing.InvoicingFixtures.OCTOBER;
import static org.billinggroups.invoicing.InvoicingFixtures.buyer;
import static org.billinggroups.invoicing.InvoicingFixtures.finnishRules;
import static org.billinggroups.invoicing.InvoicingFixtures.usage;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.billinggroups.account.BillingTerms;
import org.billinggroups.account.Seller;
import org.billinggroups.invoicing.CreditNoteCalculation.CorrectedInvoice;
import org.billinggroups.invoicing.DraftInvoice.CreditUse;
import org.billinggroups.invoicing.DraftInvoice.DraftLine;
import org.billinggroups.rating.RatedUsage;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Credit notes are the exact opposite of their invoice, however it is divided into them. */
class CreditNoteCalculationTest {
    private static final Seller SELLER = new Seller("main", "Seller", List.of("Street 1"), "Helsinki", null, "FI", null,
            null, null, null, Seller.DEFAULT_INVOICE_SERIES, Seller.DEFAULT_CREDIT_NOTE_SERIES, CurrencyUnit.EUR, null,
            null, null, null);

    private static DraftInvoice draft(String currency, List<FrozenCredit> credits, RatedUsage... usage) {
        var group = new FrozenGroup(GROUP, buyer("FI", null, currency), BillingTerms.none(), Map.of(), credits);
        return InvoiceCalculation.of(group, List.of(usage), List.of(), finnishRules()).getFirst();
    }

    private static Invoice issued(DraftInvoice draft) {
        return new Invoice(1, "INV-1", InvoiceState.ISSUED, OCTOBER, SELLER, "acme", GROUP, "Europe",
                buyer("FI", null, draft.currency().getCode()), draft.currency(),
                draft.lines().stream().map(DraftLine::line).toList(), draft.taxes(), draft.netTotal(),
                draft.taxTotal(), draft.sellerTax(), draft.total(), draft.prepaid(),
                draft.total().minus(draft.prepaid()), null, null, false, null, Map.of());
    }

    /** The credit notes over these lines, one after the other. */
    private static List<DraftInvoice> creditNotes(DraftInvoice draft, Map<Long, Boolean> prepaid,
            List<Set<Integer>> parts) {
        List<DraftInvoice> notes = new ArrayList<>();
        Set<Integer> before = new HashSet<>();
        var left = new TreeMap<Long, Money>();
        draft.creditUses().stream().filter(use -> prepaid.getOrDefault(use.creditId(), false))
                .forEach(use -> left.put(use.creditId(), use.amount()));
        for (var part : parts) {
            var uses = left.descendingMap().entrySet().stream().map(use -> new CreditUse(use.getKey(), use.getValue()))
                    .toList();
            var note = CreditNoteCalculation.of(new CorrectedInvoice(issued(draft), draft.lines(), Set.copyOf(before),
                    uses), part);
            note.creditUses().forEach(use -> left.computeIfPresent(use.creditId(),
                    (id, amount) -> amount.plus(use.amount())));
            before.addAll(part);
            notes.add(note);
        }
        return notes;
    }

    private static String totals(DraftInvoice note) {
        return note.netTotal() + " " + note.taxTotal() + " " + note.prepaid();
    }

    @Test
    void dividesTheRoundedTaxWithoutLosingACent() {
        // 25.5 % of 0.03 is 0.01, of each 0.01 alone 0.00: the tax goes with the note that brings it below half a cent.
        var draft = draft("EUR", List.of(), usage("0.01"), usage("0.01"), usage("0.01"));
        assertThat(draft.taxTotal()).isEqualTo(Money.parse("EUR 0.01"));
        assertThat(creditNotes(draft, Map.of(), List.of(Set.of(1), Set.of(2), Set.of(3)))
                .stream().map(CreditNoteCalculationTest::totals))
                .containsExactly("EUR -0.01 EUR 0.00 EUR 0.00", "EUR -0.01 EUR -0.01 EUR 0.00",
                        "EUR -0.01 EUR 0.00 EUR 0.00");
    }

    @Test
    void lowersTheAmountDueFirstAndThenGivesPrepaidCreditBack() {
        // 100 + 25.50, of which 100 are prepaid by two credits and 25.50 due
        var draft = draft("EUR", List.of(new FrozenCredit(1, true, "A", Money.parse("EUR 60.00")),
                new FrozenCredit(2, true, "B", Money.parse("EUR 40.00"))), usage("10"), usage("30"), usage("60"));
        var notes = creditNotes(draft, Map.of(1L, true, 2L, true), List.of(Set.of(1), Set.of(2), Set.of(3)));
        assertThat(notes.stream().map(CreditNoteCalculationTest::totals)).containsExactly(
                "EUR -10.00 EUR -2.55 EUR 0.00", "EUR -30.00 EUR -7.65 EUR -24.70",
                "EUR -60.00 EUR -15.30 EUR -75.30");
        assertThat(notes.get(1).creditUses()).containsExactly(new CreditUse(2, Money.parse("EUR -24.70")));
        assertThat(notes.get(2).creditUses()).containsExactlyInAnyOrder(new CreditUse(2, Money.parse("EUR -15.30")),
                new CreditUse(1, Money.parse("EUR -60.00")));
    }

    static List<Long> seeds() {
        return IntStream.range(0, 200).mapToObj(seed -> (long) seed).toList();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void addUpToTheOppositeOfTheInvoice(long seed) {
        var random = new Random(seed);
        var currency = List.of("EUR", "USD", "JPY", "KWD").get(random.nextInt(4));
        var classes = List.of("standard", "reduced", "free");
        var usage = IntStream.range(0, 1 + random.nextInt(12)).mapToObj(i -> usage("p" + i,
                BigDecimal.valueOf(random.nextInt(200_000), 3).toPlainString(), "EUR",
                classes.get(random.nextInt(3)))).toArray(RatedUsage[]::new);
        var unit = CurrencyUnit.of(currency);
        Map<Long, Boolean> prepaid = new HashMap<>();
        List<FrozenCredit> credits = new ArrayList<>();
        for (long id = 1; id <= random.nextInt(5); id++) {
            prepaid.put(id, random.nextBoolean());
            credits.add(new FrozenCredit(id, prepaid.get(id), "Credit " + id, Money.ofMajor(unit,
                    1 + random.nextInt(300))));
        }
        var draft = draft(currency, credits, usage);
        var notes = creditNotes(draft, prepaid, parts(draft, random));
        var zero = Money.zero(unit);
        assertThat(sum(zero, notes.stream().map(DraftInvoice::netTotal).toList()))
                .isEqualTo(draft.netTotal().negated());
        assertThat(sum(zero, notes.stream().map(DraftInvoice::prepaid).toList())).isEqualTo(draft.prepaid().negated());
        for (var tax : draft.taxes()) {
            assertThat(sum(zero, notes.stream().flatMap(note -> note.taxes().stream())
                    .filter(part -> part.category() == tax.category() && part.rate().equals(tax.rate()))
                    .map(TaxSubtotal::amount).toList())).isEqualTo(tax.amount().negated());
        }
        for (var use : draft.creditUses()) {
            assertThat(sum(zero, notes.stream().flatMap(note -> note.creditUses().stream())
                    .filter(part -> part.creditId() == use.creditId()).map(CreditUse::amount).toList()))
                    .isEqualTo(use.amount().negated());
        }
        var sellerTax = draft.sellerTax();
        if (sellerTax != null) {
            assertThat(sum(Money.zero(CurrencyUnit.EUR), notes.stream().map(note -> note.sellerTax().total()).toList()))
                    .isEqualTo(sellerTax.total().negated());
        }
    }

    private static Money sum(Money zero, List<Money> amounts) {
        return amounts.stream().reduce(zero, Money::plus);
    }

    /** All lines in some parts, at random; those that take credit come last, as they alone would raise what is owed. */
    private static List<Set<Integer>> parts(DraftInvoice draft, Random random) {
        var charges = new ArrayList<>(draft.lines().stream().filter(line -> !line.line().amount().isNegative())
                .map(line -> line.line().line()).toList());
        Collections.shuffle(charges, random);
        List<Set<Integer>> parts = new ArrayList<>();
        while (!charges.isEmpty()) {
            var part = new TreeSet<>(charges.subList(0, 1 + random.nextInt(charges.size())));
            charges.removeAll(part);
            parts.add(part);
        }
        draft.lines().stream().filter(line -> line.line().amount().isNegative())
                .forEach(line -> parts.getLast().add(line.line().line()));
        return parts;
    }
}
