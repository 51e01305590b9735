package org.billinggroups.invoicing;

import java.time.LocalDate;
import java.util.List;
import org.billinggroups.account.FrozenJson;
import org.billinggroups.account.Seller;
import org.billinggroups.account.TaxRate;
import org.billinggroups.period.InvoicingRun;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Reads what a run froze. */
@Repository
public class FrozenInputs {
    private final JdbcClient jdbc;

    FrozenInputs(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** The buckets into which the run dealt its groups. */
    public List<Integer> buckets(long runId) {
        return jdbc.sql("SELECT DISTINCT bucket FROM frozen_group WHERE run_id = ? ORDER BY bucket").param(runId)
                .query(Integer.class).list();
    }

    /** The seller as frozen. */
    Seller seller(InvoicingRun run) {
        return FrozenJson.read(
                jdbc.sql("SELECT seller FROM invoicing_run WHERE id = ?").param(run.id()).query(String.class).single(),
                Seller.class);
    }

    TaxRules taxRules(InvoicingRun run) {
        var rates = jdbc.sql("SELECT country_code, tax_class, valid_from, rate FROM frozen_tax_rate WHERE run_id = ?")
                .param(run.id())
                .query((rs, row) -> new TaxRate(rs.getString("country_code"), rs.getString("tax_class"),
                        rs.getObject("valid_from", LocalDate.class), rs.getBigDecimal("rate")))
                .list();
        return new TaxRules(seller(run).countryCode(), rates, run.period().lastDay());
    }
}
