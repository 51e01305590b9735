package org.billinggroups.run;

import java.util.List;
import java.util.stream.Stream;
import org.billinggroups.seal.SealedTable;

/**
 * What the seal of a run covers: the tables and columns of its leaves. Format 1 never changes, since a version with it
 * was released. Format 2 adds, as tables of their own, the rows that say what no run of format 1 could: a leaf without
 * such rows is the same in both, so that the lists of format 2 give the leaves of both. Left out are surrogate keys,
 * the clock's time, the place of the output, and the program's version.
 */
public final class RunFormat {
    private static final String OF_RUN = "t.run_id = ?";
    private static final String RUN_FOLDER = "(SELECT r.folder FROM invoicing_run r WHERE r.id = t.run_id)";
    private static final String NUMBER = "n.number";
    private static final String OF_INVOICE = " t JOIN invoice i ON i.id = t.invoice_id "
            + "LEFT JOIN issued_invoice n ON n.invoice_id = i.id "
            + "JOIN frozen_group f ON f.run_id = i.run_id AND f.group_id = i.group_id";
    private static final String OF_ITS_RUN = " JOIN invoicing_run r ON r.id = i.run_id";
    private static final String RUN_KEY = """
            (SELECT to_char(b.period, 'YYYY-MM') || ' attempt ' || b.attempt FROM invoicing_run b WHERE b.id = %s)""";

    /** As if it were the column alone, where no second pair of eyes is asked for. */
    private static final String APPROVAL = "CASE WHEN t.four_eyes THEN 'four-eyes' WHEN t.approval_required THEN 't' "
            + "ELSE 'f' END";
    /** Format 2; without an adjustment it is written as in format 1. Another pass over the lines would take longer. */
    private static final String WITH_LIST_AMOUNT = "CASE WHEN t.list_amount IS NULL THEN t.price_amount::text "
            + "ELSE t.price_amount || ' of ' || t.list_amount END";

    private static final String ROUNDING_ORDER = "t.base_run_id, t.sku, t.currency COLLATE \"C\", t.valid_from";
    private static final List<String> ROUNDING = List.of("base_run_id=" + RUN_KEY.formatted("t.base_run_id"), "sku",
            "currency", "valid_from:instant", "valid_to:instant", "step");
    private static final String PRICE = "frozen_price t JOIN price p ON p.id = t.price_id";
    private static final String PRICE_COLUMN = """
            price=ROW(p.sku, p.currency, to_char(p.valid_from, 'YYYY-MM-DD'), p.model, p.unit, p.package_size,
                p.free_units,
                p.tier_scope, p.rounding, p.rounding_step, p.tax_class, ARRAY(
                SELECT ROW(x.position, x.up_to, x.unit_price, x.flat_fee)::text FROM price_tier x
                WHERE x.price_id = p.id ORDER BY x.position))""";
    private static final String VALID_UNTIL = "valid_until=to_char(p.valid_until, 'YYYY-MM-DD')";

    /** The run itself, with all that holds for each of its groups. */
    public static final List<SealedTable> RUN = List.of(
            new SealedTable("invoicing_run", "invoicing_run t", "t.folder", "t.id = ?", "t.id", List.of("seller_id",
                    "period:date", "attempt", "issue_date:date", "asked_issue_date:date", "membership_rule", "seller",
                    "number", "approval_required=" + APPROVAL, "kind", "folder", "credit_negative_totals",
                    "zero_priced_hidden",
                    "without_usage", "small_amounts", "zero_invoices_skipped")),
            ofRun("frozen_tax_rate", "t.country_code COLLATE \"C\", t.tax_class COLLATE \"C\", t.valid_from",
                    "country_code", "tax_class", "valid_from:date", "rate"),
            ofRun("frozen_exchange_rate", "t.period, t.currency COLLATE \"C\"", "period:date", "day:date", "currency",
                    "rate"),
            new SealedTable("frozen_interval_rounding", "frozen_interval_rounding t", RUN_FOLDER,
                    OF_RUN + " AND t.group_id IS NULL", ROUNDING_ORDER, ROUNDING),
            new SealedTable("frozen_price", PRICE, RUN_FOLDER, OF_RUN + " AND p.group_id IS NULL", "t.price_id",
                    List.of("price_id", PRICE_COLUMN)),
            // Format 2.
            new SealedTable("invoicing_run", "invoicing_run t", "t.folder", "t.id = ? AND t.own_currency_first", "t.id",
                    List.of("own_currency_first='own currency first'")),
            new SealedTable("invoicing_run", "invoicing_run t", "t.folder", "t.id = ? AND t.creditor_references",
                    "t.id", List.of("creditor_references='creditor references'")),
            new SealedTable("frozen_price", PRICE, RUN_FOLDER,
                    OF_RUN + " AND p.group_id IS NULL AND p.valid_until IS NOT NULL", "t.price_id",
                    List.of("price_id", VALID_UNTIL)),
            new SealedTable("invoicing_run", "invoicing_run t", "t.folder", "t.id = ? AND t.focus IS NOT NULL", "t.id",
                    List.of("focus")));

    /** What was frozen of one group; its own prices are here, so that it can be shown them without those of others. */
    public static final List<SealedTable> GROUP = List.of(
            ofGroup("frozen_group", "t.group_id", "bucket", "account_id", "name", "currency", "fields"),
            ofGroup("frozen_membership", "t.group_id, t.period, t.project_id, t.valid_from", "period:date",
                    "project_id", "valid_from:instant", "valid_to:instant", "tags", "project_name"),
            ofGroup("frozen_prior_period", "t.group_id, t.period", "period:date",
                    "base_run_id=" + RUN_KEY.formatted("t.base_run_id"),
                    "earlier_runs=ARRAY(SELECT " + RUN_KEY.formatted("x.id")
                            + " FROM unnest(t.earlier_runs) WITH ORDINALITY AS x (id, place) ORDER BY x.place)"),
            ofGroup("frozen_commitment_term", "t.group_id, t.first_period", "first_period:date", "last_period:date",
                    "agreed_last_period:date", "currency", "amount",
                    "settled_by_run_id=" + RUN_KEY.formatted("t.settled_by_run_id")),
            ofGroup("frozen_missing_usage", "t.group_id", "last_period:date", "record_count", "allowed"),
            ofGroup("frozen_credit", "t.group_id, t.position", "position", "credit_id", "kind", "description",
                    "remaining"),
            // Format 2.
            new SealedTable("frozen_interval_rounding", "frozen_interval_rounding t", "t.group_id",
                    OF_RUN + " AND t.group_id IS NOT NULL", "t.group_id, " + ROUNDING_ORDER, ROUNDING),
            new SealedTable("frozen_price", PRICE, "p.group_id", OF_RUN + " AND p.group_id IS NOT NULL",
                    "p.group_id, t.price_id", List.of("price_id", PRICE_COLUMN, VALID_UNTIL)));

    /** What a draft says. */
    public static final List<SealedTable> DRAFT = List.of(
            new SealedTable("invoice", """
                    invoice t LEFT JOIN issued_invoice n ON n.invoice_id = t.id
                    JOIN frozen_group f ON f.run_id = t.run_id AND f.group_id = t.group_id""", "t.id",
                    "t.run_id = ? AND f.bucket = ?", "t.id", List.of("group_id", "currency", "line_count", "net_total",
                            "tax_total", "total", "prepaid", "amount_due", "seller_currency", "seller_tax_total",
                            "seller_exchange_rate", "seller_exchange_rate_day:date",
                            "customer_run_id=" + RUN_KEY.formatted("t.customer_run_id"))),
            ofDraft("invoice_line", "t.invoice_id, t.line", "line", "line_type", "project", "service", "sku",
                    "description", "quantity", "unit", "price_id", "price_note", "price_currency",
                    "price_amount=" + WITH_LIST_AMOUNT,
                    "pre_discount_amount", "amount", "tax_category", "tax_rate", "period:date", "started_at:instant",
                    "ended_at:instant", "record_count", "tags", "exchange_rate", "exchange_rate_day:date", "credit_id",
                    "discount_percent", "settles"),
            ofDraft("invoice_tax", "t.invoice_id, t.category COLLATE \"C\", t.rate", "category", "rate", "basis",
                    "amount", "reason"),
            ofDraft("credit_consumption", "t.invoice_id, t.credit_id", "credit_id", "amount"));

    /** What an invoice says beside its draft. */
    public static final List<SealedTable> ISSUED = List.of(
            ofInvoice("issued_invoice", "true", "t.invoice_id", "seller_id", "series", "year", "sequence", "number",
                    "group_id", "period:date", "currency", "issue_date:date", "due_date:date", "journal_entry",
                    "revision", "customer_run_id=" + RUN_KEY.formatted("t.customer_run_id")),
            ofInvoice("invoice_state", "t.state = 'issued'", "t.invoice_id", "state"),
            ofInvoice("correction", "true", "t.invoice_id",
                    "corrected_id=(SELECT o.number FROM issued_invoice o WHERE o.invoice_id = t.corrected_id)",
                    "reason",
                    "created_by"),
            ofInvoice("corrected_line", "true", "t.invoice_id, t.line",
                    "corrected_id=(SELECT o.number FROM issued_invoice o WHERE o.invoice_id = t.corrected_id)", "line"),
            ofInvoice("posting", "true", "t.invoice_id, t.position", "position", "project", "ledger_account", "debit",
                    "credit", "currency", "tax_code", "description", "service_period:date"),
            ofInvoice("document", "true", "t.invoice_id, t.path", "path", "kind", "sha256", "bytes"),
            // Format 2. Invoices of earlier runs got theirs after they were sealed.
            ofInvoice("issued_invoice", "t.payment_reference IS NOT NULL AND (SELECT r.creditor_references "
                    + "FROM invoicing_run r WHERE r.id = i.run_id)", "t.invoice_id", "payment_reference"));

    /** Groups that got no invoice, and why. */
    public static final SealedTable PARKED = ofGroup("parked_group", "t.group_id, t.position", "position", "reason",
            "detail");

    /** What was owed on the issue date: a leaf of its own, since it names groups, and each may be shown its run. */
    public static final SealedTable RECEIVABLES = ofRun("frozen_receivable", "t.position", "position", "group_id",
            "group_name", "account_id", "currency", "not_due", "days_1_30", "days_31_60", "days_61_90", "over_90");

    /** Usage that was left out, and why. */
    public static final SealedTable EXCLUDED = new SealedTable("excluded_usage", "excluded_usage t", "t.project",
            OF_RUN,
            "t.project, t.reason", List.of("project", "reason", "record_count"));

    /**
     * The usage files that the run looked at, with the digest of what was kept of each. Which file brought a record
     * that is in several depends on their order, which changes nothing of what is invoiced: so this is no part of what
     * a run says.
     */
    public static final SealedTable USAGE = new SealedTable("frozen_usage_file",
            "frozen_usage_file t JOIN usage_file u ON u.id = t.file_id",
            "u.sha256 || ' of ' || to_char(t.period, 'YYYY-MM')", OF_RUN, "u.sha256, t.period, u.id",
            List.of("period:date", "file_id=u.sha256", "digest"));

    /** The files. */
    public static final SealedTable FILE = new SealedTable("document",
            "document t JOIN invoicing_run r ON r.id = t.run_id", "r.folder || '/' || t.path", OF_RUN, "t.path",
            List.of("path", "kind", "sha256", "bytes"));

    /** What the numbers that were given say, before there are documents and postings. */
    public static final List<SealedTable> NUMBERS = List.of(
            new SealedTable("issued_invoice", "issued_invoice" + OF_INVOICE + OF_ITS_RUN, "r.folder", "r.id = ?",
                    "t.journal_entry", List.of("number", "group_id", "period:date", "currency", "issue_date:date",
                            "due_date:date", "journal_entry", "revision")),
            new SealedTable("invoice_content", "invoice_content" + OF_INVOICE + OF_ITS_RUN, "r.folder", "r.id = ?",
                    "n.journal_entry", List.of("content")));

    private RunFormat() {}

    /** What a run says of one group: after its key, the group's is asked for. */
    public static List<SealedTable> ofOneGroup() {
        return GROUP.stream().map(t -> t.and(t.subject() + " = ?::uuid")).toList();
    }

    /** What the leaf of one issued invoice says: after the key of its run, its number is asked for. */
    public static List<SealedTable> ofOneInvoice() {
        return Stream.concat(draftsIssued().stream(), ISSUED.stream()).map(t -> t.and(NUMBER + " = ?")).toList();
    }

    /** The draft's tables as parts of the leaves of a run's issued invoices. */
    public static List<SealedTable> draftsIssued() {
        return Stream.concat(Stream.of(DRAFT.getFirst().of(NUMBER).within("t.run_id = ? AND n.number IS NOT NULL")),
                DRAFT.stream().skip(1).map(t -> t.of(NUMBER).within("i.run_id = ? AND n.number IS NOT NULL"))).toList();
    }

    private static SealedTable ofRun(String name, String order, String... columns) {
        return new SealedTable(name, name + " t", RUN_FOLDER, OF_RUN, order, List.of(columns));
    }

    private static SealedTable ofGroup(String name, String order, String... columns) {
        return new SealedTable(name, name + " t", "t.group_id", OF_RUN, order, List.of(columns));
    }

    private static SealedTable ofDraft(String name, String order, String... columns) {
        return new SealedTable(name, name + OF_INVOICE, "t.invoice_id", "i.run_id = ? AND f.bucket = ?", order,
                List.of(columns));
    }

    private static SealedTable ofInvoice(String name, String which, String order, String... columns) {
        return new SealedTable(name, name + OF_INVOICE, NUMBER, "i.run_id = ? AND " + which, order, List.of(columns));
    }
}
