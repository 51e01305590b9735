package org.billinggroups.document;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.imageio.ImageIO;
import org.billinggroups.invoice.Invoice;
import org.billinggroups.run.TaxCategory;
import org.billinggroups.wording.Language;

/** One invoice of each kind that an electronic invoice has rules for. */
final class EInvoiceSamples {
    private static final String OUTSIDE = "Not subject to VAT: the place of supply is outside the European Union";

    private EInvoiceSamples() {}

    /** A picture that is transparent in places. */
    private static String logo() {
        var picture = new BufferedImage(320, 80, BufferedImage.TYPE_INT_ARGB);
        var graphics = picture.createGraphics();
        graphics.setColor(new Color(0x7A, 0x1F, 0xA2, 200));
        graphics.fillRoundRect(0, 0, 80, 80, 30, 30);
        graphics.fillRoundRect(100, 20, 220, 40, 20, 20);
        graphics.dispose();
        var out = new ByteArrayOutputStream();
        try {
            ImageIO.write(picture, "png", out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return "data:image/png;base64," + Base64.getEncoder().encodeToString(out.toByteArray());
    }

    static Map<String, Invoice> all() {
        Map<String, Invoice> all = new LinkedHashMap<>();
        all.put("domestic", SampleInvoices.withLines(30, 3));
        all.put("one line", SampleInvoices.in("EUR").usage("web", "Startup-4 plan", "0.01").invoice());
        all.put("reverse charge", SampleInvoices.in("EUR").buyerIn("DE", "DE123456788").reverseCharge()
                .usage("web", "Startup-4 plan", "100.10").invoice());
        all.put("exempt", SampleInvoices.in("EUR").taxed(TaxCategory.E, "0", "Article 151: diplomatic arrangements")
                .usage("web", "Startup-4 plan", "33.33").invoice());
        all.put("outside the EU", SampleInvoices.in("USD").buyerIn("US", "12-3456789")
                .taxed(TaxCategory.O, "0", OUTSIDE).usage("web", "Startup-4 plan", "1234.56").invoice());
        all.put("several rates", SampleInvoices.in("EUR").usage("web", "Startup-4 plan", "10.05")
                .taxed(TaxCategory.S, "14", null).usage("web", "Books", "7.77").taxed(TaxCategory.Z, "0", null)
                .charge("Membership", "3.30").invoice());
        all.put("discounts and charges", SampleInvoices.in("EUR").discounted("web", "1000.00", "950.00")
                .discounted("web", "0.07", "0.06").charge("Onboarding", "250.00").charge("Support", "12.34")
                .invoice());
        all.put("discounts of several percentages",
                SampleInvoices.in("EUR").discounted("web", "100.00", "12.5", "87.50")
                        .discounted("web", "0.01", "12.5", "0.01").discounted("web", "10.00", "100", "0.00")
                        .discounted("web", "-8.01", "12.5", "-7.01").usageOf("2026-09")
                        .discounted("web", "33.33", "7.25", "30.92").discounted("web", "3.33", "7.25", "3.07")
                        .invoice());
        all.put("discounts in yen", SampleInvoices.in("JPY").buyerIn("JP", null).taxed(TaxCategory.O, "0", OUTSIDE)
                .discounted("web", "12345", "12.5", "10802").discounted("web", "1", "12.5", "1")
                .discounted("web", "3", "50", "2").invoice());
        all.put("credit note with discounts", SampleInvoices.in("EUR").correcting("INV-2026-000001", "Wrong plan")
                .discounted("web", "-100.00", "12.5", "-87.50").discounted("web", "10.00", "12.5", "8.75").invoice());
        all.put("credits", SampleInvoices.in("EUR").usage("web", "Startup-4 plan", "100.00")
                .charge("Promotional credit", "-40.00").usage("web", "Refund", "-3.33").prepaid("50.00").invoice());
        all.put("prior period", SampleInvoices.in("EUR").usage("web", "Startup-4 plan", "100.00").usageOf("2026-09")
                .usage("web", "Startup-4 plan", "5.55").invoice());
        all.put("credit note", SampleInvoices.in("EUR").correcting("INV-2026-000001", "Wrong plan")
                .usage("web", "Startup-4 plan", "-100.00").charge("Onboarding", "-250.00").invoice());
        all.put("credit note with a line above zero", SampleInvoices.in("EUR")
                .correcting("INV-2026-000001", "All of it").usage("web", "Startup-4 plan", "-100.00")
                .charge("Promotional credit", "40.00").invoice());
        all.put("credit note of nothing", SampleInvoices.in("EUR")
                .correcting("INV-2026-000001", "Nothing was paid").usage("web", "Startup-4 plan", "-100.00")
                .charge("Promotional credit", "100.00").invoice());
        all.put("credit note with lines above and below zero at two rates", SampleInvoices.in("EUR")
                .correcting("INV-2026-000001", "Share").usage("web", "Startup-4 plan", "-100.00")
                .usage("web", "Refund", "30.00").charge("Promotional credit", "31.27")
                .taxed(TaxCategory.S, "14", null).usage("web", "Books", "-7.77").charge("Promotional credit", "7.77")
                .invoice());
        all.put("yen", SampleInvoices.in("JPY").buyerIn("JP", null).taxed(TaxCategory.O, "0", OUTSIDE)
                .usage("web", "Startup-4 plan", "12345").usage("web", "Startup-4 plan", "1").invoice());
        all.put("odd text", SampleInvoices.in("EUR").company("Ääkköset & <Söhne> \"GmbH\" ]]>")
                .extraText("First line\nsecond line & more").usage("a<b>&c", "5 > 4 & 3 < 4", "1.00").invoice());
        all.put("text without glyphs", SampleInvoices.in("EUR").extraText("\u2714 \uD83D\uDE80")
                .usage("ap₹i", "1 t CO₂ \u0001\uFFFE\uD800\n\u202E\u05D0", "1.00").invoice());
        for (var language : Language.CODES.subList(1, Language.CODES.size())) {
            all.put("in " + language,
                    SampleInvoices.in("EUR").language(language).company("Ñandú & Čapek Ὀδυσσεύς Łódź 株式会社")
                            .usage("web", "Startup-4 プラン", "12345.67").discounted("интернет", "10.00", "10", "9.00")
                            .invoice());
        }
        all.put("with logo", SampleInvoices.in("EUR").looking("#7A1FA2", logo()).usage("web", "Plan", "10.00")
                .usage("shop", "Plan", "4.00").invoice());
        all.put("seller with tax number", SampleInvoices.in("EUR").seller(null, "29/815/08159")
                .usage("web", "Plan", "10.00").invoice());
        all.put("seller with tax number of another country", SampleInvoices.in("EUR").seller("12-3456789", null)
                .usage("web", "Plan", "10.00").invoice());
        all.put("seller with both", SampleInvoices.in("EUR").seller("FI01120389", "112038-9")
                .usage("web", "Plan", "10.00").invoice());
        all.put("outside the EU with tax number", SampleInvoices.in("USD").seller(null, "29/815/08159")
                .buyerIn("US", null).taxed(TaxCategory.O, "0", OUTSIDE).usage("web", "Plan", "1234.56").invoice());
        all.put("account outside SEPA", SampleInvoices.in("EUR").payTo("TR330006100519786457841326")
                .usage("web", "Plan", "10.00").invoice());
        all.put("nothing to pay", SampleInvoices.in("EUR").usage("web", "Free plan", "0.00").invoice());
        return all;
    }
}
