package org.billinggroups.statement;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A large statement, and the invoices that its entries pay: each its own, but for each tenth entry, whose text names
 * none.
 */
public record LargeStatement(int entries) {
    private static final int SEVERAL = 10;
    private static final String IBAN = "FI2112345600000785";

    /** Invoices have numbers of six digits. */
    public LargeStatement {
        if (entries < 1 || entries >= 1_000_000) {
            throw new IllegalArgumentException(entries + " entries");
        }
    }

    /** How many entries pay nothing. */
    public int unmatched() {
        return entries / SEVERAL;
    }

    /** How many entries pay an invoice. */
    public int matched() {
        return entries - unmatched();
    }

    /** What the import says of it. */
    public String imported() {
        return entries + " new entries, " + matched() + " matched, " + unmatched() + " unmatched";
    }

    /** Writes what one invoice needs, and returns the commands that issue it. */
    public static List<List<String>> issueOne(Path folder) throws IOException {
        return issueOne(folder, "1.00");
    }

    /** The same for an invoice of another amount. */
    static List<List<String>> issueOne(Path folder, String amount) throws IOException {
        var company = Files.writeString(folder.resolve("company.yaml"), """
                seller: {id: main, name: Seller Oy, address_lines: [Street 1], city: Helsinki, country_code: FI,
                         vat_id: FI20774740, iban: %s}
                accounts:
                  - id: acme
                    billing_groups:
                      - {name: One, currency: EUR, company: One Ltd, address_lines: [Road 1], city: Town,
                         country_code: US}
                    projects: [{id: p1, billing_group: One}]
                """.formatted(IBAN));
        var usage = Files.writeString(folder.resolve("usage.csv"), """
                usage_id,project,service,sku,quantity,unit,started_at,ended_at,amount,currency
                a,p1,S,s,1,hour,2026-09-05T00:00:00Z,2026-09-05T01:00:00Z,%s,EUR
                """.formatted(amount));
        return List.of(List.of("apply", company.toString(), "--yes"), List.of("import", usage.toString()),
                List.of("run", "2026-09", "--issue-date", "2026-10-01", "--out", folder.resolve("out").toString()));
    }

    /**
     * Statements of the administrator that make copies of the one invoice, with other numbers: a run of so many would
     * take longer than what is tested.
     */
    public String multiply() {
        return """
                SET session_replication_role = replica;
                INSERT INTO invoice OVERRIDING SYSTEM VALUE
                SELECT (jsonb_populate_record(i, jsonb_build_object('id', i.id + x,
                    'group_id', gen_random_uuid()))).* FROM invoice i
                CROSS JOIN generate_series(1, %1$d) x;
                INSERT INTO issued_invoice
                SELECT (jsonb_populate_record(n, jsonb_build_object('invoice_id', n.invoice_id + x, 'sequence', 1 + x,
                    'number', 'INV-2026-' || lpad((1 + x)::text, 6, '0'), 'journal_entry', 1 + x, 'revision', 1 + x,
                    'payment_reference', creditor_reference('INV-2026-' || lpad((1 + x)::text, 6, '0'))))).*
                FROM issued_invoice n CROSS JOIN generate_series(1, %1$d) x;
                SET session_replication_role = DEFAULT;
                ANALYZE
                """.formatted(entries);
    }

    /** Writes it as camt.053 and returns the file. */
    public Path write(Path folder) throws IOException {
        var file = folder.resolve("statement.xml");
        try (var out = Files.newBufferedWriter(file)) {
            out.write("""
                    <?xml version="1.0" encoding="UTF-8"?>
                    <Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt>
                    <GrpHdr><MsgId>M1</MsgId><CreDtTm>2026-11-03T06:00:00Z</CreDtTm></GrpHdr><Stmt><Id>S1</Id>
                    <Acct><Id><IBAN>%s</IBAN></Id><Ccy>EUR</Ccy></Acct>
                    """.formatted(IBAN));
            for (int i = 1; i <= entries; i++) {
                var text = i % SEVERAL == 0 ? "thank you" : "Invoice INV-2026-%06d".formatted(i);
                out.write("""
                        <Ntry><NtryRef>%1$d</NtryRef><Amt Ccy="EUR">1.00</Amt><CdtDbtInd>CRDT</CdtDbtInd>
                        <Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>2026-11-02</Dt></BookgDt><ValDt><Dt>2026-11-02</Dt></ValDt>
                        <AcctSvcrRef>2026110200%1$07d</AcctSvcrRef><BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>RCDT</Cd>
                        <SubFmlyCd>ESCT</SubFmlyCd></Fmly></Domn></BkTxCd><NtryDtls><TxDtls><Refs>
                        <EndToEndId>NOTPROVIDED</EndToEndId><TxId>T%1$d</TxId></Refs><Amt Ccy="EUR">1.00</Amt>
                        <CdtDbtInd>CRDT</CdtDbtInd><RltdPties><Dbtr><Pty><Nm>Customer %1$d Ltd</Nm></Pty></Dbtr>
                        </RltdPties><RmtInf><Ustrd>%2$s</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>
                        """.formatted(i, text));
            }
            out.write("</Stmt></BkToCstmrStmt></Document>\n");
        }
        return file;
    }
}
