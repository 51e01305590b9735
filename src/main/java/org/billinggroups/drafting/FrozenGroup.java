package org.billinggroups.drafting;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.billinggroups.account.BillingDetails;
import org.billinggroups.account.BillingGroup;
import org.billinggroups.account.BillingTerms;
import org.billinggroups.period.BillingPeriod;
import org.billinggroups.rating.Customer;
import org.billinggroups.run.LaidOver;

/**
 * A billing group as a run froze it.
 *
 * @param tagsByProject the tags for invoices of its projects
 * @param credits what it may take from, in the order in which it does
 */
public record FrozenGroup(UUID id, BillingDetails details, BillingTerms terms,
        Map<String, Map<String, String>> tagsByProject, List<FrozenCredit> credits) {
    /** For whom prices are looked up. */
    Customer customer() {
        return new Customer(id, details.currency());
    }

    Map<String, String> tagsOf(String project) {
        return tagsByProject.getOrDefault(project, Map.of());
    }

    /** The group with what is laid over it for a period. */
    FrozenGroup laidOver(LaidOver other, BillingPeriod period) {
        if (other.terms().isEmpty() || !other.covers(period)) {
            return this;
        }
        var group = other.terms().over(new BillingGroup(id, "", null, null, details, terms, null));
        return new FrozenGroup(id, group.details(), group.terms(), tagsByProject, credits);
    }

    FrozenGroup withCredits(List<FrozenCredit> others) {
        return new FrozenGroup(id, details, terms, tagsByProject, others);
    }
}
