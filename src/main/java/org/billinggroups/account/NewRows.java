package org.billinggroups.account;

import java.math.BigDecimal;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What new groups and projects start from, as rows of their tables. */
final class NewRows {
    private NewRows() {}

    static ObjectNode group(String id) {
        var row = (ObjectNode) FrozenJson.nodeOf(BillingDetails.unknown());
        row.setAll((ObjectNode) FrozenJson.nodeOf(BillingTerms.none()));
        return row.put("id", id).put("discount_percent", BigDecimal.ZERO).put("support_percent", BigDecimal.ZERO);
    }

    static ObjectNode project(String id) {
        var row = JsonNodeFactory.instance.objectNode().put("id", id);
        row.putObject("tags");
        return row;
    }
}
