package org.billinggroups.invoicing;

import java.util.Map;
import java.util.UUID;
import org.billinggroups.account.BillingDetails;
import org.billinggroups.account.BillingTerms;

/**
 * A billing group as a run froze it.
 *
 * @param tagsByProject the tags for invoices of its projects
 */
record FrozenGroup(UUID id, BillingDetails details, BillingTerms terms,
        Map<String, Map<String, String>> tagsByProject) {

    Map<String, String> tagsOf(String project) {
        return tagsByProject.getOrDefault(project, Map.of());
    }
}
