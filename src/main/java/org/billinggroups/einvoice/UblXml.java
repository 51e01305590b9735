package org.billinggroups.einvoice;

import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;
import org.billinggroups.file.XmlOutput;
import org.billinggroups.run.TaxSubtotal;
import org.joda.money.Money;
import org.jspecify.annotations.Nullable;

/**
 * The syntax OASIS UBL 2.1, Invoice and CreditNote, as Peppol BIS Billing 3.0 and XRechnung use it. The order of
 * elements is that of the schema.
 */
final class UblXml {
    private static final String STANDARD = "urn:oasis:names:specification:ubl:schema:xsd:";

    private final ElectronicInvoice document;
    private final String root;
    private final String currency;
    private final @Nullable EmbeddedPdf pdf;

    UblXml(ElectronicInvoice document, @Nullable EmbeddedPdf pdf) {
        this.document = document;
        this.pdf = pdf;
        this.root = document.isCreditNote() ? "CreditNote" : "Invoice";
        this.currency = document.invoice().currency().getCode();
    }

    void write(OutputStream out) {
        Map<String, String> namespaces = new LinkedHashMap<>();
        namespaces.put("", STANDARD + root + "-2");
        namespaces.put("cac", STANDARD + "CommonAggregateComponents-2");
        namespaces.put("cbc", STANDARD + "CommonBasicComponents-2");
        XmlOutput.document(out, root, namespaces, xml -> {
            header(xml);
            references(xml);
            xml.in("cac:AccountingSupplierParty", () -> UblParty.write(xml, document.seller(), document.creditorId()));
            xml.in("cac:AccountingCustomerParty", () -> UblParty.write(xml, document.buyer(), null));
            if (document.deliveryCountry() != null) {
                xml.in("cac:Delivery", () -> xml.in("cac:DeliveryLocation", () -> xml.in("cac:Address",
                        () -> xml.in("cac:Country",
                                () -> xml.text("cbc:IdentificationCode", document.deliveryCountry())))));
            }
            xml.in("cac:PaymentMeans", () -> paymentMeans(xml));
            if (document.paymentTerms() != null) {
                xml.in("cac:PaymentTerms", () -> xml.text("cbc:Note", document.paymentTerms()));
            }
            taxes(xml);
            xml.in("cac:LegalMonetaryTotal", () -> totals(xml));
            for (var line : document.lines()) {
                xml.in("cac:" + root + "Line", () -> line(xml, line));
            }
        });
    }

    private void header(XmlOutput xml) throws IOException {
        var invoice = document.invoice();
        var sellerTax = invoice.sellerTax();
        xml.text("cbc:CustomizationID", document.specification());
        xml.text("cbc:ProfileID", ElectronicInvoice.BILLING);
        xml.text("cbc:ID", document.number());
        xml.text("cbc:IssueDate", document.issueDate().toString());
        if (!document.isCreditNote()) {
            xml.text("cbc:DueDate", document.dueDate() == null ? null : document.dueDate().toString());
        }
        xml.text("cbc:" + root + "TypeCode", document.typeCode());
        // Peppol allows one note.
        xml.text("cbc:Note", document.notes().isEmpty() ? null : String.join("\n", document.notes()));
        xml.text("cbc:DocumentCurrencyCode", currency);
        xml.text("cbc:TaxCurrencyCode", sellerTax == null ? null : sellerTax.total().getCurrencyUnit().getCode());
        xml.text("cbc:BuyerReference", document.buyerReference());
    }

    private void references(XmlOutput xml) throws IOException {
        var invoice = document.invoice();
        xml.in("cac:InvoicePeriod", () -> {
            xml.text("cbc:StartDate", invoice.period().firstDay().toString());
            xml.text("cbc:EndDate", invoice.period().lastDay().toString());
        });
        if (invoice.buyer().purchaseOrder() != null) {
            xml.in("cac:OrderReference", () -> xml.text("cbc:ID", invoice.buyer().purchaseOrder()));
        }
        var correction = invoice.correction();
        if (correction != null) {
            xml.in("cac:BillingReference", () -> xml.in("cac:InvoiceDocumentReference", () -> {
                xml.text("cbc:ID", correction.number());
                xml.text("cbc:IssueDate", correction.issueDate().toString());
            }));
        }
        if (pdf != null) {
            xml.in("cac:AdditionalDocumentReference", () -> {
                xml.text("cbc:ID", document.number());
                xml.in("cac:Attachment",
                        () -> xml.pdf("cbc:EmbeddedDocumentBinaryObject", pdf.name(), pdf.content()));
            });
        }
    }

    private void paymentMeans(XmlOutput xml) throws IOException {
        var seller = document.invoice().seller();
        xml.text("cbc:PaymentMeansCode", document.paymentMeans());
        xml.text("cbc:PaymentID", document.paymentReference());
        var mandate = document.invoice().collectedBy();
        if (mandate != null) {
            xml.in("cac:PaymentMandate", () -> {
                xml.text("cbc:ID", mandate.id());
                xml.in("cac:PayerFinancialAccount", () -> xml.text("cbc:ID", mandate.iban()));
            });
        }
        var iban = seller.iban();
        if (iban != null && mandate == null) {
            xml.in("cac:PayeeFinancialAccount", () -> {
                xml.text("cbc:ID", iban.replace(" ", ""));
                xml.text("cbc:Name", seller.name());
                if (seller.bic() != null) {
                    xml.in("cac:FinancialInstitutionBranch", () -> xml.text("cbc:ID", seller.bic()));
                }
            });
        }
    }

    private void taxes(XmlOutput xml) throws IOException {
        var invoice = document.invoice();
        xml.in("cac:TaxTotal", () -> {
            amount(xml, "cbc:TaxAmount", invoice.taxTotal());
            for (var tax : invoice.taxes()) {
                xml.in("cac:TaxSubtotal", () -> {
                    amount(xml, "cbc:TaxableAmount", tax.basis());
                    amount(xml, "cbc:TaxAmount", tax.amount());
                    xml.in("cac:TaxCategory", () -> category(xml, tax));
                });
            }
        });
        var sellerTax = invoice.sellerTax();
        if (sellerTax != null) {
            xml.in("cac:TaxTotal", () -> amount(xml, "cbc:TaxAmount", sellerTax.total()));
        }
    }

    private void category(XmlOutput xml, TaxSubtotal tax) throws IOException {
        xml.text("cbc:ID", tax.category().name());
        xml.text("cbc:Percent", document.rate(tax));
        xml.text("cbc:TaxExemptionReasonCode", ElectronicInvoice.exemptionCode(tax.category()));
        xml.text("cbc:TaxExemptionReason", tax.reason());
        xml.in("cac:TaxScheme", () -> xml.text("cbc:ID", "VAT"));
    }

    private void totals(XmlOutput xml) throws IOException {
        var invoice = document.invoice();
        amount(xml, "cbc:LineExtensionAmount", invoice.netTotal());
        amount(xml, "cbc:TaxExclusiveAmount", invoice.netTotal());
        amount(xml, "cbc:TaxInclusiveAmount", invoice.total());
        if (!invoice.prepaid().isZero()) {
            amount(xml, "cbc:PrepaidAmount", invoice.prepaid());
        }
        amount(xml, "cbc:PayableAmount", invoice.amountDue());
    }

    private void line(XmlOutput xml, ElectronicLine line) throws IOException {
        xml.text("cbc:ID", Integer.toString(line.line()));
        xml.text("cbc:Note", line.note());
        xml.text(document.isCreditNote() ? "cbc:CreditedQuantity" : "cbc:InvoicedQuantity", "unitCode", line.unit(),
                line.quantity().toPlainString());
        amount(xml, "cbc:LineExtensionAmount", line.amount());
        var allowance = line.allowance();
        if (allowance != null) {
            xml.in("cac:AllowanceCharge", () -> allowance(xml, allowance));
        }
        xml.in("cac:Item", () -> {
            xml.text("cbc:Name", line.name());
            if (line.item() != null) {
                xml.in("cac:SellersItemIdentification", () -> xml.text("cbc:ID", line.item()));
            }
            xml.in("cac:ClassifiedTaxCategory", () -> {
                xml.text("cbc:ID", line.category().name());
                xml.text("cbc:Percent", plain(line.rate()));
                xml.in("cac:TaxScheme", () -> xml.text("cbc:ID", "VAT"));
            });
            for (var attribute : line.attributes().entrySet()) {
                xml.in("cac:AdditionalItemProperty", () -> {
                    xml.text("cbc:Name", attribute.getKey());
                    xml.text("cbc:Value", attribute.getValue());
                });
            }
        });
        xml.in("cac:Price", () -> {
            xml.text("cbc:PriceAmount", "currencyID", currency, line.price().toPlainString());
            xml.text("cbc:BaseQuantity", "unitCode", line.unit(), plain(line.baseQuantity()));
        });
    }

    private static void allowance(XmlOutput xml, ElectronicLine.Allowance allowance) throws IOException {
        xml.text("cbc:ChargeIndicator", "false");
        xml.text("cbc:AllowanceChargeReasonCode", ElectronicLine.DISCOUNT);
        xml.text("cbc:AllowanceChargeReason", allowance.reason());
        xml.text("cbc:MultiplierFactorNumeric", plain(allowance.percent()));
        amount(xml, "cbc:Amount", allowance.amount());
        if (allowance.base() != null) {
            amount(xml, "cbc:BaseAmount", allowance.base());
        }
    }

    private static void amount(XmlOutput xml, String name, Money money) throws IOException {
        xml.text(name, "currencyID", money.getCurrencyUnit().getCode(), money.getAmount().toPlainString());
    }

    private static @Nullable String plain(@Nullable BigDecimal number) {
        return number == null ? null : number.stripTrailingZeros().toPlainString();
    }
}
