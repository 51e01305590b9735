package org.billinggroups.invoice;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.billinggroups.invoice.CreditNoteCalculation.CorrectedInvoice;
import org.billinggroups.invoice.DraftInvoice.CreditUse;
import org.billinggroups.invoice.DraftInvoice.DraftLine;
import org.joda.money.Money;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Issued invoices with what credit notes took of them, now or before one of these notes. */
@Repository
public class CreditedInvoices {
    private final JdbcClient jdbc;
    private final Invoices invoices;

    CreditedInvoices(JdbcClient jdbc, Invoices invoices) {
        this.jdbc = jdbc;
        this.invoices = invoices;
    }

    /** As all notes left it that are issued. */
    CorrectedInvoice now(Invoice invoice) {
        return before(invoice, Long.MAX_VALUE);
    }

    /** A credit note as it follows from its invoice, the notes before it, and the lines that it takes back. */
    public DraftInvoice noteAgain(long noteId) {
        record Note(long correctedId, long entry) {}
        var note = jdbc.sql("""
                SELECT c.corrected_id, n.journal_entry FROM correction c JOIN issued_invoice n USING (invoice_id)
                WHERE c.invoice_id = ?
                """).param(noteId).query((rs, row) -> new Note(rs.getLong(1), rs.getLong(2))).single();
        var chosen = new TreeSet<>(jdbc.sql("SELECT line FROM corrected_line WHERE invoice_id = ?").param(noteId)
                .query(Integer.class).list());
        return CreditNoteCalculation.of(before(invoices.get(note.correctedId()), note.entry()), chosen);
    }

    private CorrectedInvoice before(Invoice invoice, long journalEntry) {
        record Keys(long priceId, long creditId) {}
        var keys = jdbc.sql("SELECT coalesce(price_id, 0), coalesce(credit_id, 0) FROM invoice_line "
                + "WHERE invoice_id = ? ORDER BY line").param(invoice.id())
                .query((rs, row) -> new Keys(rs.getLong(1), rs.getLong(2))).list();
        List<DraftLine> lines = new ArrayList<>();
        for (int i = 0; i < keys.size(); i++) {
            lines.add(new DraftLine(invoice.lines().get(i), keys.get(i).priceId(), keys.get(i).creditId(), 0));
        }
        var credited = jdbc.sql("""
                SELECT x.line FROM corrected_line x JOIN issued_invoice n USING (invoice_id)
                WHERE x.corrected_id = ? AND n.journal_entry < ?
                """).params(invoice.id(), journalEntry).query(Integer.class).list();
        return new CorrectedInvoice(invoice, lines, LineShares.of(lines), Set.copyOf(credited),
                prepaidUses(invoice, journalEntry));
    }

    /**
     * What the invoice and its credit notes have taken from prepaid credits; what was taken last is given back first.
     */
    private List<CreditUse> prepaidUses(Invoice invoice, long journalEntry) {
        return jdbc.sql("""
                SELECT u.credit_id, sum(u.amount) AS amount FROM credit_consumption u
                JOIN credit c ON c.id = u.credit_id AND c.kind = 'prepaid'
                WHERE u.invoice_id = :id OR u.invoice_id IN (
                    SELECT n.invoice_id FROM correction JOIN issued_invoice n USING (invoice_id)
                    WHERE corrected_id = :id AND n.journal_entry < :entry)
                GROUP BY u.credit_id, c.valid_until
                ORDER BY c.valid_until DESC NULLS FIRST, u.credit_id DESC
                """).param("id", invoice.id()).param("entry", journalEntry)
                .query((rs, row) -> new CreditUse(rs.getLong(1),
                        Money.of(invoice.currency(), rs.getBigDecimal(2))))
                .list();
    }
}
