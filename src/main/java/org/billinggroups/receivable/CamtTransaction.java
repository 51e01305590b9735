package org.billinggroups.receivable;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
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

    EntryKind kind(BigDecimal amount) {
        if (amount.signum() < 0 && (isReversal() || all("RtrInf").findAny().isPresent())) {
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
        var own = all("BkTxCd").toList();
        var codes = own.isEmpty() ? entry.all("BkTxCd").toList() : own;
        return !codes.isEmpty() && codes.stream().allMatch(code -> Stream
                .of(code.text("Domn/Fmly/SubFmlyCd"), code.text("Prtry/Cd")).filter(Objects::nonNull)
                .anyMatch(text -> CHARGES.matcher(text).matches()));
    }

    /** What was collected, of which the bank has taken charges beside it. */
    BigDecimal returned(BigDecimal amount) {
        if (transactions.size() != 1) {
            return amount;
        }
        var transaction = transactions.getFirst();
        var instructed = of.value(transaction.at("AmtDtls", "InstdAmt", "Amt"));
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
                all("RmtInf", "Strd", "CdtrRefInf", "Ref").map(XmlElement::text).distinct().toList(),
                isOurs ? party("Cdtr", "Dbtr") : party("Dbtr", "Cdtr"), texts(),
                kind == EntryKind.RETURN ? returnReason() : null);
    }

    /** The entry's own reference is often its number within the statement, so it counts only if there is no other. */
    private List<String> bankReferences() {
        var references = new LinkedHashSet<String>();
        for (var path : List.of("AcctSvcrRef", "TxId", "InstrId", "EndToEndId", "UETR")) {
            all("Refs", path).map(XmlElement::text).forEach(references::add);
        }
        entry.all("AcctSvcrRef").map(XmlElement::text).forEach(references::add);
        if (references.stream().allMatch(reference -> BankEntry.meant(reference) == null)) {
            entry.all("NtryRef").map(XmlElement::text).forEach(references::add);
        }
        return List.copyOf(references);
    }

    private @Nullable String returnReason() {
        return Stream.of("RtrInf/Rsn/Cd", "RtrInf/Rsn/Prtry", "RtrInf/AddtlInf").map(this::text)
                .filter(Objects::nonNull).findFirst().orElse(isReversal() ? "reversal" : "");
    }

    /** The name of who is on the other side; of a return the roles are those of the collection. */
    private @Nullable String party(String first, String second) {
        return Stream.of(first + "/Pty/Nm", first + "/Nm", "Ultmt" + first + "/Pty/Nm", "Ultmt" + first + "/Nm",
                second + "/Pty/Nm", second + "/Nm").map(path -> text("RltdPties/" + path)).filter(Objects::nonNull)
                .findFirst().orElse(null);
    }

    private List<String> texts() {
        List<String> texts = new ArrayList<>();
        all("RmtInf", "Ustrd").map(XmlElement::text).forEach(texts::add);
        all("RmtInf", "Strd", "RfrdDocInf", "Nb").map(XmlElement::text).forEach(texts::add);
        all("RmtInf", "Strd", "AddtlRmtInf").map(XmlElement::text).forEach(texts::add);
        if (texts.isEmpty()) {
            all("AddtlTxInf").map(XmlElement::text).forEach(texts::add);
        }
        if (texts.isEmpty()) {
            entry.all("AddtlNtryInf").map(XmlElement::text).forEach(texts::add);
        }
        return texts;
    }

    private Stream<XmlElement> all(String... path) {
        return transactions.stream().flatMap(transaction -> transaction.all(path));
    }

    private @Nullable String text(String path) {
        return all(path.split("/")).map(XmlElement::text).filter(text -> !text.isEmpty()).findFirst().orElse(null);
    }
}
