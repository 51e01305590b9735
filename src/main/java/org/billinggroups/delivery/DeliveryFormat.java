package org.billinggroups.delivery;

import java.util.List;
import org.billinggroups.seal.SealedEvent;
import org.billinggroups.seal.SealedTable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What is sealed of mails, format 1. It never changes once a version was released. */
@Configuration(proxyBeanMethods = false)
class DeliveryFormat {
    private static final String NUMBER = "(SELECT n.number FROM issued_invoice n WHERE n.invoice_id = %s.invoice_id)";

    /** As the attempt alone where the mail brings the invoice. */
    private static final String ATTEMPTED = "CASE WHEN t.reminder = 0 THEN t.attempt::text "
            + "ELSE t.attempt || ' of reminder ' || t.reminder END";

    /** An attempt, by its key. */
    static final SealedEvent ATTEMPT = new SealedEvent("delivery", new SealedTable("delivery_attempt",
            "delivery_attempt t", "t.id || ' of ' || " + NUMBER.formatted("t"), "t.id = ?", "t.id",
            List.of("id", "invoice_id=" + NUMBER.formatted("t"), "recipient", "attempt=" + ATTEMPTED)));
    /** How an attempt ended, by its key. */
    static final SealedEvent OUTCOME = new SealedEvent("outcome of delivery", new SealedTable("delivery_outcome",
            "delivery_outcome t JOIN delivery_attempt a ON a.id = t.attempt_id",
            "t.attempt_id || ' of ' || " + NUMBER.formatted("a"), "t.attempt_id = ?", "t.attempt_id",
            List.of("attempt_id", "outcome", "detail")));

    @Bean
    SealedEvent attemptSeals() {
        return ATTEMPT;
    }

    @Bean
    SealedEvent outcomeSeals() {
        return OUTCOME;
    }
}
