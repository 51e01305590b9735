package org.billinggroups.run;

import java.util.List;
import org.billinggroups.account.BillingDetails;
import org.billinggroups.account.FrozenJson;
import org.billinggroups.account.Seller;
import org.billinggroups.account.Sellers;
import org.billinggroups.file.RefusedException;
import org.billinggroups.period.BillingPeriod;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;

/**
 * Whether the seller may issue documents with VAT: for that it needs a VAT id or a tax number (EN 16931 BR-S-02 and its
 * siblings; Directive 2006/112/EC, Article 226). Without either it can only issue what is not subject to VAT.
 */
@Service
public class TaxIdentity {
    private final JdbcClient jdbc;
    private final Sellers sellers;

    TaxIdentity(JdbcClient jdbc, Sellers sellers) {
        this.jdbc = jdbc;
        this.sellers = sellers;
    }

    /**
     * Looks at the groups that a run froze.
     *
     * @throws RefusedException naming the first group for which the seller needs a number
     */
    void requireForGroups(long runId, BillingPeriod period) {
        var seller = sellers.require();
        if (seller.hasTaxIdentity()) {
            return;
        }
        var rules = new TaxRules(seller.countryCode(), List.of(), period.lastDay());
        jdbc.sql("SELECT name, fields FROM frozen_group WHERE run_id = ? ORDER BY group_id").param(runId).query(rs -> {
            if (isSubjectToVat(rules, FrozenJson.read(rs.getString("fields"), BillingDetails.class))) {
                throw refused(seller, "billing group '" + rs.getString("name") + "'");
            }
        });
    }

    /**
     * Looks at an invoice that is to be corrected.
     *
     * @throws RefusedException if the seller needs a number for its credit note
     */
    public void requireForCorrection(String number, List<TaxSubtotal> taxes) {
        var seller = sellers.require();
        if (!seller.hasTaxIdentity() && taxes.stream().anyMatch(tax -> tax.category() != TaxCategory.O)) {
            throw refused(seller, "invoice " + number);
        }
    }

    private static boolean isSubjectToVat(TaxRules rules, BillingDetails buyer) {
        try {
            return buyer.missingForInvoice().isEmpty() && rules.categoryOf(buyer) != TaxCategory.O;
        } catch (NotInvoiceableException e) {
            // It will be parked.
            return false;
        }
    }

    private static RefusedException refused(Seller seller, String of) {
        return new RefusedException("seller '" + seller.id() + "' has neither vat_id nor tax_number, one of which "
                + "documents with VAT must name (" + of + "): declare it in a file and run 'billing apply FILE'");
    }
}
