package org.billinggroups.document;

import org.billinggroups.invoice.InvoiceLine;
import org.jspecify.annotations.Nullable;

/** What is in the columns beside the description of an invoice's line. */
record LineTexts(String quantity, String unit, String price, String tax, String beforeDiscount, String amount) {
    /**
     * The texts of a line.
     *
     * @param discounted whether there is a column for the amount before discount
     */
    static LineTexts of(InvoiceLine line, Wording words, boolean discounted) {
        var figures = words.figures();
        var quantity = line.quantity();
        return new LineTexts(quantity == null ? "" : figures.quantity(quantity), printable(line.unit()),
                printable(line.priceNote()), words.rate(line.taxCategory(), line.taxRate()),
                discounted ? words.beforeDiscount(line) : "", figures.amount(line.amount()));
    }

    private static String printable(@Nullable String text) {
        return text == null ? "" : Glyphs.printable(text);
    }
}
