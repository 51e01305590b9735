package org.billinggroups.rating;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.joda.money.CurrencyUnit;
import org.jspecify.annotations.Nullable;

/**
 * What a SKU costs in a currency from a date on, everyone or one billing group.
 *
 * @param id the key in the database
 * @param validUntil until 00:00 UTC of that day; null for no end
 * @param unit the unit that usage must be in
 * @param packageSize the units of a block ({@link PriceModel#PACKAGE} only)
 * @param freeUnits the units before the first block that cost nothing ({@link PriceModel#PACKAGE} only, else zero)
 * @param taxClass such as {@code standard}
 * @param tiers in order, at least one; their ends grow; only the last may be open
 */
public record Price(
        long id,
        PriceKey key,
        @Nullable LocalDate validUntil,
        PriceModel model,
        String unit,
        @Nullable BigDecimal packageSize,
        BigDecimal freeUnits,
        TierScope tierScope,
        QuantityRounding rounding,
        String taxClass,
        List<PriceTier> tiers) {
    private static final int SECONDS_PER_DAY = 86_400;

    /** Checks that the tiers are in order, and that it ends after it begins. */
    public Price {
        tiers = List.copyOf(tiers);
        if (validUntil != null && !validUntil.isAfter(key.validFrom())) {
            throw new IllegalArgumentException("price of " + key.sku() + " ends before it begins");
        }
        if (tiers.isEmpty() || (model == PriceModel.PACKAGE) != (packageSize != null)) {
            throw new IllegalArgumentException("price of " + key.sku() + ": no tier, or a package size out of place");
        }
        BigDecimal previous = BigDecimal.ZERO;
        for (int i = 0; i < tiers.size(); i++) {
            var upTo = tiers.get(i).upTo();
            if (upTo == null ? i < tiers.size() - 1 : upTo.compareTo(previous) <= 0) {
                throw new IllegalArgumentException("price of " + key.sku() + ": tier " + (i + 1) + " is out of order");
            }
            previous = upTo == null ? previous : upTo;
        }
    }

    /** By the key alone, which is enough: prices are looked up for each invoice line. */
    @Override
    public int hashCode() {
        return Long.hashCode(id);
    }

    /** The SKU, or the beginning of SKUs followed by {@code *}. */
    public String sku() {
        return key.sku();
    }

    /** The currency of its amounts. */
    public CurrencyUnit currency() {
        return key.currency();
    }

    /** The billing group that has it for its own; null for everyone. */
    public @Nullable UUID groupId() {
        return key.groupId();
    }

    /** The first day on which it holds. */
    public LocalDate validFrom() {
        return key.validFrom();
    }

    /** Whether it holds at the instant, if no later one does. */
    boolean holdsAt(Instant at) {
        long day = Math.floorDiv(at.getEpochSecond(), SECONDS_PER_DAY);
        return validFrom().toEpochDay() <= day && (validUntil == null || day < validUntil.toEpochDay());
    }

    /** The instants at which it begins and ends. */
    Stream<Instant> bounds() {
        return Stream.of(Optional.of(validFrom()), Optional.ofNullable(validUntil)).flatMap(Optional::stream)
                .map(day -> day.atStartOfDay(ZoneOffset.UTC).toInstant());
    }

    /**
     * The exact amount for a quantity. Nothing costs nothing, whatever the fees. A negative quantity is in the first
     * tier and enters none, so it adds no fee.
     *
     * @throws NotPriceableException beyond the last tier, or for a negative quantity of blocks or steps
     */
    public BigDecimal amountOf(BigDecimal quantity) {
        if (quantity.signum() == 0) {
            return BigDecimal.ZERO;
        }
        return switch (model) {
            case PER_UNIT, GRADUATED -> graduated(quantity);
            case VOLUME -> {
                var tier = tierOf(quantity);
                yield quantity.multiply(tier.unitPrice()).add(quantity.signum() > 0 ? tier.flatFee() : BigDecimal.ZERO);
            }
            case PACKAGE -> blocks(requirePositive(quantity)).multiply(tierOf(quantity).unitPrice());
            case STAIRSTEP -> tierOf(requirePositive(quantity)).flatFee();
        };
    }

    /** How {@link #amountOf} comes about: parts that add up to it. */
    public List<PricePart> parts(BigDecimal quantity) {
        var amount = amountOf(quantity);
        if (quantity.signum() == 0) {
            return List.of();
        }
        return switch (model) {
            case PER_UNIT, GRADUATED -> quantity.signum() < 0
                    ? List.of(part(quantity, tiers.getFirst().unitPrice(), BigDecimal.ZERO))
                    : slices(quantity);
            case VOLUME -> List.of(part(quantity, tierOf(quantity).unitPrice(),
                    quantity.signum() > 0 ? tierOf(quantity).flatFee() : BigDecimal.ZERO));
            case PACKAGE -> List.of(new PricePart(blocks(quantity).toPlainString() + " blocks of " + plain(packageSize)
                    + (freeUnits.signum() == 0 ? "" : " after " + plain(freeUnits) + " free units") + " x "
                    + plain(tierOf(quantity).unitPrice()), amount));
            case STAIRSTEP -> List.of(new PricePart("the step up to " + plain(tierOf(quantity).upTo()), amount));
        };
    }

    private List<PricePart> slices(BigDecimal quantity) {
        List<PricePart> parts = new ArrayList<>();
        var below = BigDecimal.ZERO;
        for (var tier : tiers) {
            if (quantity.compareTo(below) <= 0) {
                break;
            }
            var upper = tier.upTo() == null ? quantity : quantity.min(tier.upTo());
            parts.add(part(upper.subtract(below), tier.unitPrice(), tier.flatFee()));
            below = upper;
        }
        return parts;
    }

    private static PricePart part(BigDecimal quantity, BigDecimal unitPrice, BigDecimal flatFee) {
        return new PricePart(plain(quantity) + " x " + plain(unitPrice)
                + (flatFee.signum() == 0 ? "" : " + " + plain(flatFee)), quantity.multiply(unitPrice).add(flatFee));
    }

    private BigDecimal graduated(BigDecimal quantity) {
        if (quantity.signum() < 0) {
            return quantity.multiply(tiers.getFirst().unitPrice());
        }
        tierOf(quantity);
        var amount = BigDecimal.ZERO;
        var below = BigDecimal.ZERO;
        for (var tier : tiers) {
            if (quantity.compareTo(below) <= 0) {
                break;
            }
            var upper = tier.upTo() == null ? quantity : quantity.min(tier.upTo());
            amount = amount.add(upper.subtract(below).multiply(tier.unitPrice())).add(tier.flatFee());
            below = upper;
        }
        return amount;
    }

    private BigDecimal blocks(BigDecimal quantity) {
        var size = Objects.requireNonNull(packageSize);
        return quantity.subtract(freeUnits).max(BigDecimal.ZERO).divide(size, 0, RoundingMode.CEILING);
    }

    private PriceTier tierOf(BigDecimal quantity) {
        for (var tier : tiers) {
            if (tier.contains(quantity)) {
                return tier;
            }
        }
        throw new NotPriceableException("quantity " + quantity.toPlainString() + " of " + sku()
                + " is beyond the last tier, which ends at " + plain(tiers.getLast().upTo()));
    }

    private BigDecimal requirePositive(BigDecimal quantity) {
        if (quantity.signum() < 0) {
            throw new NotPriceableException("the negative quantity " + quantity.toPlainString() + " of " + sku()
                    + " has no price in the model " + model.code());
        }
        return quantity;
    }

    /** The tiers in short, such as {@code 0.10 up to 100, then 0.08} or {@code 5 for 1000}. */
    public String text() {
        var prices = tiers.stream().map(tier -> price(tier)
                + (tier.upTo() == null ? "" : " up to " + plain(tier.upTo()))).collect(Collectors.joining(", then "));
        return packageSize == null
                ? prices
                : prices + " for " + plain(packageSize) + (freeUnits.signum() == 0 ? "" : " after " + plain(freeUnits));
    }

    private String price(PriceTier tier) {
        return model == PriceModel.STAIRSTEP
                ? plain(tier.flatFee())
                : plain(tier.unitPrice()) + (tier.flatFee().signum() == 0 ? "" : " + " + plain(tier.flatFee()));
    }

    private static String plain(@Nullable BigDecimal value) {
        return value == null ? "infinity" : value.stripTrailingZeros().toPlainString();
    }
}
