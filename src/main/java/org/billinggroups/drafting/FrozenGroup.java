package org.billinggroups.drafting;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.billinggroups.account.BillingDetails;
import org.billinggroups.account.BillingTerms;
import org.billinggroups.rating.Customer;

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
}
