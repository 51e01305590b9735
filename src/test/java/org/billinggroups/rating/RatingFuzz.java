package org.billinggroups.rating;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.billinggroups.file.InvalidInputException;
import org.joda.money.CurrencyUnit;

/**
 * Whatever price list and quantities there are, usage is rated completely or refused with reasons, the parts of a price
 * add up to it, and the shares of a pool add up to what the pool costs.
 */
public final class RatingFuzz {
    private static final Instant START = Instant.parse("2026-10-02T00:00:00Z");
    private static final String HEADER = String.join(",", PriceListCsv.COLUMNS) + "\n";
    private static final int SCALE = 12;

    private RatingFuzz() {}

    /** Is called by the fuzzer: two bytes for each quantity up to a zero, then the rows of a price list. */
    public static void fuzzerTestOneInput(byte[] input) throws IOException {
        List<UsageSum> usage = new ArrayList<>();
        int at = 0;
        for (; at + 1 < input.length && input[at] != 0; at += 2) {
            usage.add(PriceFixtures.usage("project-" + at, "sku",
                    BigDecimal.valueOf(input[at] * 1000L + input[at + 1], Math.floorMod(input[at + 1], SCALE))
                            .toPlainString(),
                    START.toString()));
        }
        var rows = HEADER + new String(input, at, input.length - at, StandardCharsets.UTF_8);
        try {
            check(PriceListCsv.read("prices.csv", new ByteArrayInputStream(rows.getBytes(StandardCharsets.UTF_8)),
                    name -> List.of()).stream().map(PriceListCsv.Read::price).toList(), usage);
        } catch (InvalidInputException e) {
            require(!e.problems().isEmpty(), "refused without a reason");
        }
    }

    private static void check(List<Price> prices, List<UsageSum> usage) {
        var result = new UsageRating(new PriceList(prices)).rate(usage, new Customer(null, CurrencyUnit.EUR));
        require(result.problems().isEmpty() || result.rated().isEmpty(), "rated half");
        require(!result.problems().isEmpty() || result.rated().size() == usage.size(), "usage is lost");
        if (!result.rated().isEmpty() && result.rated().getFirst().price() instanceof Price price) {
            checkSums(price, result.rated());
        }
    }

    private static void checkSums(Price price, List<RatedUsage> rated) {
        var whole = BigDecimal.ZERO;
        var quantity = BigDecimal.ZERO;
        for (var line : rated) {
            whole = whole.add(line.amount());
            quantity = quantity.add(line.quantity());
            if (price.tierScope() == TierScope.PROJECT) {
                require(line.amount().compareTo(price.amountOf(line.quantity())) == 0, "a line costs something else");
                var parts = price.parts(line.quantity()).stream().map(PricePart::amount)
                        .reduce(BigDecimal.ZERO, BigDecimal::add);
                require(parts.compareTo(line.amount()) == 0, "parts do not add up");
            }
        }
        if (price.tierScope() == TierScope.BILLING_GROUP) {
            require(whole.compareTo(price.amountOf(quantity)) == 0, "shares do not add up to the pool");
        }
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalStateException(otherwise);
        }
    }
}
