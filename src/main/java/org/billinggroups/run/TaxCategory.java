package org.billinggroups.run;

/** VAT categories of EN 16931 (code list UNCL 5305, as far as they occur here); the name is the code. */
public enum TaxCategory {
    /** Taxed at a rate of the tax table. */
    S,
    /** Taxed at the rate of zero. */
    Z,
    /** Exempt from tax, for a reason. */
    E,
    /** Reverse charge: the buyer owes the tax. */
    AE,
    /** Not subject to VAT. */
    O
}
