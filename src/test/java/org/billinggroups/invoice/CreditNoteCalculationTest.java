package org.billinggroups.invoice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.billinggroups.drafting.InvoicingFixtures.GROUP;
import static org.billinggroups.drafting.InvoicingFixtures.OCTOBER;
import static org.billinggroups.drafting.InvoicingFixtures.buyer;
import static org.billinggroups.drafting.InvoicingFixtures.finnishRules;
import static org.billinggroups.drafting.InvoicingFixtures.usage;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.billinggroups.account.BillingTerms;
import org.billinggroups.account.Commitment;
import org.billinggroups.account.Seller;
import org.billinggroups.drafting.FrozenCredit;
import org.billinggroups.drafting.FrozenGroup;
import org.billinggroups.drafting.InvoiceCalculation;
import org.billinggroups.drafting.InvoicingFixtures;
import org.billinggroups.file.RefusedException;
import org.billinggroups.invoice.CreditNoteCalculation.CorrectedInvoice;
import org.billinggroups.invoice.DraftInvoice.CreditUse;
import org.billinggroups.invoice.DraftInvoice.DraftLine;
import org.billinggroups.rating.RatedUsage;
import org.billinggroups.run.NotInvoiceableException;
import org.billinggroups.run.PeriodRules;
import org.billinggroups.run.SmallAmounts;
import org.billinggroups.run.TotalRules;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Credit notes are the exact opposite of their invoice, however it is divided into them. */
class CreditNoteCalculationTest {
    private static final Seller SELLER = new Seller("main", "Seller", List.of("Street 1"), "Helsinki", null, "FI", null,
            null, null, null, Seller.DEFAULT_INVOICE_SERIES, Seller.DEFAULT_CREDIT_NOTE_SERIES, CurrencyUnit.EUR, null,
            null, null, null, null, null, List.of(), null, Map.of(), null);

    private static DraftInvoice draft(String currency, List<FrozenCredit> credits, RatedUsage... usage) {
        return draft(currency, credits, BillingTerms.none(), finnishRules(), usage);
    }

    private static DraftInvoice draft(String currency, List<FrozenCredit> credits, BillingTerms terms,
            PeriodRules rules, RatedUsage... usage) {
        var group = new FrozenGroup(GROUP, buyer("FI", null, currency), terms, Map.of(), credits);
        return InvoiceCalculation.of(group, List.of(usage), List.of(), List.of(), rules).getFirst();
    }

    private static Invoice issued(DraftInvoice draft) {
        return new Invoice(1, "INV-1", InvoiceState.ISSUED, OCTOBER, SELLER, "acme", GROUP, "Europe",
                buyer("FI", null, draft.currency().getCode()), draft.currency(),
                draft.lines().stream().map(DraftLine::line).toList(), draft.taxes(), draft.netTotal(),
                draft.taxTotal(), draft.sellerTax(), draft.total(), draft.prepaid(),
                draft.total().minus(draft.prepaid()), null, null, null, false, null, Map.of());
    }

    /** An issued invoice that is credited note by note. */
    private static final class Credited {
        private final DraftInvoice draft;
        private final Set<Integer> before = new TreeSet<>();
        private final TreeMap<Long, Money> prepaidLeft = new TreeMap<>();
        private final List<DraftInvoice> notes = new ArrayList<>();

        Credited(DraftInvoice draft, Set<Long> prepaid) {
            this.draft = draft;
            draft.creditUses().stream().filter(use -> prepaid.contains(use.creditId()))
                    .forEach(use -> prepaidLeft.put(use.creditId(), use.amount()));
        }

        CorrectedInvoice corrected() {
            return new CorrectedInvoice(issued(draft), draft.lines(), LineShares.of(draft.lines()),
                    Set.copyOf(before), prepaidLeft.descendingMap().entrySet().stream()
                            .map(use -> new CreditUse(use.getKey(), use.getValue())).toList());
        }

        DraftInvoice credit(Set<Integer> lines) {
            var note = CreditNoteCalculation.of(corrected(), lines);
            note.creditUses().forEach(use -> prepaidLeft.computeIfPresent(use.creditId(),
                    (id, amount) -> amount.plus(use.amount())));
            before.addAll(lines);
            notes.add(note);
            return note;
        }
    }

    /** The credit notes over these lines, one after the other. */
    private static List<DraftInvoice> creditNotes(DraftInvoice draft, Set<Long> prepaid, List<Set<Integer>> parts) {
        var credited = new Credited(draft, prepaid);
        return parts.stream().map(credited::credit).toList();
    }

    private static String totals(DraftInvoice note) {
        return note.netTotal() + " " + note.taxTotal() + " " + note.prepaid();
    }

    @Test
    void dividesTheRoundedTaxWithoutLosingACent() {
        // 25.5 % of 0.03 is 0.01, of each 0.01 alone 0.00: the tax goes with the note that brings it below half a cent.
        var draft = draft("EUR", List.of(), usage("0.01"), usage("0.01"), usage("0.01"));
        assertThat(draft.taxTotal()).isEqualTo(Money.parse("EUR 0.01"));
        assertThat(creditNotes(draft, Set.of(), List.of(Set.of(1), Set.of(2), Set.of(3)))
                .stream().map(CreditNoteCalculationTest::totals))
                .containsExactly("EUR -0.01 EUR 0.00 EUR 0.00", "EUR -0.01 EUR -0.01 EUR 0.00",
                        "EUR -0.01 EUR 0.00 EUR 0.00");
    }

    @Test
    void lowersTheAmountDueFirstAndThenGivesPrepaidCreditBack() {
        // 100 + 25.50, of which 100 are prepaid by two credits and 25.50 due
        var draft = draft("EUR", List.of(new FrozenCredit(1, true, "A", Money.parse("EUR 60.00")),
                new FrozenCredit(2, true, "B", Money.parse("EUR 40.00"))), usage("10"), usage("30"), usage("60"));
        var notes = creditNotes(draft, Set.of(1L, 2L), List.of(Set.of(1), Set.of(2), Set.of(3)));
        assertThat(notes.stream().map(CreditNoteCalculationTest::totals)).containsExactly(
                "EUR -10.00 EUR -2.55 EUR 0.00", "EUR -30.00 EUR -7.65 EUR -24.70",
                "EUR -60.00 EUR -15.30 EUR -75.30");
        assertThat(notes.get(1).creditUses()).containsExactly(new CreditUse(2, Money.parse("EUR -24.70")));
        assertThat(notes.get(2).creditUses()).containsExactlyInAnyOrder(new CreditUse(2, Money.parse("EUR -15.30")),
                new CreditUse(1, Money.parse("EUR -60.00")));
    }

    @Test
    void givesTheShareOfAPromotionalCreditBackWithItsLine() {
        var draft = draft("EUR", List.of(new FrozenCredit(1, false, "Welcome", Money.parse("EUR 50.00"))), usage("10"),
                usage("20"), usage("3"));
        var notes = creditNotes(draft, Set.of(), List.of(Set.of(2), Set.of(3), Set.of(1)));
        // Shared in proportion, 50 is all of it: the sum of the lines is 33.
        assertThat(draft.total()).isEqualTo(Money.parse("EUR 0.00"));
        assertThat(notes.stream().map(CreditNoteCalculationTest::totals)).containsOnly("EUR 0.00 EUR 0.00 EUR 0.00");
        assertThat(notes.stream().map(note -> note.creditUses().getFirst().amount())).containsExactly(
                Money.parse("EUR -20.00"), Money.parse("EUR -3.00"), Money.parse("EUR -10.00"));
    }

    @ParameterizedTest
    @CsvSource({
            // lines, credits, the parts of the credits that fall on each line
            "100, 100, -100",
            "10 10 10, 1, -0.34 -0.33 -0.33",
            "1 2 3 0 4, 5, -0.50 -1.00 -1.50 0.00 -2.00",
            "0.01 0.01, 0.01 0.01, -0.01 -0.01",
            "0.01 0.02, 0.02, -0.01 -0.01",
            "100 -30 50, 60, -40.00 0.00 -20.00",
            "100 -30, 70, -70.00 0.00" })
    void sharesCreditOverTheLinesThatItLowers(String lines, String credits, String shares) {
        List<FrozenCredit> frozen = new ArrayList<>();
        for (var amount : credits.split(" ")) {
            frozen.add(new FrozenCredit(frozen.size() + 1L, false, "C", Money.of(CurrencyUnit.EUR,
                    new BigDecimal(amount))));
        }
        var amounts = lines.split(" ");
        var draft = draft("EUR", frozen, Arrays.stream(amounts).map(InvoicingFixtures::usage)
                .toArray(RatedUsage[]::new));
        var shared = LineShares.of(draft.lines());
        assertThat(draft.lines().stream().limit(amounts.length).map(DraftLine::line)
                .map(line -> shared.net(line).minus(line.amount()).getAmount()))
                .usingElementComparator(BigDecimal::compareTo)
                .containsExactly(Arrays.stream(shares.split(" ")).map(BigDecimal::new).toArray(BigDecimal[]::new));
    }

    @Test
    void takesASmallAmountBackWithTheLinesThatItZeroed() {
        var draft = draft("EUR", List.of(), BillingTerms.none(), rules("5"), usage("1"), usage("3"),
                usage("a", "-2", "EUR", "reduced"));
        assertThat(draft.total()).isEqualTo(Money.parse("EUR 0.00"));
        assertThat(creditNotes(draft, Set.of(), List.of(Set.of(3), Set.of(1), Set.of(2))).stream()
                .map(CreditNoteCalculationTest::totals)).containsOnly("EUR 0.00 EUR 0.00 EUR 0.00");
    }

    @ParameterizedTest
    @CsvSource({
            // lines (standard rate), lines (reduced rate), credited before, credited then, the reason why not
            "100 -30, '', '', 1, take EUR 100.00 off its basis of S 25.5 %",
            "100 -30, '', '', 2, cannot raise what is owed",
            "100 50 -30, '', 1, 2, of which EUR 20.00 is left",
            "100, 10 -40, '', 2, of which EUR -30.00 is left",
            "100 -30, 50, '', 2 3, take EUR -30.00 off its basis of S 25.5 %",
            "90 10, -30, '', 1, of which EUR 70.00 is left" })
    void refusesToTakeBackMoreThanIsLeft(String standard, String reduced, String before, String lines, String reason) {
        List<RatedUsage> usage = new ArrayList<>();
        standard.lines().flatMap(text -> Arrays.stream(text.split(" "))).forEach(amount -> usage.add(usage(amount)));
        reduced.lines().flatMap(text -> Arrays.stream(text.split(" ")))
                .forEach(amount -> usage.add(usage("shop", amount, "EUR", "reduced")));
        var credited = new Credited(draft("EUR", List.of(), usage.toArray(RatedUsage[]::new)), Set.of());
        if (!before.isEmpty()) {
            credited.credit(places(before));
        }
        assertThatThrownBy(() -> credited.credit(places(lines))).isInstanceOf(RefusedException.class)
                .hasMessageContaining(reason);
    }

    private static Set<Integer> places(String lines) {
        return new TreeSet<>(Arrays.stream(lines.split(" ")).map(Integer::valueOf).toList());
    }

    private static PeriodRules rules(String smallAmount) {
        var rules = finnishRules();
        return new PeriodRules(rules.period(), rules.taxes(), rules.rates(), rules.sellerCurrency(),
                new TotalRules(SmallAmounts.parse(smallAmount, CurrencyUnit.EUR), false, true));
    }

    static List<Long> seeds() {
        return IntStream.range(0, 400).mapToObj(seed -> (long) seed).toList();
    }

    /** In random parts and order; what is refused is tried again together with the next part. */
    @ParameterizedTest
    @MethodSource("seeds")
    void addUpToTheOppositeOfTheInvoice(long seed) {
        var random = new Random(seed);
        Set<Long> prepaid = new TreeSet<>();
        var draft = randomDraft(random, prepaid);
        var credited = new Credited(draft, prepaid);
        var open = new ArrayList<>(credited.corrected().open());
        Collections.shuffle(open, random);
        Set<Integer> refused = new TreeSet<>();
        while (!open.isEmpty()) {
            var part = open.subList(0, 1 + random.nextInt(Math.min(open.size(), 3)));
            refused.addAll(part);
            part.clear();
            try {
                credited.credit(refused);
                refused = new TreeSet<>();
            } catch (RefusedException e) {
                assertThat(open).as("the rest is never refused: %s", e.getMessage()).isNotEmpty();
            }
            var charged = figures(draft);
            var back = new TreeMap<String, BigDecimal>();
            credited.notes.forEach(note -> figures(note).forEach((name, value) -> back.merge(name, value.negate(),
                    BigDecimal::add)));
            assertThat(charged.keySet()).containsAll(back.keySet());
            charged.forEach((name, value) -> assertThat(back.getOrDefault(name, BigDecimal.ZERO)).as(name)
                    .isBetween(value.min(BigDecimal.ZERO), value.max(BigDecimal.ZERO)));
            if (open.isEmpty()) {
                charged.forEach((name, value) -> assertThat(back.get(name)).as(name).isEqualByComparingTo(value));
            }
        }
    }

    private static DraftInvoice randomDraft(Random random, Set<Long> prepaid) {
        var currency = List.of("EUR", "USD", "JPY", "KWD").get(random.nextInt(4));
        var unit = CurrencyUnit.of(currency);
        var classes = List.of("standard", "reduced", "free");
        int most = random.nextBoolean() ? 200_000 : 200;
        var usage = IntStream.range(0, 1 + random.nextInt(12)).mapToObj(i -> usage("p" + i,
                BigDecimal.valueOf(random.nextInt(-most / 5, most), 3).toPlainString(), "EUR",
                classes.get(random.nextInt(3)))).toArray(RatedUsage[]::new);
        List<FrozenCredit> credits = new ArrayList<>();
        for (long id = 1; id <= random.nextInt(5); id++) {
            if (random.nextBoolean()) {
                prepaid.add(id);
            }
            credits.add(new FrozenCredit(id, prepaid.contains(id), "Credit " + id, Money.ofMajor(unit,
                    1 + random.nextInt(300))));
        }
        var commitment = random.nextInt(3) > 0
                ? null
                : Commitment.monthly(Money.ofMajor(unit, 1 + random.nextInt(500)), null, null);
        var terms = new BillingTerms(BigDecimal.valueOf(random.nextInt(300), 1), BigDecimal.valueOf(random.nextInt(20)),
                null, null, commitment, List.of(), InvoicingFixtures.adjustments(random));
        try {
            return draft(currency, credits, terms, rules(random.nextInt(3) > 0 ? "0" : "50"), usage);
        } catch (NotInvoiceableException e) {
            prepaid.clear();
            return randomDraft(random, prepaid);
        }
    }

    /** All figures of an invoice or note by name. */
    private static Map<String, BigDecimal> figures(DraftInvoice draft) {
        Map<String, BigDecimal> all = new TreeMap<>();
        all.put("net", draft.netTotal().getAmount());
        all.put("tax", draft.taxTotal().getAmount());
        all.put("total", draft.total().getAmount());
        all.put("prepaid", draft.prepaid().getAmount());
        all.put("due", draft.total().minus(draft.prepaid()).getAmount());
        var sellerTax = draft.sellerTax();
        all.put("seller tax", sellerTax == null ? BigDecimal.ZERO : sellerTax.total().getAmount());
        for (var tax : draft.taxes()) {
            all.put("basis " + tax.rate(), tax.basis().getAmount());
            all.put("tax " + tax.rate(), tax.amount().getAmount());
        }
        for (var drafted : draft.lines()) {
            var line = drafted.line();
            all.put("amount " + line.line(), line.amount().getAmount());
            all.put("before discount " + line.line(), line.preDiscountAmount().getAmount());
            all.put("discount " + line.line(), line.preDiscountAmount().minus(line.amount()).getAmount());
            all.put("price " + line.line(), line.priceAmount());
            all.put("quantity " + line.line(), line.quantity() == null ? BigDecimal.ZERO : line.quantity());
        }
        draft.creditUses().forEach(use -> all.put("credit " + use.creditId(), use.amount().getAmount()));
        return all;
    }
}
