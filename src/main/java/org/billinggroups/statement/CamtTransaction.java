package org.billinggroups.statement;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Transactions that are taken together, one as a rule.
 *
 * @param entry the entry without its transactions
 * @param transactions none where the entry tells all by itself
 */
record CamtTransaction(XmlElement entry, List<XmlElement> transactions, CamtFacts of) {
    /** Charges, by ISO 20022's families of bank transactions, or by SWIFT's codes, which many banks go on with. */
    private static final Pattern CHARGES = Pattern.compile("CHRG|COM[MEINT]|FEES|OVCH|NCHG.*");
    private static final List<String> REFERENCES = List.of("Refs/AcctSvcrRef", "Refs/TxId", "Refs/InstrId",
            "Refs/EndToEndId", "Refs/UETR");
    private static final List<String> TEXTS = List.of("RmtInf/Ustrd", "RmtInf/Strd/RfrdDocInf/Nb",
            "RmtInf/Strd/AddtlRmtInf");
    private static final String[] DEBTOR_FIRST = parties("Dbtr", "Cdtr");
    private static final String[] CREDITOR_FIRST = parties("Cdtr", "Dbtr");

    /** The name of who is on the other side; of a return the roles are those of the collection. */
    private static String[] parties(String first, String second) {
        return Stream.of(first, "Ultmt" + first, second)
                .flatMap(role -> Stream.of("RltdPties/" + role + "/Pty/Nm", "RltdPties/" + role + "/Nm"))
                .toArray(String[]::new);
    }

    EntryKind kind(BigDecimal amount) {
        if (amount.signum() < 0 && (isReversal() || !all("RtrInf").isEmpty())) {
            return EntryKind.RETURN;
        }
        return isCharges() ? EntryKind.CHARGES : EntryKind.of(amount);
    }

    /** Whether the bank takes back what it booked by mistake. */
    private boolean isReversal() {
        return isTrue(entry.text("RvslInd"));
    }

    /** A boolean of XML. */
    private static boolean isTrue(@Nullable String text) {
        return "true".equals(text) || "1".equals(text);
    }

    private boolean isCharges() {
        var own = all("BkTxCd");
        var codes = own.isEmpty() ? entry.all("BkTxCd") : own;
        for (var code : codes) {
            if (!isCharges(code.text("Domn/Fmly/SubFmlyCd")) && !isCharges(code.text("Prtry/Cd"))) {
                return false;
            }
        }
        return !codes.isEmpty();
    }

    private static boolean isCharges(@Nullable String code) {
        return code != null && CHARGES.matcher(code).matches();
    }

    /** What was collected, of which the bank has taken charges beside it. */
    BigDecimal returned(BigDecimal amount) {
        if (transactions.size() != 1) {
            return amount;
        }
        var transaction = transactions.getFirst();
        var instructed = of.value(transaction.at("AmtDtls/InstdAmt/Amt"));
        if (instructed != null && instructed.signum() > 0 && instructed.compareTo(amount.abs()) <= 0) {
            return instructed.negate();
        }
        var charges = of.chargesOf(transaction);
        boolean areIncluded = isTrue(transaction.text("Chrgs/Rcrd/ChrgInclInd"))
                || amount.compareTo(of.amount()) == 0;
        return areIncluded && charges.compareTo(amount.abs()) < 0 ? amount.add(charges) : amount;
    }

    BankEntry entry(String account, int statement, BigDecimal amount, String batch, EntryKind kind) {
        var isOurs = kind == EntryKind.DEBIT;
        var collection = text("Refs/PmtInfId");
        return new BankEntry(transactions.isEmpty() ? entry.line() : transactions.getFirst().line(), statement, account,
                of.currency(), of.bookedOn(), amount, kind, bankReferences(),
                transactions.size() == 1 ? BankEntry.meant(text("Refs/EndToEndId")) : null,
                BankEntry.meant(collection == null ? batch : collection),
                List.copyOf(addTexts("RmtInf/Strd/CdtrRefInf/Ref", new LinkedHashSet<>())),
                text(isOurs ? CREDITOR_FIRST : DEBTOR_FIRST), texts(),
                kind == EntryKind.RETURN ? returnReason() : null);
    }

    /** The entry's own reference is often its number within the statement, so it counts only if there is no other. */
    private List<String> bankReferences() {
        var references = new LinkedHashSet<String>();
        for (var path : REFERENCES) {
            addTexts(path, references);
        }
        addTexts(entry, "AcctSvcrRef", references);
        references.removeIf(reference -> BankEntry.meant(reference) == null);
        if (references.isEmpty()) {
            addTexts(entry, "NtryRef", references);
        }
        return List.copyOf(references);
    }

    private @Nullable String returnReason() {
        var reason = text("RtrInf/Rsn/Cd", "RtrInf/Rsn/Prtry", "RtrInf/AddtlInf");
        return reason == null ? isReversal() ? "reversal" : "" : reason;
    }

    private List<String> texts() {
        List<String> texts = new ArrayList<>();
        for (var path : TEXTS) {
            addTexts(path, texts);
        }
        if (texts.isEmpty()) {
            addTexts("AddtlTxInf", texts);
        }
        if (texts.isEmpty()) {
            addTexts(entry, "AddtlNtryInf", texts);
        }
        return texts;
    }

    private List<XmlElement> all(String path) {
        List<XmlElement> found = new ArrayList<>();
        transactions.forEach(transaction -> transaction.addAll(path, found));
        return found;
    }

    private <C extends Collection<String>> C addTexts(String path, C texts) {
        transactions.forEach(transaction -> addTexts(transaction, path, texts));
        return texts;
    }

    private static void addTexts(XmlElement element, String path, Collection<String> texts) {
        element.all(path).forEach(found -> texts.add(found.text()));
    }

    private @Nullable String text(String... paths) {
        for (var path : paths) {
            for (var transaction : transactions) {
                var text = transaction.text(path);
                if (text != null) {
                    return text;
                }
            }
        }
        return null;
    }
}
