package org.billinggroups.invoice;

import org.billinggroups.rating.ExchangeRate;
import org.joda.money.Money;

/**
 * The tax of an invoice in the seller's currency (EN 16931 BT-111), where the invoice has another.
 *
 * @param total the tax total times the rate, rounded half up
 */
public record SellerTax(Money total, ExchangeRate rate) {}
