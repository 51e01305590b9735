package org.billinggroups.ledger;

import java.util.Map;

/** What plain text accounting has in common: how accounts are called unless configured, and text on one line. */
final class TextAccounts {
    static final Map<String, String> DEFAULTS = Map.of(
            "accounts_receivable", "Assets:Receivable",
            "revenue:usage", "Income:Usage",
            "revenue:extra_charges", "Income:Extra-Charges",
            "revenue:support", "Income:Support",
            "revenue:commitment", "Income:Commitment",
            "revenue:prior_period", "Income:Prior-Period",
            "revenue:promotional_credits", "Income:Promotional-Credits",
            "revenue:rounding", "Income:Rounding",
            "vat_payable", "Liabilities:VAT",
            "customer_prepayments", "Liabilities:Customer-Prepayments");

    private TextAccounts() {}

    /** The text on one line: blanks, line breaks and what cannot be seen become one blank where they are. */
    static String line(String text) {
        return text.replaceAll("[\\p{C}\\p{Z}\\s]+", " ").strip();
    }
}
