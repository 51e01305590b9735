/**
 * From quantities and the price list to exact amounts.
 *
 * <p>It owns the price list and the price models. It does not round amounts to cents and knows neither discounts nor
 * taxes.
 */
@NullMarked
package org.billinggroups.rating;

import org.jspecify.annotations.NullMarked;
