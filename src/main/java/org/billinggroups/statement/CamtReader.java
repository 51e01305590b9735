package org.billinggroups.statement;

import java.io.InputStream;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.billinggroups.file.InputProblem;
import org.billinggroups.file.InputProblems;
import org.billinggroups.file.InvalidInputException;
import org.jspecify.annotations.Nullable;

/**
 * Reads camt.053 of ISO 20022, the statement that a bank sends, of any version from 02 to 13. One entry is in memory at
 * a time, of a batch one transaction.
 */
final class CamtReader {
    private static final Pattern NAMESPACE = Pattern.compile("urn:iso:std:iso:20022:tech:xsd:([a-z]{4}\\.[0-9.]{10})");
    private static final Pattern VERSION = Pattern.compile("camt\\.053\\.001\\.(0[2-9]|1[0-3])");
    private static final String EXPECTED = "expected camt.053.001.02 to camt.053.001.13, a statement of ISO 20022";

    private final String file;
    private final StatementAccounts accounts;
    private final InputProblems problems;
    private final BankEntry.Sink sink;
    /** The number of each statement by its account and id, and the pages that were seen of it. */
    private final Map<String, Integer> numbers = new HashMap<>();
    private final Set<String> pages = new HashSet<>();
    private int statements;

    CamtReader(String file, StatementAccounts accounts, InputProblems problems, BankEntry.Sink sink) {
        this.file = file;
        this.accounts = accounts;
        this.problems = problems;
        this.sink = sink;
    }

    /**
     * Reads the file to its end.
     *
     * @return the message with its version, such as {@code camt.053.001.08}
     * @throws InvalidInputException if it is no such file; what is wrong inside is added to the problems
     */
    String read(InputStream in) throws SQLException {
        try (var xml = new XmlCursor(file, in)) {
            xml.enterRoot();
            var message = NAMESPACE.matcher(xml.namespace());
            if (!xml.name().equals("Document") || !message.matches() || !VERSION.matcher(message.group(1)).matches()) {
                throw new InvalidInputException(
                        new InputProblem(file, xml.line(), xml.name(), xml.namespace(), EXPECTED));
            }
            int found = 0;
            while (xml.nextChild()) {
                if (!xml.name().equals("BkToCstmrStmt")) {
                    throw new InvalidInputException(
                            new InputProblem(file, xml.line(), xml.name(), "", "expected BkToCstmrStmt"));
                }
                found += statements(xml);
            }
            if (found == 0) {
                problems.add(InputProblem.ofFile(file, "has no statement (Stmt)"));
            }
            return message.group(1);
        }
    }

    private int statements(XmlCursor xml) throws SQLException {
        int found = 0;
        while (xml.nextChild()) {
            if (xml.name().equals("Stmt")) {
                statement(xml);
                found++;
            } else {
                xml.skip();
            }
        }
        return found;
    }

    private void statement(XmlCursor xml) throws SQLException {
        long line = xml.line();
        var id = "";
        var page = "";
        boolean hasAccount = false;
        CamtEntries entries = null;
        while (xml.nextChild()) {
            switch (xml.name()) {
                case "Id" -> id = xml.element().text();
                case "StmtPgntn" -> page = Objects.requireNonNullElse(xml.element().text("PgNb"), "");
                case "Acct" -> {
                    hasAccount = true;
                    entries = entriesOf(xml.element(), id, page);
                }
                case "Ntry" -> {
                    if (entries != null) {
                        entries.read(xml);
                    } else {
                        leaveOutEntry(xml, hasAccount);
                    }
                }
                default -> xml.skip();
            }
        }
        if (!hasAccount) {
            problems.add(new InputProblem(file, line, "Stmt", id, "has no account (Acct)"));
        }
    }

    private void leaveOutEntry(XmlCursor xml, boolean hasAccount) {
        if (!hasAccount) {
            problems.add(new InputProblem(file, xml.line(), "Ntry", "", "stands before the account (Acct)"));
        }
        xml.skip();
    }

    /** Those of an account, or null if it is none of the seller's. */
    private @Nullable CamtEntries entriesOf(XmlElement account, String id, String page) {
        var given = account.text("Id/IBAN", "Id/Othr/Id");
        var number = given == null ? "" : StatementAccounts.plain(given);
        var currency = account.text("Ccy");
        if (!accounts.contains(number)) {
            problems.add(new InputProblem(file, account.line(), "Acct/Id", number, accounts.expected()));
            return null;
        }
        if (currency != null && !accounts.contains(number, currency)) {
            problems.add(new InputProblem(file, account.line(), "Acct/Ccy", currency, accounts.expected()));
            return null;
        }
        var only = currency == null ? accounts.of(number) : accounts.of(number, currency);
        return new CamtEntries(file, number, statementNumber(number + " " + currency, id, page), only, problems, sink);
    }

    /** Pages of one statement are one; a statement that comes twice is not. */
    private int statementNumber(String account, String id, String page) {
        var key = account + "\n" + id;
        var earlier = numbers.get(key);
        if (earlier != null && !page.isEmpty() && pages.add(key + "\n" + page)) {
            return earlier;
        }
        pages.add(key + "\n" + page);
        numbers.put(key, ++statements);
        return statements;
    }
}
