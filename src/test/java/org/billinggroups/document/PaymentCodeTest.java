package org.billinggroups.document;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.zxing.BinaryBitmap;
import com.google.zxing.RGBLuminanceSource;
import com.google.zxing.common.HybridBinarizer;
import com.google.zxing.qrcode.QRCodeReader;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PaymentCodeTest {
    private static final int SCALE = 4;
    private static final int QUIET_ZONE = 4;

    @Test
    void readsAsATransferOfTheAmountDue() throws Exception {
        var code = PaymentCode.of(SampleInvoices.in("EUR").usage("web", "Plan", "1000.10").prepaid("0.01").invoice())
                .orElseThrow();
        int size = (code.getWidth() + 2 * QUIET_ZONE) * SCALE;
        var pixels = new int[size * size];
        Arrays.fill(pixels, 0xFFFFFF);
        for (int y = 0; y < code.getHeight() * SCALE; y++) {
            for (int x = 0; x < code.getWidth() * SCALE; x++) {
                if (code.get(x / SCALE, y / SCALE) == 1) {
                    pixels[(y + QUIET_ZONE * SCALE) * size + x + QUIET_ZONE * SCALE] = 0;
                }
            }
        }
        var read = new QRCodeReader().decode(new BinaryBitmap(new HybridBinarizer(
                new RGBLuminanceSource(size, size, pixels))));
        assertThat(read.getText()).isEqualTo("""
                BCD
                002
                1
                SCT
                NDEAFIHH
                Cloud Seller Ltd
                FI2112345600000785
                EUR1255.12

                RF98INV2026000123""");
    }

    /** One line further down: the one of a text. */
    @Test
    void hasTheNumberAsTextWhereTheDocumentAsksForIt() {
        assertThat(PaymentCode.text(SampleInvoices.in("EUR").paidByNumber().usage("web", "Plan", "1.00").invoice()))
                .get().asString().endsWith("EUR1.26\n\n\nINV-2026-000123");
    }

    @ParameterizedTest
    @CsvSource({ "TR330006100519786457841326, false", "FI2112345600000785, true", "CH9300762011623852957, true",
            "GB29NWBK60161331926819, true", "MC5811222000010123456789030, true", "SM86U0322509800000000270100, true",
            "AD1200012030200359100100, true", "VA59001123000012345678, true", "ME25505000012345678951, true",
            "RS35260005601001611379, true", "UA213223130000026007233566001, false", "XK051212012345678906, false",
            "BR1800360305000010009795493C1, false" })
    void isThereOnlyForAccountsWithinSepa(String iban, boolean isThere) {
        var invoice = SampleInvoices.in("EUR").payTo(iban).usage("web", "Plan", "1.00").invoice();
        assertThat(PaymentCode.of(invoice).isPresent()).isEqualTo(isThere);
    }

    @Test
    void isThereOnlyWhereATransferInEuroPays() {
        assertThat(PaymentCode.of(SampleInvoices.in("USD").usage("web", "Plan", "1.00").invoice())).isEmpty();
        assertThat(PaymentCode.of(SampleInvoices.in("EUR").usage("web", "Plan", "0.00").invoice())).isEmpty();
        assertThat(PaymentCode.of(SampleInvoices.in("EUR").usage("web", "Plan", "999999999.99").invoice())).isEmpty();
        assertThat(PaymentCode.of(SampleInvoices.in("EUR").draft().usage("web", "Plan", "1.00").invoice())).isEmpty();
        assertThat(PaymentCode.of(SampleInvoices.in("EUR").correcting("INV-2026-000001", "Wrong")
                .usage("web", "Plan", "-1.00").invoice())).isEmpty();
    }
}
