package org.billinggroups.einvoice;

import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Map;
import org.billinggroups.account.EInvoice;
import org.billinggroups.file.XmlOutput;
import org.billinggroups.run.TaxSubtotal;
import org.joda.money.Money;
import org.jspecify.annotations.Nullable;

/**
 * The syntax UN/CEFACT Cross Industry Invoice D16B as Factur-X 1.0 and ZUGFeRD 2 use it, profile EN 16931, and
 * XRechnung. The order of elements is that of the schema.
 */
final class CiiXml {
    /** By UNTDID 1001: a document that supports the invoice. */
    private static final String SUPPORTING_DOCUMENT = "916";
    private static final String STANDARD = "urn:un:unece:uncefact:data:standard:";
    private static final Map<String, String> NAMESPACES = new LinkedHashMap<>();

    static {
        NAMESPACES.put("rsm", STANDARD + "CrossIndustryInvoice:100");
        NAMESPACES.put("ram", STANDARD + "ReusableAggregateBusinessInformationEntity:100");
        NAMESPACES.put("udt", STANDARD + "UnqualifiedDataType:100");
        NAMESPACES.put("qdt", STANDARD + "QualifiedDataType:100");
    }

    private final ElectronicInvoice document;
    private final @Nullable EmbeddedPdf pdf;

    CiiXml(ElectronicInvoice document, @Nullable EmbeddedPdf pdf) {
        this.document = document;
        this.pdf = pdf;
    }

    void write(OutputStream out) {
        XmlOutput.document(out, "rsm:CrossIndustryInvoice", NAMESPACES, xml -> {
            xml.in("rsm:ExchangedDocumentContext", () -> context(xml));
            xml.in("rsm:ExchangedDocument", () -> {
                xml.text("ram:ID", document.number());
                xml.text("ram:TypeCode", document.typeCode());
                date(xml, "ram:IssueDateTime", document.issueDate());
                for (var note : document.notes()) {
                    xml.in("ram:IncludedNote", () -> xml.text("ram:Content", note));
                }
            });
            xml.in("rsm:SupplyChainTradeTransaction", () -> {
                for (var line : document.lines()) {
                    xml.in("ram:IncludedSupplyChainTradeLineItem", () -> line(xml, line));
                }
                xml.in("ram:ApplicableHeaderTradeAgreement", () -> agreement(xml));
                xml.in("ram:ApplicableHeaderTradeDelivery", () -> delivery(xml));
                xml.in("ram:ApplicableHeaderTradeSettlement", () -> settlement(xml));
            });
        });
    }

    private void context(XmlOutput xml) throws IOException {
        if (document.form() != EInvoice.FACTUR_X) {
            xml.in("ram:BusinessProcessSpecifiedDocumentContextParameter",
                    () -> xml.text("ram:ID", ElectronicInvoice.BILLING));
        }
        xml.in("ram:GuidelineSpecifiedDocumentContextParameter", () -> xml.text("ram:ID", document.specification()));
    }

    private void delivery(XmlOutput xml) throws IOException {
        if (document.deliveryCountry() != null) {
            xml.in("ram:ShipToTradeParty", () -> xml.in("ram:PostalTradeAddress",
                    () -> xml.text("ram:CountryID", document.deliveryCountry())));
        }
        xml.in("ram:ActualDeliverySupplyChainEvent",
                () -> date(xml, "ram:OccurrenceDateTime", document.invoice().period().lastDay()));
    }

    private static void line(XmlOutput xml, ElectronicLine line) throws IOException {
        xml.in("ram:AssociatedDocumentLineDocument", () -> {
            xml.text("ram:LineID", Integer.toString(line.line()));
            if (line.note() != null) {
                xml.in("ram:IncludedNote", () -> xml.text("ram:Content", line.note()));
            }
        });
        xml.in("ram:SpecifiedTradeProduct", () -> {
            xml.text("ram:SellerAssignedID", line.item());
            xml.text("ram:Name", line.name());
            for (var attribute : line.attributes().entrySet()) {
                xml.in("ram:ApplicableProductCharacteristic", () -> {
                    xml.text("ram:Description", attribute.getKey());
                    xml.text("ram:Value", attribute.getValue());
                });
            }
        });
        xml.in("ram:SpecifiedLineTradeAgreement", () -> xml.in("ram:NetPriceProductTradePrice", () -> {
            xml.text("ram:ChargeAmount", line.price().toPlainString());
            xml.text("ram:BasisQuantity", "unitCode", line.unit(), plain(line.baseQuantity()));
        }));
        xml.in("ram:SpecifiedLineTradeDelivery",
                () -> xml.text("ram:BilledQuantity", "unitCode", line.unit(), line.quantity().toPlainString()));
        xml.in("ram:SpecifiedLineTradeSettlement", () -> {
            xml.in("ram:ApplicableTradeTax", () -> {
                xml.text("ram:TypeCode", "VAT");
                xml.text("ram:CategoryCode", line.category().name());
                xml.text("ram:RateApplicablePercent", plain(line.rate()));
            });
            var allowance = line.allowance();
            if (allowance != null) {
                xml.in("ram:SpecifiedTradeAllowanceCharge", () -> allowance(xml, allowance));
            }
            xml.in("ram:SpecifiedTradeSettlementLineMonetarySummation",
                    () -> xml.text("ram:LineTotalAmount", amount(line.amount())));
        });
    }

    private static void allowance(XmlOutput xml, ElectronicLine.Allowance allowance) throws IOException {
        xml.in("ram:ChargeIndicator", () -> xml.text("udt:Indicator", "false"));
        xml.text("ram:CalculationPercent", plain(allowance.percent()));
        xml.text("ram:BasisAmount", allowance.base() == null ? null : amount(allowance.base()));
        xml.text("ram:ActualAmount", amount(allowance.amount()));
        xml.text("ram:ReasonCode", ElectronicLine.DISCOUNT);
        xml.text("ram:Reason", allowance.reason());
    }

    private void agreement(XmlOutput xml) throws IOException {
        var buyer = document.invoice().buyer();
        xml.text("ram:BuyerReference", document.buyerReference());
        xml.in("ram:SellerTradeParty", () -> CiiParty.write(xml, document.seller()));
        xml.in("ram:BuyerTradeParty", () -> CiiParty.write(xml, document.buyer()));
        if (buyer.purchaseOrder() != null) {
            xml.in("ram:BuyerOrderReferencedDocument",
                    () -> xml.text("ram:IssuerAssignedID", buyer.purchaseOrder()));
        }
        if (pdf != null) {
            xml.in("ram:AdditionalReferencedDocument", () -> {
                xml.text("ram:IssuerAssignedID", document.number());
                xml.text("ram:TypeCode", SUPPORTING_DOCUMENT);
                xml.pdf("ram:AttachmentBinaryObject", pdf.name(), pdf.content());
            });
        }
    }

    private void settlement(XmlOutput xml) throws IOException {
        var invoice = document.invoice();
        var sellerTax = invoice.sellerTax();
        var mandate = document.invoice().collectedBy();
        xml.text("ram:CreditorReferenceID", document.creditorId());
        xml.text("ram:PaymentReference", document.paymentReference());
        xml.text("ram:TaxCurrencyCode", sellerTax == null ? null : sellerTax.total().getCurrencyUnit().getCode());
        xml.text("ram:InvoiceCurrencyCode", invoice.currency().getCode());
        xml.in("ram:SpecifiedTradeSettlementPaymentMeans", () -> paymentMeans(xml));
        for (var tax : invoice.taxes()) {
            xml.in("ram:ApplicableTradeTax", () -> tax(xml, tax));
        }
        xml.in("ram:BillingSpecifiedPeriod", () -> {
            date(xml, "ram:StartDateTime", invoice.period().firstDay());
            date(xml, "ram:EndDateTime", invoice.period().lastDay());
        });
        xml.in("ram:SpecifiedTradePaymentTerms", () -> {
            xml.text("ram:Description", document.paymentTerms());
            date(xml, "ram:DueDateDateTime", document.dueDate());
            xml.text("ram:DirectDebitMandateID", mandate == null ? null : mandate.id());
        });
        xml.in("ram:SpecifiedTradeSettlementHeaderMonetarySummation", () -> totals(xml));
        var correction = invoice.correction();
        if (correction != null) {
            xml.in("ram:InvoiceReferencedDocument", () -> {
                xml.text("ram:IssuerAssignedID", correction.number());
                xml.in("ram:FormattedIssueDateTime",
                        () -> xml.text("qdt:DateTimeString", "format", "102", day(correction.issueDate())));
            });
        }
    }

    private void paymentMeans(XmlOutput xml) throws IOException {
        var seller = document.invoice().seller();
        xml.text("ram:TypeCode", document.paymentMeans());
        var mandate = document.invoice().collectedBy();
        if (mandate != null) {
            xml.in("ram:PayerPartyDebtorFinancialAccount", () -> xml.text("ram:IBANID", mandate.iban()));
        }
        var iban = seller.iban();
        if (iban != null && mandate == null) {
            xml.in("ram:PayeePartyCreditorFinancialAccount", () -> {
                xml.text("ram:IBANID", iban.replace(" ", ""));
                xml.text("ram:AccountName", seller.name());
            });
            if (seller.bic() != null) {
                xml.in("ram:PayeeSpecifiedCreditorFinancialInstitution",
                        () -> xml.text("ram:BICID", seller.bic()));
            }
        }
    }

    private void tax(XmlOutput xml, TaxSubtotal tax) throws IOException {
        xml.text("ram:CalculatedAmount", amount(tax.amount()));
        xml.text("ram:TypeCode", "VAT");
        xml.text("ram:ExemptionReason", tax.reason());
        xml.text("ram:BasisAmount", amount(tax.basis()));
        xml.text("ram:CategoryCode", tax.category().name());
        xml.text("ram:ExemptionReasonCode", ElectronicInvoice.exemptionCode(tax.category()));
        xml.text("ram:RateApplicablePercent", document.rate(tax));
    }

    private void totals(XmlOutput xml) throws IOException {
        var invoice = document.invoice();
        var sellerTax = invoice.sellerTax();
        xml.text("ram:LineTotalAmount", amount(invoice.netTotal()));
        xml.text("ram:TaxBasisTotalAmount", amount(invoice.netTotal()));
        xml.text("ram:TaxTotalAmount", "currencyID", invoice.currency().getCode(), amount(invoice.taxTotal()));
        if (sellerTax != null) {
            xml.text("ram:TaxTotalAmount", "currencyID", sellerTax.total().getCurrencyUnit().getCode(),
                    amount(sellerTax.total()));
        }
        xml.text("ram:GrandTotalAmount", amount(invoice.total()));
        xml.text("ram:TotalPrepaidAmount", invoice.prepaid().isZero() ? null : amount(invoice.prepaid()));
        xml.text("ram:DuePayableAmount", amount(invoice.amountDue()));
    }

    private static void date(XmlOutput xml, String name, @Nullable LocalDate date) throws IOException {
        if (date != null) {
            xml.in(name, () -> xml.text("udt:DateTimeString", "format", "102", day(date)));
        }
    }

    private static String day(LocalDate date) {
        return DateTimeFormatter.BASIC_ISO_DATE.format(date);
    }

    private static String amount(Money money) {
        return money.getAmount().toPlainString();
    }

    private static @Nullable String plain(@Nullable BigDecimal number) {
        return number == null ? null : number.stripTrailingZeros().toPlainString();
    }
}
