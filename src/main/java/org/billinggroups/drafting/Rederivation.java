package org.billinggroups.drafting;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.billinggroups.invoice.CreditedInvoices;
import org.billinggroups.invoice.DraftInvoice;
import org.billinggroups.invoice.Invoice;
import org.billinggroups.invoice.Invoices;
import org.billinggroups.run.FrozenInputs;
import org.billinggroups.run.InvoicingRun;
import org.billinggroups.run.ParkedGroup;
import org.billinggroups.run.TaxCategory;
import org.billinggroups.run.TaxSubtotal;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;

/** Calculates the invoices of a run again, from the stored usage and what the run froze, and compares. */
@Service
public class Rederivation {
    private final DataSource dataSource;
    private final JdbcClient jdbc;
    private final FrozenInputs frozen;
    private final Invoices invoices;
    private final CreditedInvoices credited;

    Rederivation(DataSource dataSource, JdbcClient jdbc, FrozenInputs frozen, Invoices invoices,
            CreditedInvoices credited) {
        this.dataSource = dataSource;
        this.jdbc = jdbc;
        this.frozen = frozen;
        this.invoices = invoices;
        this.credited = credited;
    }

    /** What is issued and does not follow from usage and frozen inputs; a credit note follows from its invoice. */
    public List<String> differences(InvoicingRun run) {
        List<String> findings = new ArrayList<>();
        if (run.kind() == InvoicingRun.Kind.CORRECTION) {
            compareNotes(run, findings);
        }
        if (run.kind() != InvoicingRun.Kind.INVOICING) {
            return findings;
        }
        long firstEntry = BucketCalculation.firstEntry(jdbc, run);
        for (int bucket : frozen.buckets(run.id())) {
            try {
                compare(run, bucket, firstEntry, findings);
            } catch (SQLException | RuntimeException e) {
                findings.add("part " + bucket + " of the groups cannot be calculated again: " + e.getMessage());
            }
        }
        return findings;
    }

    private void compareNotes(InvoicingRun run, List<String> findings) {
        for (long id : invoices.idsOfBucket(run.id(), 0)) {
            try {
                new Comparing(run, findings).compare(id, credited.noteAgain(id));
            } catch (RuntimeException e) {
                findings.add(run.folder() + " cannot be calculated again: " + e.getMessage());
            }
        }
    }

    private void compare(InvoicingRun run, int bucket, long firstEntry, List<String> findings) throws SQLException {
        try (Connection reading = dataSource.getConnection()) {
            reading.setAutoCommit(false);
            try {
                new BucketCalculation(run, bucket, frozen, new IssuedBefore(firstEntry)).calculate(reading,
                        new Comparing(run, findings));
            } finally {
                reading.rollback();
            }
        }
    }

    private final class Comparing implements BucketCalculation.Outcome {
        private final InvoicingRun run;
        private final List<String> findings;

        Comparing(InvoicingRun run, List<String> findings) {
            this.run = run;
            this.findings = findings;
        }

        @Override
        public void next() {}

        @Override
        public void invoices(UUID groupId, List<DraftInvoice> expected) {
            if (isParked(groupId)) {
                return;
            }
            var stored = stored(groupId);
            for (var draft : expected) {
                var id = stored.remove(new Kind(draft.currency().getCode(), draft.customerRunId()));
                if (id == null) {
                    findings.add("billing group " + groupId + ": its invoice in " + draft.currency() + " is missing");
                } else {
                    compare(id, draft);
                }
            }
            stored.keySet().forEach(kind -> findings.add("billing group " + groupId + ": its invoice in "
                    + kind.currency() + " has nothing to charge"));
        }

        @Override
        public void parked(UUID groupId, ParkedGroup.Reason reason, List<String> details) {
            if (!stored(groupId).isEmpty()) {
                findings.add("billing group " + groupId + " has an invoice, but could not be invoiced: " + details);
            }
        }

        private boolean isParked(UUID groupId) {
            return jdbc.sql("SELECT EXISTS (SELECT FROM parked_group WHERE run_id = ? AND group_id = ?)")
                    .params(run.id(), groupId).query(Boolean.class).single();
        }

        /** What distinguishes the invoices of a group. */
        private record Kind(String currency, long customerRunId) {}

        private Map<Kind, Long> stored(UUID groupId) {
            Map<Kind, Long> ids = new LinkedHashMap<>();
            jdbc.sql("""
                    SELECT currency, coalesce(customer_run_id, 0), id FROM invoice
                    WHERE run_id = ? AND group_id = ? ORDER BY currency, id
                    """).params(run.id(), groupId).query(rs -> {
                ids.put(new Kind(rs.getString(1), rs.getLong(2)), rs.getLong(3));
            });
            return ids;
        }

        private void compare(long id, DraftInvoice expected) {
            Invoice invoice;
            try {
                invoice = invoices.get(id);
            } catch (IllegalArgumentException e) {
                findings.add(e.getMessage());
                return;
            }
            var title = "invoice " + invoice.number() + ": ";
            compare(title + "number of lines", invoice.lines().size(), expected.lines().size());
            for (int i = 0; i < Math.min(invoice.lines().size(), expected.lines().size()); i++) {
                var wrong = LineDifferences.between(invoice.lines().get(i), expected.lines().get(i).line());
                if (!wrong.isEmpty()) {
                    findings.add(
                            title + "line " + invoice.lines().get(i).line() + " does not follow from usage and frozen "
                                    + "inputs: " + wrong);
                }
            }
            compare(title + "usage records and prices of its lines", keys(id), expected.lines().stream()
                    .map(Keys::of).toList());
            compare(title + "net total", invoice.netTotal(), expected.netTotal());
            compare(title + "taxes", taxes(invoice.taxes()), taxes(expected.taxes()));
            compare(title + "tax in the seller's currency", invoice.sellerTax(), expected.sellerTax());
            compare(title + "prepaid amount", invoice.prepaid(), expected.prepaid());
            compare(title + "credits taken", creditUses(id), expected.creditUses().stream().collect(Collectors
                    .toMap(DraftInvoice.CreditUse::creditId, use -> use.amount().getAmount(), BigDecimal::add,
                            TreeMap::new)));
        }

        private void compare(String what, @Nullable Object stored, @Nullable Object expected) {
            if (!Objects.equals(stored, expected)) {
                findings.add(what + ": " + stored + ", but usage and frozen inputs give " + expected);
            }
        }

        /** What a line rests on. */
        private record Keys(long price, long credit, long records, String settles) {
            static Keys of(DraftInvoice.DraftLine line) {
                return new Keys(line.priceId(), line.creditId(), line.records(),
                        line.settles() == null ? "" : line.settles().code());
            }
        }

        private List<Keys> keys(long id) {
            return jdbc.sql("""
                    SELECT coalesce(price_id, 0), coalesce(credit_id, 0), record_count, coalesce(settles, '')
                    FROM invoice_line WHERE invoice_id = ? ORDER BY line
                    """).param(id)
                    .query((rs, row) -> new Keys(rs.getLong(1), rs.getLong(2), rs.getLong(3), rs.getString(4))).list();
        }

        private Map<Long, BigDecimal> creditUses(long id) {
            Map<Long, BigDecimal> uses = new TreeMap<>();
            jdbc.sql("SELECT credit_id, amount FROM credit_consumption WHERE invoice_id = ?").param(id).query(rs -> {
                uses.put(rs.getLong(1), rs.getBigDecimal(2));
            });
            return uses;
        }

        /** The buyer's own reason; the others are the product's wording. */
        private static @Nullable String ownReason(TaxSubtotal tax) {
            return tax.category() == TaxCategory.E ? tax.reason() : null;
        }

        private static Map<String, String> taxes(List<TaxSubtotal> taxes) {
            return taxes.stream().collect(Collectors.toMap(tax -> tax.category() + " " + tax.rate().toPlainString(),
                    tax -> tax.basis() + " " + tax.amount() + " " + ownReason(tax), (a, b) -> a + b, TreeMap::new));
        }
    }
}
