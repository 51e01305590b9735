package org.billinggroups.seal;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.stereotype.Service;

/** Seals what happens beside runs, most of it after something was issued, and finds what was changed since. */
@Service
public class SealedEvents {
    private final SealChain chain;
    private final SealedRows rows;
    private final List<SealedEvent> events;

    SealedEvents(SealChain chain, SealedRows rows, List<SealedEvent> events) {
        this.chain = chain;
        this.rows = rows;
        this.events = events;
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
        return differences(event.kind(), chain.contentsOf(event.kind()),
                rows.contents(event.whole()));
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
