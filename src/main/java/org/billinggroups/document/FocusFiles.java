package org.billinggroups.document;

import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.billinggroups.document.Documents.Kind;
import org.billinggroups.document.RenderDocuments.Drawn;
import org.billinggroups.file.FileBatch;
import org.billinggroups.invoice.Invoice;
import org.billinggroups.period.BillingPeriod;
import org.billinggroups.run.InvoicingRun;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The FOCUS files of a run, if it writes any. Each invoice has one, named by its billing group; where a group has
 * several invoices in a run, which may be of different customers, the further ones have their numbers behind.
 */
@Component
record FocusFiles(JdbcClient jdbc) {
    /** The folder below the run's that holds them. */
    static final String FOLDER = "focus";

    /** Those of some invoices of a run; empty if it writes none. */
    Optional<Part> of(InvoicingRun run, List<Long> invoices) {
        return Optional.ofNullable(run.focus()).map(rules -> part(new FocusCsv(rules), invoices));
    }

    /**
     * Which of the invoices are not the first one of their group in their run, and when the terms began that end with
     * the period of the invoices, or of those that credit notes correct.
     */
    private Part part(FocusCsv csv, List<Long> invoices) {
        Set<Long> further = new HashSet<>();
        Map<Long, BillingPeriod> terms = new HashMap<>();
        jdbc.sql("""
                SELECT i.id, t.first_period, EXISTS (
                    SELECT FROM invoice x WHERE x.run_id = i.run_id AND x.group_id = i.group_id
                        AND (coalesce(x.customer_run_id, 0), x.currency, x.id)
                            < (coalesce(i.customer_run_id, 0), i.currency, i.id)) AS is_further
                FROM invoice i
                LEFT JOIN correction c ON c.invoice_id = i.id
                JOIN invoice o ON o.id = coalesce(c.corrected_id, i.id)
                JOIN invoicing_run r ON r.id = o.run_id
                LEFT JOIN frozen_commitment_term t ON t.run_id = o.run_id AND t.group_id = o.group_id
                    AND t.currency = o.currency AND r.period = t.last_period
                WHERE i.id = ANY (?)
                """).param(invoices.toArray(Long[]::new)).query(rs -> {
            long id = rs.getLong("id");
            if (rs.getBoolean("is_further")) {
                further.add(id);
            }
            var first = rs.getObject("first_period", LocalDate.class);
            if (first != null) {
                terms.put(id, BillingPeriod.startingOn(first));
            }
        });
        return new Part(csv, further, terms);
    }

    /** What is needed to write the files of some invoices. */
    record Part(FocusCsv csv, Set<Long> further, Map<Long, BillingPeriod> terms) {
        /** Writes the file of an issued invoice below the run's folder. */
        Drawn write(Invoice invoice, Path folder, FileBatch files) throws IOException {
            return write(invoice, further.contains(invoice.id())
                    ? invoice.groupId() + "-" + Objects.requireNonNull(invoice.number())
                    : invoice.groupId().toString(), folder, files);
        }

        /** Writes a file of that name. */
        Drawn write(Invoice invoice, String name, Path folder, FileBatch files) throws IOException {
            var path = FOLDER + "/" + name + "." + Kind.FOCUS.extension();
            return new Drawn(Kind.FOCUS, path, files.write(folder.resolve(path),
                    out -> csv.write(invoice, terms.get(invoice.id()), out)));
        }
    }
}
