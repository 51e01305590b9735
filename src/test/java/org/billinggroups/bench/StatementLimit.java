package org.billinggroups.bench;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.postgresql.PGConnection;
import org.postgresql.copy.PGCopyOutputStream;

/**
 * What no import of a statement comes round: a process of its own that reads the XML once with the parser of the JDK,
 * and copies a row for each entry. It prints how many seconds it took since its first line; the start of its JVM does
 * not count.
 */
final class StatementLimit {
    private static final Set<String> TAKEN = Set.of("IBAN", "NtryRef", "Amt", "Dt", "AcctSvcrRef", "EndToEndId", "Nm",
            "Ustrd");
    private static final int BUFFER = 1 << 16;

    private StatementLimit() {}

    /** Arguments: address and user of the database, and the statement. */
    public static void main(String[] arguments) throws Exception {
        long start = System.nanoTime();
        try (var connection = DriverManager.getConnection(arguments[0], arguments[1], System.getenv("BENCH_PASSWORD"));
                var in = Files.newInputStream(Path.of(arguments[2]));
                var copied = new PGCopyOutputStream(connection.unwrap(PGConnection.class), """
                        COPY bench.statement (file_id, occurrence, kind, currency, position, account, booked_on, amount,
                            bank_references, own_references, end_to_end_id, remitter, remittance) FROM STDIN
                        """, BUFFER);
                var rows = new BufferedWriter(new OutputStreamWriter(copied, StandardCharsets.UTF_8), BUFFER)) {
            copy(XMLInputFactory.newDefaultFactory().createXMLStreamReader(in), rows);
        }
        System.out.println((System.nanoTime() - start) / 1e9);
    }

    /** Of what an entry has several times the first counts. */
    private static void copy(XMLStreamReader xml, BufferedWriter rows) throws XMLStreamException, IOException {
        Map<String, String> entry = new HashMap<>();
        var account = "";
        while (xml.hasNext()) {
            xml.next();
            if (xml.isStartElement() && TAKEN.contains(xml.getLocalName())) {
                entry.putIfAbsent(xml.getLocalName(), xml.getElementText());
            } else if (xml.isStartElement() && xml.getLocalName().equals("Ntry")) {
                account = entry.getOrDefault("IBAN", account);
                entry.clear();
            } else if (xml.isEndElement() && xml.getLocalName().equals("Ntry")) {
                rows.write(row(account, entry));
            }
        }
    }

    /** Nothing in the statement has to be escaped. */
    private static String row(String account, Map<String, String> entry) {
        return String.join("\t", "1", "1", "credit", "EUR", entry.get("NtryRef"), account, entry.get("Dt"),
                entry.get("Amt"), entry.get("AcctSvcrRef"), entry.get("AcctSvcrRef"), entry.get("EndToEndId"),
                entry.get("Nm"), entry.get("Ustrd")) + "\n";
    }
}
