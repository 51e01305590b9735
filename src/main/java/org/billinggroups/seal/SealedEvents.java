package org.billinggroups.seal;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.stereotype.Service;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/** Seals what happens beside runs, most of it after something was issued, and finds what was changed since. */
@Service
public class SealedEvents {
    private final SealChain chain;
    private final SealedRows rows;
    private final List<SealedEvent> events;
    private final TransactionTemplate snapshot;

    SealedEvents(SealChain chain, SealedRows rows, List<SealedEvent> events, PlatformTransactionManager transactions) {
        this.snapshot = snapshot(transactions);
        this.chain = chain;
        this.rows = rows;
        this.events = events;
    }

    /** What reads seals and rows as they were at one instant: others may add both meanwhile. */
    public static TransactionTemplate snapshot(PlatformTransactionManager transactions) {
        var snapshot = new TransactionTemplate(transactions);
        snapshot.setIsolationLevel(TransactionDefinition.ISOLATION_REPEATABLE_READ);
        snapshot.setReadOnly(true);
        return snapshot;
    }

    /**
     * Seals rows that were added just now, in the transaction that added them and as the last thing in it.
     *
     * @param key the values that the scope of the table asks for
     */
    public void seal(SealedEvent event, Object... key) {
        rows.contents(event.tables(), key).forEach((subject, content) -> chain.append(event.kind(), subject,
                List.of(new Leaf(event.kind() + " " + subject, content))));
    }

    /** All rows that are not as they were sealed, are missing, or have no seal. */
    public List<String> differences() {
        List<String> findings = new ArrayList<>();
        events.forEach(event -> findings.addAll(differences(event)));
        return findings;
    }

    /** The rows of a kind that are not as they were sealed, are missing, or have no seal. */
    public List<String> differences(SealedEvent event) {
        return snapshot.execute(status -> differences(event.kind(), chain.contentsOf(event.kind()),
                rows.contents(event.whole())));
    }

    private static List<String> differences(String kind, Map<String, String> sealed, Map<String, String> present) {
        List<String> findings = new ArrayList<>();
        var all = new TreeMap<>(sealed);
        all.putAll(present);
        all.keySet().forEach(subject -> {
            var what = kind + " " + subject + ": ";
            if (!present.containsKey(subject)) {
                findings.add(what + "was sealed and is missing");
            } else if (!sealed.containsKey(subject)) {
                findings.add(what + "has no seal");
            } else if (!present.get(subject).equals(sealed.get(subject))) {
                findings.add(what + "is not what was sealed");
            }
        });
        return findings;
    }
}
