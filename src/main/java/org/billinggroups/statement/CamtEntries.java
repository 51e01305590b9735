package org.billinggroups.statement;

import java.math.BigDecimal;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.billinggroups.file.InputProblems;
import org.jspecify.annotations.Nullable;

/**
 * The entries of one account's statement. An entry is split into its transactions where these have amounts; what it has
 * beyond them, such as charges, is an entry as well, so that nothing of it is lost.
 */
final class CamtEntries {
    /** Of so many transactions without amounts the texts are kept. */
    private static final int MOST_TOLD = 500;

    private final String account;
    private final int statement;
    private final CamtFactsReader facts;
    private final BankEntry.Sink sink;

    CamtEntries(String file, String account, int statement, StatementAccounts currencies, InputProblems problems,
            BankEntry.Sink sink) {
        this.account = account;
        this.statement = statement;
        this.facts = new CamtFactsReader(file, account, currencies, problems);
        this.sink = sink;
    }

    /** One entry: what is common to its transactions comes before them. */
    private final class Entry {
        private final XmlElement common;
        private final CamtFacts of;
        private final List<XmlElement> withoutAmount = new ArrayList<>();
        private BigDecimal rest;
        private BigDecimal charges = BigDecimal.ZERO;
        /** The first transaction with an amount: what the entry says behind its transactions is said of an only one. */
        private @Nullable XmlElement first;
        private String batchOfFirst = "";
        private boolean hasTransactions;
        private boolean isSplit;
        /** Our own ids of collections that the parts of the entry name. */
        private final Set<String> batches = new HashSet<>();

        private Entry(XmlElement common, CamtFacts of) {
            this.common = common;
            this.of = of;
            this.rest = of.amount();
        }

        /** The transactions of a part of the entry. */
        private void details(XmlCursor xml) throws SQLException {
            var batch = "";
            while (xml.nextChild()) {
                var child = xml.element();
                if (child.name().equals("Btch")) {
                    batch = Objects.requireNonNullElse(child.text("PmtInfId"), "");
                } else if (child.name().equals("TxDtls")) {
                    transaction(child, batch);
                }
            }
            batches.add(batch);
        }

        private void transaction(XmlElement transaction, String batch) throws SQLException {
            hasTransactions = true;
            facts.check(transaction, of, CamtFacts.OF_TRANSACTION);
            var own = of.amountOf(transaction);
            if (own == null) {
                if (withoutAmount.size() < MOST_TOLD) {
                    withoutAmount.add(transaction);
                }
                return;
            }
            rest = rest.subtract(own);
            charges = charges.add(of.chargesOf(transaction));
            if (!isSplit) {
                first = transaction;
                batchOfFirst = batch;
            } else {
                emitFirst();
                emit(List.of(transaction), own, batch);
            }
            isSplit = true;
        }

        private void emitFirst() throws SQLException {
            if (first != null) {
                emit(List.of(first), Objects.requireNonNull(of.amountOf(first)), batchOfFirst);
                first = null;
            }
        }

        /** Now all children of the entry are there. */
        private void end() throws SQLException {
            facts.check(common, of, CamtFacts.OF_ENTRY);
            emitFirst();
            var known = charges.add(of.chargesOf(common));
            if (isSplit) {
                facts.checkSum(common, of, rest, known);
            }
            var batch = batches.size() == 1 ? batches.iterator().next() : "";
            if (!hasTransactions) {
                emit(List.of(), rest, batch);
            } else if (!withoutAmount.isEmpty() && rest.signum() != 0) {
                emit(withoutAmount, rest, batch);
            } else if (isSplit && rest.signum() != 0) {
                boolean isCharges = rest.signum() < 0 && rest.abs().compareTo(known) <= 0;
                sink.add(new CamtTransaction(common, List.of(), of).entry(account, statement, rest, "",
                        isCharges ? EntryKind.CHARGES : EntryKind.of(rest)));
            }
        }

        private void emit(List<XmlElement> transactions, BigDecimal amount, String batch) throws SQLException {
            var transaction = new CamtTransaction(common, transactions, of);
            var kind = transaction.kind(amount);
            var returned = kind == EntryKind.RETURN ? transaction.returned(amount) : amount;
            if (returned.signum() != 0) {
                sink.add(transaction.entry(account, statement, returned, batch, kind));
            }
            if (returned.compareTo(amount) != 0) {
                sink.add(transaction.entry(account, statement, amount.subtract(returned), batch,
                        EntryKind.CHARGES));
            }
        }
    }

    /** Reads the entry that begins here. */
    void read(XmlCursor xml) throws SQLException {
        long line = xml.line();
        List<XmlElement> children = new ArrayList<>();
        Entry entry = null;
        boolean isRead = false;
        while (xml.nextChild()) {
            if (!xml.name().equals("NtryDtls")) {
                children.add(xml.element());
                continue;
            }
            if (!isRead) {
                isRead = true;
                entry = begin(line, children);
            }
            if (entry == null) {
                xml.skip();
            } else {
                entry.details(xml);
            }
        }
        if (!isRead) {
            entry = begin(line, children);
        }
        if (entry != null) {
            entry.end();
        }
    }

    /** Null if it does not count or is wrong. */
    private @Nullable Entry begin(long line, List<XmlElement> children) {
        var common = new XmlElement("Ntry", line, null, "", children);
        if (!facts.isBooked(common)) {
            sink.leaveOut();
            return null;
        }
        var read = facts.of(common);
        return read == null ? null : new Entry(common, read);
    }
}
