package org.billinggroups.rating;

import java.math.BigDecimal;

/**
 * A part of a priced amount, for people.
 *
 * @param text such as {@code 100 x 0.08 + 5}
 * @param amount what it comes to, exactly
 */
public record PricePart(String text, BigDecimal amount) {}
