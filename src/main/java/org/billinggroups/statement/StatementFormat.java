package org.billinggroups.statement;

import java.util.List;
import org.billinggroups.seal.SealedEvent;
import org.billinggroups.seal.SealedTable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * What is sealed of statements, format 1. It never changes once a version was released. Left out are the clock's times.
 */
@Configuration(proxyBeanMethods = false)
class StatementFormat {
    private static final String BY = "recorded_by=t.recorded_by || coalesce(E'\\n' || t.login, '')";
    private static final String FILE = " JOIN statement_file f ON f.id = t.file_id";
    private static final String OF_FILE = "t.file_id = ?";
    private static final String IN_ORDER = "t.file_id, t.id";
    private static final List<String> ON_ACCOUNT_COLUMNS = List.of("id", "entry_id", "file_id", "credit_id", "amount",
            "booked_on:date", "reverses", "reason", BY);

    /** A file with its entries and all that its import made of them, by the file's key. */
    static final SealedEvent STATEMENT = new SealedEvent("statement", List.of(
            new SealedTable("statement_file", "statement_file t", "t.sha256", "t.id = ?", "t.id",
                    List.of("id", "sha256", "name", "format", "known_entries", "not_booked",
                            "imported_by=t.imported_by || coalesce(E'\\n' || t.login, '')")),
            new SealedTable("statement_entry", "statement_entry t" + FILE, "f.sha256", OF_FILE, IN_ORDER,
                    List.of("id", "file_id", "position", "account", "currency", "booked_on:date", "amount", "kind",
                            "bank_references", "own_references", "occurrence", "end_to_end_id", "collection_id",
                            "reference", "remitter", "remittance", "return_reason", "reason")),
            new SealedTable("payment", "payment t" + FILE, "f.sha256", OF_FILE, IN_ORDER,
                    List.of("id", "file_id", "entry_id",
                            "invoice_id=(SELECT n.number FROM issued_invoice n WHERE n.invoice_id = t.invoice_id)",
                            "amount", "paid_on:date", "reference", "reverses", "reason", BY)),
            new SealedTable("on_account", "on_account t" + FILE, "f.sha256", OF_FILE, IN_ORDER, ON_ACCOUNT_COLUMNS)));

    /** What went on account, or was taken back, by itself, by its key. */
    static final SealedEvent ON_ACCOUNT = new SealedEvent("on account", new SealedTable("on_account", "on_account t",
            "t.id::text", "t.id = ?", "t.id", ON_ACCOUNT_COLUMNS), "t.file_id IS NULL");

    @Bean
    SealedEvent statementSeals() {
        return STATEMENT;
    }

    @Bean
    SealedEvent onAccountSeals() {
        return ON_ACCOUNT;
    }
}
