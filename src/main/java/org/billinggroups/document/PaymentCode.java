package org.billinggroups.document;

import com.google.zxing.EncodeHintType;
import com.google.zxing.WriterException;
import com.google.zxing.qrcode.decoder.ErrorCorrectionLevel;
import com.google.zxing.qrcode.encoder.ByteMatrix;
import com.google.zxing.qrcode.encoder.Encoder;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;
import org.billinggroups.account.Seller;
import org.billinggroups.account.SepaArea;
import org.billinggroups.invoice.Invoice;

/**
 * The QR code with which banking apps fill in a SEPA credit transfer (European Payments Council, EPC069-12, version 2):
 * its text in lines, error correction M, at most 331 bytes.
 */
final class PaymentCode {
    private static final int LONGEST_NAME = 70;
    private static final BigDecimal MOST = new BigDecimal("999999999.99");

    /**
     * Always the same mask: to find the best of the eight takes a tenth of the time of a small document, and blurred
     * codes were read as often with this one.
     */
    private static final Map<EncodeHintType, Object> HINTS = Map.of(EncodeHintType.CHARACTER_SET, "UTF-8",
            EncodeHintType.QR_MASK_PATTERN, 3);

    private PaymentCode() {}

    /** The code, or nothing where no such transfer can pay: another currency, no IBAN or one
     * outside SEPA, nothing due or too much, or it is collected. */
    static Optional<ByteMatrix> of(Invoice invoice) {
        return text(invoice).map(text -> {
            try {
                return Encoder.encode(text, ErrorCorrectionLevel.M, HINTS)
                        .getMatrix();
            } catch (WriterException e) {
                throw new IllegalStateException("no QR code for " + invoice.number(), e);
            }
        });
    }

    /** The line of a structured reference, or an empty one and then that of a text: only one may be given. */
    private static String remittance(Invoice invoice) {
        var reference = invoice.printedReference();
        return reference == null ? "\n" + invoice.number() : reference;
    }

    static Optional<String> text(Invoice invoice) {
        Seller seller = invoice.seller();
        if (!invoice.currency().getCode().equals("EUR") || seller.iban() == null
                || !SepaArea.contains(seller.iban()) || invoice.number() == null
                || !invoice.amountDue().isPositive() || invoice.collectedBy() != null
                || invoice.amountDue().getAmount().compareTo(MOST) > 0) {
            return Optional.empty();
        }
        var name = seller.name().length() > LONGEST_NAME ? seller.name().substring(0, LONGEST_NAME) : seller.name();
        return Optional.of(String.join("\n", "BCD", "002", "1", "SCT", seller.bic() == null ? "" : seller.bic(), name,
                seller.iban().replace(" ", ""), "EUR" + invoice.amountDue().getAmount().toPlainString(), "",
                remittance(invoice)));
    }
}
