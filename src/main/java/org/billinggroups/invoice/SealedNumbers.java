package org.billinggroups.invoice;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.billinggroups.file.RefusedException;
import org.billinggroups.period.BillingPeriod;
import org.billinggroups.run.InvoicingRun;
import org.billinggroups.run.RunFormat;
import org.billinggroups.seal.Leaf;
import org.billinggroups.seal.SealChain;
import org.billinggroups.seal.SealedRows;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * Seals the numbers that a run gives, with the range that it took of each series in words, so that the chain alone
 * tells which numbers were ever given, for which period, and in which folder their documents are.
 */
@Repository
public class SealedNumbers {
    /** What sort of thing is sealed. */
    static final String KIND = "numbers";

    private static final String RANGE = "number_series";
    /** Its name, first and last number, year, period, seller, and the series, which may have spaces. */
    private static final int WORDS = 7;

    private final JdbcClient jdbc;
    private final SealedRows rows;
    private final SealChain chain;

    SealedNumbers(JdbcClient jdbc, SealedRows rows, SealChain chain) {
        this.jdbc = jdbc;
        this.rows = rows;
        this.chain = chain;
    }

    /** Seals the numbers that a run has given just now, as the last thing in the caller's transaction. */
    void seal(InvoicingRun run) {
        contents(run).forEach((folder, content) -> chain.append(KIND, folder,
                List.of(new Leaf(KIND + " " + folder, content))));
    }

    /** What the numbers of a run say now, by its folder. */
    private Map<String, String> contents(InvoicingRun run) {
        var contents = rows.contents(RunFormat.NUMBERS, run.id());
        contents.replaceAll((folder, content) -> content + ranges(run));
        return contents;
    }

    private String ranges(InvoicingRun run) {
        return jdbc.sql("""
                SELECT concat_ws(' ', ?, min(n.sequence), max(n.sequence), n.year, to_char(n.period, 'YYYY-MM'),
                    n.seller_id, n.series) || E'\\n'
                FROM issued_invoice n JOIN invoice i ON i.id = n.invoice_id WHERE i.run_id = ?
                GROUP BY n.seller_id, n.series, n.year, n.period ORDER BY 1
                """).params(RANGE, run.id()).query(String.class).list().stream().collect(Collectors.joining());
    }

    /** What of the numbers of a run is not as it was sealed. */
    List<String> differences(InvoicingRun run) {
        var folder = String.valueOf(run.folder());
        var sealed = chain.find(KIND, folder).map(chain::leaves).orElse(List.of()).stream().map(Leaf::content).toList();
        return sealed.equals(List.copyOf(contents(run).values()))
                ? List.of()
                : List.of("the numbers of " + folder + (sealed.isEmpty() ? " have no seal" : " are not those sealed"));
    }

    /** The folders of all runs and credit notes whose numbers are sealed. */
    Set<String> folders() {
        return chain.subjectsOf(KIND);
    }

    /** Those of {@link #folders} that were sealed as of a period. */
    public Set<String> folders(BillingPeriod period) {
        Set<String> folders = new TreeSet<>();
        sealed((folder, given) -> {
            if (given.period().equals(period.toString())) {
                folders.add(folder);
            }
        });
        return folders;
    }

    /**
     * Finds out whether a series knows less than the chain: then its next numbers would be given twice. It looks at the
     * series alone, which are few however many invoices were issued.
     *
     * @throws RefusedException if a series is to continue below a number that was sealed
     */
    void requireNoneLost() {
        var last = notedNumbers();
        sealed((folder, given) -> {
            long noted = last.getOrDefault(given.series(), Range.NONE).last();
            if (noted < given.range().last()) {
                throw new RefusedException("no numbers are given, since some would come twice: "
                        + lastDiffers(given.series(), given.range().last(), noted) + "; see 'billing verify'");
            }
        });
    }

    /**
     * Where the chain, the issued invoices and the number series do not know the same numbers, whatever runs there are.
     */
    public List<String> differences() {
        Map<Series, List<Range>> sealed = new TreeMap<>();
        sealed((folder, given) -> sealed.computeIfAbsent(given.series(), key -> new ArrayList<>()).add(given.range()));
        var issued = issued();
        var last = notedNumbers();
        var series = new TreeSet<>(sealed.keySet());
        series.addAll(issued.keySet());
        series.addAll(last.keySet());
        List<String> findings = new ArrayList<>();
        for (var one : series) {
            var given = sealed.getOrDefault(one, List.of());
            var known = issued.getOrDefault(one, List.of());
            without(given, known).forEach(lost -> findings.add(one + ": " + lost + " sealed and missing"));
            without(known, given).forEach(more -> findings.add(one + ": " + more + " issued without a seal"));
            long highest = given.stream().mapToLong(Range::last).max().orElse(0);
            long lowest = given.stream().mapToLong(Range::first).min().orElse(1);
            var noted = last.getOrDefault(one, Range.NONE);
            if (noted.last() != highest) {
                findings.add(lastDiffers(one, highest, noted.last()));
            } else if (noted.first() != lowest) {
                findings.add(one + ": the first number was " + lowest + ", but " + noted.first() + " is noted");
            }
        }
        return findings;
    }

    private static String lastDiffers(Series series, long highest, long noted) {
        return series + ": the last number was " + highest + ", but " + (noted == 0 ? "none" : noted) + " is noted";
    }

    /** A series of numbers, of a seller and year. */
    private record Series(String seller, String pattern, int year) implements Comparable<Series> {
        private static final Comparator<Series> ORDER = Comparator.comparing(Series::seller)
                .thenComparing(Series::pattern).thenComparingInt(Series::year);

        @Override
        public int compareTo(Series other) {
            return ORDER.compare(this, other);
        }

        @Override
        public String toString() {
            return "series " + pattern + " of " + year;
        }
    }

    /** Numbers that follow each other. */
    private record Range(long first, long last) {
        private static final Range NONE = new Range(1, 0);

        @Override
        public String toString() {
            return first == last ? "number " + first + " is" : "numbers " + first + " to " + last + " are";
        }
    }

    /** Numbers that were given. */
    private record Given(Series series, Range range, String period) {}

    @FunctionalInterface
    private interface Each {
        void accept(String folder, Given given);
    }

    private void sealed(Each each) {
        chain.contentsOf(KIND).forEach((folder, content) -> content.lines().filter(line -> line.startsWith(RANGE + " "))
                .forEach(line -> {
                    var words = line.split(" ", WORDS);
                    each.accept(folder, new Given(new Series(words[5], words[6], Integer.parseInt(words[3])),
                            new Range(Long.parseLong(words[1]), Long.parseLong(words[2])), words[4]));
                }));
    }

    /** The numbers of all issued invoices. */
    private Map<Series, List<Range>> issued() {
        Map<Series, List<Range>> issued = new TreeMap<>();
        jdbc.sql("""
                SELECT seller_id, series, year, min(sequence) AS first, max(sequence) AS last
                FROM (
                    SELECT n.seller_id, n.series, n.year, n.sequence, n.sequence - dense_rank() OVER (
                        PARTITION BY n.seller_id, n.series, n.year ORDER BY n.sequence) AS island
                    FROM issued_invoice n) numbers
                GROUP BY seller_id, series, year, island ORDER BY first
                """).query(rs -> {
            issued.computeIfAbsent(new Series(text(rs.getString(1)), text(rs.getString(2)), rs.getInt(3)),
                    key -> new ArrayList<>()).add(new Range(rs.getLong(4), rs.getLong(5)));
        });
        return issued;
    }

    /** The first and last number that each series knows of. */
    private Map<Series, Range> notedNumbers() {
        Map<Series, Range> noted = new TreeMap<>();
        jdbc.sql("""
                SELECT seller_id, series, year, min(first_number), max(last_number) FROM number_series GROUP BY 1, 2, 3
                """).query(rs -> {
            noted.put(new Series(text(rs.getString(1)), text(rs.getString(2)), rs.getInt(3)),
                    new Range(rs.getLong(4), rs.getLong(5)));
        });
        return noted;
    }

    private static String text(@Nullable String text) {
        return String.valueOf(text);
    }

    /** What is left of ranges without others. */
    private static List<Range> without(List<Range> ranges, List<Range> others) {
        var sorted = others.stream().sorted(Comparator.comparingLong(Range::first)).toList();
        return ranges.stream().distinct().sorted(Comparator.comparingLong(Range::first)).flatMap(range -> {
            List<Range> left = new ArrayList<>();
            long first = range.first();
            for (var other : sorted) {
                if (other.last() >= first && other.first() <= range.last()) {
                    if (other.first() > first) {
                        left.add(new Range(first, other.first() - 1));
                    }
                    first = other.last() + 1;
                }
            }
            if (first <= range.last()) {
                left.add(new Range(first, range.last()));
            }
            return left.stream();
        }).toList();
    }
}
