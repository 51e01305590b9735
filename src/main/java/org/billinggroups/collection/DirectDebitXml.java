package org.billinggroups.collection;

import java.io.IOException;
import java.io.OutputStream;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.billinggroups.account.SepaArea;
import org.billinggroups.collection.SepaCollection.Payment;
import org.billinggroups.file.XmlOutput;
import org.joda.money.Money;
import org.jspecify.annotations.Nullable;

/**
 * The message CustomerDirectDebitInitiation, pain.008.001.08 of ISO 20022, as the guidelines of the European Payments
 * Council for SEPA direct debits use it (EPC130-08, EPC131-08). The order of elements is that of the schema.
 */
final class DirectDebitXml {
    private static final String NAMESPACE = "urn:iso:std:iso:20022:tech:xsd:pain.008.001.08";
    private static final int NAME = 70;
    private static final int LINE = 70;
    private static final int TOWN = 35;
    private static final int POSTCODE = 16;
    private static final int REMITTANCE = 140;
    private static final int ADDRESS_LINES = 2;

    private final SepaCollection collection;
    private final Creditor creditor;

    DirectDebitXml(SepaCollection collection) {
        this.collection = collection;
        this.creditor = collection.creditor();
    }

    void write(OutputStream out) {
        XmlOutput.document(out, "Document", Map.of("", NAMESPACE), xml -> xml.in("CstmrDrctDbtInitn", () -> {
            xml.in("GrpHdr", () -> header(xml));
            for (var payment : collection.payments()) {
                xml.in("PmtInf", () -> payment(xml, payment));
            }
        }));
    }

    private void header(XmlOutput xml) throws IOException {
        xml.text("MsgId", collection.messageId());
        xml.text("CreDtTm", DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss'Z'", Locale.ROOT)
                .format(collection.createdAt().atOffset(ZoneOffset.UTC)));
        xml.text("NbOfTxs", Integer.toString(collection.debits().size()));
        xml.text("CtrlSum", plain(collection.total()));
        xml.in("InitgPty", () -> xml.text("Nm", SepaText.of(creditor.name(), NAME)));
    }

    private void payment(XmlOutput xml, Payment payment) throws IOException {
        var first = payment.debits().getFirst();
        xml.text("PmtInfId", payment.id());
        xml.text("PmtMtd", "DD");
        xml.text("BtchBookg", "true");
        xml.text("NbOfTxs", Integer.toString(payment.debits().size()));
        xml.text("CtrlSum", plain(payment.total()));
        xml.in("PmtTpInf", () -> {
            xml.in("SvcLvl", () -> xml.text("Cd", "SEPA"));
            xml.in("LclInstrm", () -> xml.text("Cd", first.mandate().scheme().name()));
            xml.text("SeqTp", first.sequence().name());
        });
        xml.text("ReqdColltnDt", collection.collectedOn().toString());
        xml.in("Cdtr", () -> xml.text("Nm", SepaText.of(creditor.name(), NAME)));
        account(xml, "CdtrAcct", creditor.iban());
        bank(xml, "CdtrAgt", creditor.bic());
        xml.text("ChrgBr", "SLEV");
        xml.in("CdtrSchmeId", () -> xml.in("Id", () -> xml.in("PrvtId", () -> xml.in("Othr", () -> {
            xml.text("Id", creditor.id());
            xml.in("SchmeNm", () -> xml.text("Prtry", "SEPA"));
        }))));
        for (var debit : payment.debits()) {
            xml.in("DrctDbtTxInf", () -> debit(xml, debit));
        }
    }

    private static void debit(XmlOutput xml, DirectDebit debit) throws IOException {
        var mandate = debit.mandate();
        xml.in("PmtId", () -> xml.text("EndToEndId", debit.endToEndId()));
        xml.text("InstdAmt", "Ccy", debit.amount().getCurrencyUnit().getCode(), plain(debit.amount()));
        xml.in("DrctDbtTx", () -> xml.in("MndtRltdInf", () -> {
            xml.text("MndtId", mandate.id());
            xml.text("DtOfSgntr", mandate.signedOn().toString());
            if (debit.accountChanged()) {
                xml.text("AmdmntInd", "true");
                // The same mandate, another account: of which bank the earlier one was does not matter then.
                xml.in("AmdmntInfDtls", () -> xml.in("OrgnlDbtrAcct",
                        () -> xml.in("Id", () -> xml.in("Othr", () -> xml.text("Id", "SMNDA")))));
            }
        }));
        bank(xml, "DbtrAgt", mandate.bic());
        xml.in("Dbtr", () -> debtor(xml, debit));
        account(xml, "DbtrAcct", mandate.iban());
        xml.in("RmtInf", () -> remittance(xml, debit));
    }

    /** Banks outside the European Economic Area want the address as well. */
    private static void debtor(XmlOutput xml, DirectDebit debit) throws IOException {
        var buyer = debit.buyer();
        xml.text("Nm", SepaText.of(Objects.requireNonNullElse(buyer.company(), debit.groupName()), NAME));
        if (SepaArea.isInEea(debit.mandate().iban())) {
            return;
        }
        xml.in("PstlAdr", () -> {
            xml.text("PstCd", fitting(buyer.zipCode(), POSTCODE));
            xml.text("TwnNm", fitting(buyer.city(), TOWN));
            xml.text("Ctry", buyer.countryCode());
            for (var line : buyer.addressLines().stream().limit(ADDRESS_LINES).toList()) {
                xml.text("AdrLine", fitting(line, LINE));
            }
        });
    }

    private static void remittance(XmlOutput xml, DirectDebit debit) throws IOException {
        if (debit.reference() == null) {
            xml.text("Ustrd", SepaText.of(debit.number(), REMITTANCE));
            return;
        }
        xml.in("Strd", () -> xml.in("CdtrRefInf", () -> {
            xml.in("Tp", () -> {
                xml.in("CdOrPrtry", () -> xml.text("Cd", "SCOR"));
                xml.text("Issr", "ISO");
            });
            xml.text("Ref", debit.reference());
        }));
    }

    private static void account(XmlOutput xml, String name, String iban) throws IOException {
        xml.in(name, () -> xml.in("Id", () -> xml.text("IBAN", iban)));
    }

    /** The bank, which is known by the account where its BIC is not. */
    private static void bank(XmlOutput xml, String name, @Nullable String bic) throws IOException {
        xml.in(name, () -> xml.in("FinInstnId", () -> {
            if (bic == null) {
                xml.in("Othr", () -> xml.text("Id", "NOTPROVIDED"));
            } else {
                xml.text("BICFI", bic);
            }
        }));
    }

    private static @Nullable String fitting(@Nullable String text, int longest) {
        return text == null ? null : SepaText.of(text, longest);
    }

    private static String plain(Money amount) {
        return amount.getAmount().toPlainString();
    }
}
