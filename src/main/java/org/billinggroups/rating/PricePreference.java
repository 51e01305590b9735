package org.billinggroups.rating;

/** Which of several prices that hold at one time for one SKU counts. */
public enum PricePreference {
    /** One in the currency of the group; of those the one with the most exact SKU. */
    OWN_CURRENCY,
    /** The one with the most exact SKU, of those the one in the currency of the group: so did releases before 1.1. */
    EXACT_SKU
}
