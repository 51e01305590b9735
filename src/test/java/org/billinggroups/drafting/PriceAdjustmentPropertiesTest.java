package org.billinggroups.drafting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.billinggroups.drafting.InvoicingFixtures.buyer;
import static org.billinggroups.drafting.InvoicingFixtures.finnishRules;
import static org.billinggroups.drafting.InvoicingFixtures.group;
import static org.billinggroups.drafting.InvoicingFixtures.usage;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.billinggroups.account.BillingTerms;
import org.billinggroups.account.BillingTerms.PriceAdjustment;
import org.billinggroups.invoice.DraftInvoice;
import org.billinggroups.invoice.DraftInvoice.DraftLine;
import org.billinggroups.invoice.InvoiceLine;
import org.billinggroups.rating.RatedUsage;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;

/** What holds of adjusted prices whatever they are. */
class PriceAdjustmentPropertiesTest {
    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

    private static BillingTerms adjusted(BigDecimal... percents) {
        return new BillingTerms(BigDecimal.ZERO, BigDecimal.ZERO, null, null, null, List.of(), Stream.of(percents)
                .map(percent -> new PriceAdjustment(null, null, percent, null, null)).toList());
    }

    private static DraftInvoice invoice(BillingTerms terms, List<RatedUsage> usage) {
        return InvoiceCalculation
                .of(group(buyer("FI", null, "EUR"), terms), usage, List.of(), List.of(), finnishRules())
                .getFirst();
    }

    private static List<RatedUsage> usages(Random random) {
        return Stream.generate(() -> usage("p" + random.nextInt(100),
                BigDecimal.valueOf(random.nextLong(10_000_000_000L), 8).toPlainString(), "EUR", "standard"))
                .limit(1 + random.nextInt(20)).toList();
    }

    private static BigDecimal percent(Random random) {
        return BigDecimal.valueOf(random.nextInt(109_999) - 9_999, 2);
    }

    private static BigDecimal exact(DraftInvoice invoice) {
        return sum(invoice.lines().stream().map(line -> line.line().priceAmount()));
    }

    private static BigDecimal sum(Stream<BigDecimal> amounts) {
        return amounts.reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    @RepeatedTest(20)
    void nothingIsAdjustedByZeroPercent(RepetitionInfo repetition) {
        var usage = usages(new Random(repetition.getCurrentRepetition()));
        assertThat(invoice(adjusted(BigDecimal.ZERO), usage)).isEqualTo(invoice(BillingTerms.none(), usage));
    }

    @RepeatedTest(20)
    void markupAndItsInverseComeBackToTheListWithinRounding(RepetitionInfo repetition) {
        var random = new Random(repetition.getCurrentRepetition());
        var usage = usages(random);
        var markup = percent(random);
        var inverse = HUNDRED.multiply(HUNDRED).divide(HUNDRED.add(markup), MathContext.DECIMAL128)
                .setScale(12, RoundingMode.HALF_UP).subtract(HUNDRED);
        var marked = invoice(adjusted(markup), usage);
        var again = marked.lines().stream().map(DraftLine::line)
                .map(line -> usage(String.valueOf(line.project()), line.priceAmount().toPlainString(), "EUR",
                        "standard"))
                .toList();
        var back = invoice(adjusted(inverse), again).lines().stream().map(line -> line.line().amount().getAmount());
        var list = invoice(BillingTerms.none(), usage).lines().stream().map(line -> line.line().amount().getAmount())
                .toList();
        assertThat(back.toList()).usingElementComparator((a, b) -> a.subtract(b).abs()
                .compareTo(new BigDecimal("0.01")) <= 0 ? 0 : 1).containsExactlyElementsOf(list);
        assertThat(marked.lines()).extracting(line -> line.line().listAmount())
                .usingElementComparator(BigDecimal::compareTo)
                .containsExactlyElementsOf(usage.stream().map(RatedUsage::amount).toList());
    }

    @RepeatedTest(20)
    void groupsTogetherPayTheAdjustedSumOfTheList(RepetitionInfo repetition) {
        var random = new Random(repetition.getCurrentRepetition());
        var markup = percent(random);
        var groups = Stream.generate(() -> usages(random)).limit(5).toList();
        var list = sum(groups.stream().flatMap(List::stream).map(RatedUsage::amount));
        var paid = sum(groups.stream().map(usage -> exact(invoice(adjusted(markup), usage))));
        assertThat(paid).isEqualByComparingTo(list.multiply(HUNDRED.add(markup)).movePointLeft(2));
    }

    @RepeatedTest(5)
    void discountComesAfterTheAdjustmentAndTheLineIsRoundedOnce(RepetitionInfo repetition) {
        var random = new Random(repetition.getCurrentRepetition());
        var markup = percent(random);
        var terms = new BillingTerms(BigDecimal.TEN, BigDecimal.ZERO, null, null, null, List.of(),
                adjusted(markup).priceAdjustments());
        var usage = usages(random);
        assertThat(invoice(terms, usage).lines()).extracting(DraftLine::line).extracting(InvoiceLine::amount)
                .extracting(amount -> amount.getAmount())
                .containsExactlyElementsOf(usage.stream().map(rated -> rated.amount().multiply(HUNDRED.add(markup))
                        .movePointLeft(2).multiply(new BigDecimal("0.9")).setScale(2, RoundingMode.HALF_UP)).toList());
    }
}
