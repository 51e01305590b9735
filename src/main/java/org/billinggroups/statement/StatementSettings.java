package org.billinggroups.statement;

import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of bank statements.
 *
 * @param accounts of which accounts statements are taken beside the seller's {@code iban}: an IBAN or account number
 *        each, and after a blank its currency unless that is the seller's
 */
@ConfigurationProperties("billing.statements")
record StatementSettings(@DefaultValue List<String> accounts) {
    /** Drops what is empty between commas. */
    StatementSettings {
        accounts = accounts.stream().map(String::strip).filter(account -> !account.isEmpty()).distinct().toList();
    }
}
