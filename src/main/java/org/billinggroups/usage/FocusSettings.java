package org.billinggroups.usage;

import org.billinggroups.file.RefusedException;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of FOCUS exports.
 *
 * @param rowId the column with the provider's own reference of a row, for exports that have it; empty for none
 * @param taxRows {@code charge} if a provider's tax is a cost like others, {@code exclude} if it is left out
 */
@ConfigurationProperties("billing.focus")
public record FocusSettings(@DefaultValue("oci_ReferenceNumber") String rowId,
        @DefaultValue("exclude") String taxRows) {
    /**
     * Whether a provider's tax is a cost like others.
     *
     * @throws RefusedException if the setting is neither
     */
    public boolean chargesTax() {
        if (!taxRows.equals("exclude") && !taxRows.equals("charge")) {
            throw new RefusedException("billing.focus.tax-rows '" + taxRows + "': expected exclude or charge");
        }
        return taxRows.equals("charge");
    }
}
