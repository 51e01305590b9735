package org.billinggroups.account;

import java.util.Arrays;
import java.util.stream.Collectors;

/** In which form a group gets its invoices beside the page, which is always published. */
public enum EInvoice {
    /** CII inside the PDF: Factur-X and ZUGFeRD, profile EN 16931. */
    FACTUR_X("factur-x"),
    /** UBL beside the PDF, as Peppol BIS Billing 3.0 wants it. */
    PEPPOL("peppol"),
    /** UBL beside the PDF, as XRechnung 3.0 wants it. */
    XRECHNUNG("xrechnung"),
    /** CII beside the PDF, as XRechnung 3.0 wants it. */
    XRECHNUNG_CII("xrechnung-cii"),
    /** The page only. */
    NONE("none");

    private final String code;

    EInvoice(String code) {
        this.code = code;
    }

    /** The form as files and the database write it. */
    public String code() {
        return code;
    }

    /** Whether it is a file of its own. */
    public boolean isFile() {
        return this != FACTUR_X && this != NONE;
    }

    /** Whether it is in the syntax UBL; CII otherwise. */
    public boolean isUbl() {
        return this == PEPPOL || this == XRECHNUNG;
    }

    /** Whether it follows the rules of XRechnung. */
    public boolean isXRechnung() {
        return this == XRECHNUNG || this == XRECHNUNG_CII;
    }

    /**
     * The form of that code.
     *
     * @throws IllegalArgumentException saying what was expected
     */
    static EInvoice ofCode(String code) {
        return Arrays.stream(values()).filter(form -> form.code.equals(code)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException("expected one of "
                        + Arrays.stream(values()).map(EInvoice::code).collect(Collectors.joining(", "))));
    }
}
