package org.billinggroups.run;

import java.util.List;
import org.billinggroups.seal.SealedEvent;
import org.billinggroups.seal.SealedTable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * What is sealed when it happens after an invoice was issued, or beside invoices, format 1. It never changes once a
 * version was released. Left out are the clock's times.
 */
@Configuration(proxyBeanMethods = false)
public class EventFormat {
    /** Who did it: the actor, and the login of the database where it was noted. */
    private static final String BY = "=t.%s || coalesce(E'\\n' || t.login, '')";
    private static final String NUMBER = "(SELECT n.number FROM issued_invoice n WHERE n.invoice_id = t.invoice_id)";

    /** The same where rows are read as one statement, which a number that stands twice must not stop. */
    private static final String NUMBERS = NUMBER.replace("n.number", "string_agg(n.number, ' ')");

    /** By which entry of a statement, and what it takes back why; nothing of what came before version 1.1. */
    private static final String BY_ENTRY = " || coalesce(E'\\nentry ' || t.entry_id, '')"
            + " || coalesce(E'\\nreverses ' || t.reverses, '') || coalesce(E'\\nsince ' || t.reason, '')";
    /** A payment or refund, by its key; those that the import of a statement matched are sealed with its file. */
    public static final SealedEvent PAYMENT = new SealedEvent("payment", new SealedTable("payment", "payment t",
            "t.id || ' of ' || " + NUMBER, "t.id = ?", "t.id",
            List.of("id", "invoice_id=" + NUMBER, "amount", "paid_on:date", "reference",
                    "recorded_by" + BY.formatted("recorded_by") + BY_ENTRY)),
            "t.file_id IS NULL");
    /** A state that an issued invoice gets later, by invoice and state. */
    public static final SealedEvent STATE = new SealedEvent("state", new SealedTable("invoice_state",
            "invoice_state t", "t.state || ' of ' || " + NUMBER,
            "t.invoice_id = ? AND t.state = ?", "t.invoice_id, t.state",
            List.of("invoice_id=" + NUMBER, "state")), "t.state <> 'issued'");
    /** That a credited invoice may be replaced, by its key. */
    public static final SealedEvent SUPERSEDED = new SealedEvent("replacement", new SealedTable("superseded_invoice",
            "superseded_invoice t", "'of ' || " + NUMBER, "t.invoice_id = ?", "t.invoice_id",
            List.of("invoice_id=" + NUMBER, "journal_entry", "created_by")));
    /** A decision on a draft, by its key. */
    public static final SealedEvent APPROVAL = new SealedEvent("decision", new SealedTable("approval",
            "approval t JOIN invoicing_run r ON r.id = t.run_id",
            "t.id || ' on ' || t.group_id || ' in ' || to_char(r.period, 'YYYY-MM')", "t.id = ?", "t.id",
            List.of("id", "run_id=to_char(r.period, 'YYYY-MM') || ' attempt ' || r.attempt", "group_id", "decision",
                    "actor" + BY.formatted("actor"))));
    /** A credit as it was granted, by its key; to whom, only if it has no code to claim it by. */
    static final SealedEvent CREDIT = new SealedEvent("credit", new SealedTable("credit", "credit t", "t.id::text",
            "t.id = ?", "t.id",
            List.of("id", "group_id=CASE WHEN t.claim_code IS NULL THEN t.group_id END", "kind", "currency", "amount",
                    "valid_from:date", "valid_until:date", "description", "claim_code",
                    "created_by" + BY.formatted("created_by"))));
    /** Who has claimed a credit, by its key. */
    static final SealedEvent CLAIM = new SealedEvent("claim", new SealedTable("credit",
            "credit t", "'of credit ' || t.id", "t.id = ?", "t.id", List.of("id", "group_id", "claimed_by")),
            "t.claimed_at IS NOT NULL");

    /** A collection by direct debit with its items, by its key. */
    public static final SealedEvent COLLECTION = new SealedEvent("collection", List.of(
            new SealedTable("collection", "collection t", "t.message_id", "t.id = ?", "t.id",
                    List.of("message_id", "period:date", "collected_on:date", "creditor_id", "creditor_name",
                            "creditor_iban", "creditor_bic", "created_at:instant",
                            "created_by" + BY.formatted("created_by"))),
            new SealedTable("collection_item", "collection_item t JOIN collection c ON c.id = t.collection_id",
                    "c.message_id", "c.id = ?", "t.collection_id, t.position",
                    List.of("position", "invoice_id=" + NUMBERS, "amount", "end_to_end_id", "payment_information_id",
                            "mandate_id", "scheme", "sequence", "iban", "account_changed", "reference"))));
    /** That a bank returned a direct debit, by the name that it has there. */
    public static final SealedEvent RETURN = new SealedEvent("return", new SealedTable("collection_item",
            "collection_item t", "'of ' || t.end_to_end_id", "t.end_to_end_id = ?", "t.end_to_end_id",
            List.of("end_to_end_id", "returned_on:date", "return_reason", "returned_by")),
            "t.returned_on IS NOT NULL");

    @Bean
    SealedEvent paymentSeals() {
        return PAYMENT;
    }

    @Bean
    SealedEvent stateSeals() {
        return STATE;
    }

    @Bean
    SealedEvent replacementSeals() {
        return SUPERSEDED;
    }

    @Bean
    SealedEvent decisionSeals() {
        return APPROVAL;
    }

    @Bean
    SealedEvent collectionSeals() {
        return COLLECTION;
    }

    @Bean
    SealedEvent returnSeals() {
        return RETURN;
    }

    @Bean
    SealedEvent creditSeals() {
        return CREDIT;
    }

    @Bean
    SealedEvent claimSeals() {
        return CLAIM;
    }
}
