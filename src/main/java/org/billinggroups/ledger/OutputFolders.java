package org.billinggroups.ledger;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.billinggroups.period.BillingPeriod;
import org.billinggroups.period.InvoicingRuns;
import org.billinggroups.period.RefusedException;
import org.springframework.stereotype.Service;

/**
 * What is below the folders that runs write to, whether the database knows it or not: the folders of periods, of credit
 * notes and of estimates. What else somebody keeps beside them is not looked at.
 */
@Service
public class OutputFolders {
    private static final Pattern OURS = Pattern.compile("\\d{4}-\\d{2}|corrections|estimates");
    /** The name of a folder while it is made, or replaced. */
    private static final Pattern UNDER_WAY = Pattern.compile("\\.(.*)\\.(building|old)");

    private final InvoicingRuns runs;

    OutputFolders(InvoicingRuns runs) {
        this.runs = runs;
    }

    /**
     * What is in an output folder and belongs to no run that the database knows, in order. A database that was restored
     * from an old backup knows less than the folder.
     *
     * @param period only what is in the folder of that period
     */
    public List<Path> unknown(Path output, Optional<BillingPeriod> period) {
        Set<String> known = runs.folders(output);
        List<Path> unknown = new ArrayList<>();
        for (var folder : entries(output)) {
            var name = folder.getFileName().toString();
            if (!OURS.matcher(name).matches() || period.isPresent() && !name.equals(period.get().toString())) {
                continue;
            }
            if (!isFolder(folder)) {
                unknown.add(folder);
                continue;
            }
            for (var entry : entries(folder)) {
                var underWay = UNDER_WAY.matcher(entry.getFileName().toString());
                var title = underWay.matches() ? underWay.group(1) : entry.getFileName().toString();
                if (!isFolder(entry) || !known.contains(name + "/" + title)) {
                    unknown.add(entry);
                }
            }
        }
        return unknown;
    }

    /**
     * Finds out whether the database may know less than the folder: then its next numbers may be given already.
     *
     * @throws RefusedException if the folder has runs or credit notes that the database does not know
     */
    public void requireKnown(Path output) {
        var unknown = unknown(output, Optional.empty());
        if (!unknown.isEmpty()) {
            throw new RefusedException(unknown.getFirst() + " belongs to no run of this database, which may have been "
                    + "restored from an older backup: no numbers are given, since they may be taken; restore "
                    + "the newest backup, or move the folder away");
        }
    }

    /** The output folders of all runs, and one more. */
    public Set<Path> all(Path usual) {
        var all = new TreeSet<>(runs.outputs());
        all.add(usual.toAbsolutePath().normalize());
        return all;
    }

    private static boolean isFolder(Path path) {
        return Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS);
    }

    private static List<Path> entries(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.sorted().toList();
        } catch (AccessDeniedException e) {
            return List.of(); // Whoever may not look into it is told so where files of it are asked for.
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
