package org.billinggroups.invoice;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.billinggroups.run.InvoicingRun;
import org.billinggroups.run.InvoicingRuns;
import org.billinggroups.run.RunFormat;
import org.billinggroups.seal.Leaf;
import org.billinggroups.seal.SealChain;
import org.billinggroups.seal.SealedRows;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * Seals all that a run froze, invoiced and wrote, once its files are there; its numbers were sealed before that, see
 * {@link SealedNumbers}.
 */
@Repository
public class RunSeals {
    private static final String RUN = "run";

    private final JdbcClient jdbc;
    private final SealedRows rows;
    private final SealChain chain;
    private final SealedNumbers numbers;
    private final InvoicingRuns issued;

    RunSeals(JdbcClient jdbc, SealedRows rows, SealChain chain, SealedNumbers numbers, InvoicingRuns issued) {
        this.numbers = numbers;
        this.issued = issued;
        this.jdbc = jdbc;
        this.rows = rows;
        this.chain = chain;
    }

    /** Notes what the checked drafts of a bucket say, in the caller's transaction. */
    public void noteContent(InvoicingRun run, int bucket) {
        var contents = rows.contents(RunFormat.DRAFT, run.id(), bucket);
        jdbc.sql("""
                INSERT INTO invoice_content (invoice_id, content) SELECT * FROM unnest(?::bigint[], ?::text[])
                ON CONFLICT DO NOTHING
                """).param(contents.keySet().toArray(String[]::new))
                .param(contents.values().toArray(String[]::new)).update();
    }

    /**
     * The root of what a run says, without its files, so that they can show it: the same for a run that was killed and
     * one that was not.
     */
    public String contentRoot(InvoicingRun run) {
        return chain.find(RUN, String.valueOf(run.folder())).map(SealChain.Seal::content)
                .orElseGet(() -> content(run).root());
    }

    /**
     * What a run says, without its files.
     *
     * @param root the root over its leaves
     */
    public record Content(List<Leaf> leaves, String root) {}

    /** What a run that has given numbers says now. */
    public Content content(InvoicingRun run) {
        var leaves = content(run, drafts(run));
        return new Content(leaves, SealChain.root(leaves));
    }

    /** Seals a run whose files are all written, in the caller's transaction; a second time it does nothing. */
    public void seal(InvoicingRun run, Content content) {
        var folder = String.valueOf(run.folder());
        if (chain.find(RUN, folder).isEmpty()) {
            chain.append(RUN, folder, content.leaves(), files(run));
        }
    }

    /** What the drafts said when they were checked, by the number that each has now. */
    private Map<String, String> drafts(InvoicingRun run) {
        Map<String, String> contents = new TreeMap<>();
        jdbc.sql("""
                SELECT n.number, x.content FROM invoice i JOIN issued_invoice n ON n.invoice_id = i.id
                JOIN invoice_content x ON x.invoice_id = i.id WHERE i.run_id = ?
                """).param(run.id()).query(rs -> {
            contents.put(rs.getString(1), rs.getString(2));
        });
        return contents;
    }

    private List<Leaf> content(InvoicingRun run, Map<String, String> drafts) {
        List<Leaf> leaves = new ArrayList<>(rows.leaves(RUN, RunFormat.RUN, run.id()));
        leaves.addAll(rows.leaves("group", RunFormat.GROUP, run.id()));
        var issued = rows.contents(RunFormat.ISSUED, run.id());
        var numbers = new TreeMap<>(drafts);
        issued.forEach((number, content) -> numbers.merge(number, content, String::concat));
        numbers.forEach((number, content) -> leaves.add(new Leaf("invoice " + number, content)));
        leaves.addAll(rows.leaves("receivables at", List.of(RunFormat.RECEIVABLES), run.id()));
        leaves.addAll(rows.leaves("parked group", List.of(RunFormat.PARKED), run.id()));
        leaves.addAll(rows.leaves("excluded usage of", List.of(RunFormat.EXCLUDED), run.id()));
        return leaves;
    }

    /** What a run was made from, and what shows it. */
    private List<Leaf> files(InvoicingRun run) {
        var files = new ArrayList<>(rows.leaves("usage file", List.of(RunFormat.USAGE), run.id()));
        files.addAll(rows.leaves("file", List.of(RunFormat.FILE), run.id()));
        return files;
    }

    /** What of a run is not as it was sealed. */
    public List<String> differences(InvoicingRun run) {
        var folder = String.valueOf(run.folder());
        List<String> findings = new ArrayList<>(numbers.differences(run));
        var seal = chain.find(RUN, folder);
        if (seal.isEmpty()) {
            findings.add(folder + " has no seal");
            return findings;
        }
        Map<String, String> sealed = new TreeMap<>();
        chain.leaves(seal.get()).forEach(leaf -> sealed.put(leaf.subject(), leaf.content()));
        var present = new ArrayList<>(content(run, rows.contents(RunFormat.draftsIssued(), run.id())));
        present.addAll(files(run));
        for (var leaf : present) {
            var then = sealed.remove(leaf.subject());
            if (!leaf.content().equals(then)) {
                findings.add(leaf.subject() + ": " + difference(then, leaf.content()));
            }
        }
        sealed.keySet().forEach(subject -> findings.add(subject + ": was sealed and is missing"));
        return findings;
    }

    /** The seal over all that a run says and wrote; empty as long as its files are not final. */
    public Optional<SealChain.Seal> find(InvoicingRun run) {
        return chain.find(RUN, String.valueOf(run.folder()));
    }

    /** Whether all that a run says and wrote is sealed, so that its files are final. */
    public boolean isSealed(InvoicingRun run) {
        return find(run).isPresent();
    }

    /** The files of a run whose notes in the database are not those that were sealed. */
    public List<String> fileDifferences(InvoicingRun run) {
        Map<String, String> sealed = new TreeMap<>();
        chain.find(RUN, String.valueOf(run.folder())).ifPresent(seal -> chain.leaves(seal).stream()
                .skip(seal.contentLeaves()).forEach(leaf -> sealed.put(leaf.subject(), leaf.content())));
        List<String> findings = new ArrayList<>();
        files(run).stream().filter(file -> !file.content().equals(sealed.remove(file.subject())))
                .forEach(file -> findings.add(file.subject()));
        findings.addAll(sealed.keySet());
        return findings;
    }

    /** The tables whose rows differ. */
    private static String difference(@Nullable String then, String now) {
        if (then == null) {
            return "has no seal";
        }
        var before = List.of(then.split("\n"));
        var after = List.of(now.split("\n"));
        var tables = Stream.concat(before.stream().filter(line -> !after.contains(line)),
                after.stream().filter(line -> !before.contains(line)))
                .map(line -> line.substring(0, line.indexOf(' '))).distinct().toList();
        return "is not what was sealed (" + String.join(", ", tables) + ")";
    }

    /** Where the chain and the runs do not know the same: sealed runs that the database has not, and the other way. */
    public List<String> unknownRuns() {
        var numbered = numbers.folders();
        var sealed = chain.subjectsOf(RUN);
        sealed.addAll(numbered);
        var runs = issued.issued().stream().map(run -> String.valueOf(run.folder()))
                .collect(Collectors.toCollection(TreeSet::new));
        List<String> findings = new ArrayList<>();
        sealed.stream().filter(folder -> !runs.contains(folder))
                .forEach(folder -> findings.add(folder + ": is sealed, but the database has no such run"));
        runs.stream().filter(folder -> !numbered.contains(folder))
                .forEach(folder -> findings.add(folder + ": has given numbers without a seal"));
        return findings;
    }
}
