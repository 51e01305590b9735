package org.billinggroups.audit;

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
import org.billinggroups.file.RefusedException;
import org.billinggroups.period.BillingPeriod;
import org.billinggroups.run.InvoicingRuns;
import org.springframework.stereotype.Service;

/**
 * What is below the folders that runs write to, whether the database knows it or not: the folders of periods, of credit
 * notes and of estimates. What else somebody keeps beside them is not looked at. No link is followed.
 */
@Service
public class OutputFolders {
    private static final Pattern OURS = Pattern.compile("\\d{4}-\\d{2}|corrections|estimates");
    private static final String ESTIMATES = "estimates";
    /** The name of a folder while it is made, replaced, or its lost files are drawn. */
    private static final Pattern UNDER_WAY = Pattern.compile("\\.(.*)\\.(building|old|restoring)");

    private final InvoicingRuns runs;

    OutputFolders(InvoicingRuns runs) {
        this.runs = runs;
    }

    /** What is wrong below an output folder; only in the folder of a period, if one is given. */
    Findings findings(Path output, Optional<BillingPeriod> period) {
        var findings = new Findings();
        if (Files.isDirectory(output)) {
            warn(output, findings);
        }
        for (var stranger : strangers(output, period)) {
            findings.differences().add(stranger.path() + ": " + stranger.what());
        }
        for (var folder : ours(output, period)) {
            if (isFolder(folder)) {
                warn(folder, findings);
                leftovers(output, folder).forEach(left -> findings.warnings().add(left
                        + ": a 'billing render' that was stopped has left it, and the next one removes it"));
            }
        }
        return findings;
    }

    /** @param holdsNothing whether no number can be in it */
    private record Stranger(Path path, String what, boolean holdsNothing) {}

    /**
     * What is in an output folder and belongs to no run that the database knows, in order. A database that was restored
     * from an old backup knows less than the folder.
     */
    private List<Stranger> strangers(Path output, Optional<BillingPeriod> period) {
        Set<String> known = runs.folders(output);
        Set<String> unfinished = new TreeSet<>();
        runs.issuedButUnfinished().forEach(run -> unfinished.add(String.valueOf(run.folder())));
        List<Stranger> strangers = new ArrayList<>();
        for (var folder : ours(output, period)) {
            var name = folder.getFileName().toString();
            if (!isFolder(folder)) {
                strangers.add(new Stranger(folder, "belongs to no run of this database, and is no folder", false));
                continue;
            }
            var entries = entries(folder);
            if (entries.isEmpty() && known.stream().noneMatch(one -> one.startsWith(name + "/"))) {
                strangers.add(new Stranger(folder, "belongs to no run of this database, and is empty", true));
            }
            for (var entry : entries) {
                var title = name + "/" + entry.getFileName();
                var underWay = UNDER_WAY.matcher(entry.getFileName().toString());
                if (underWay.matches()
                        && isUnderWay(name + "/" + underWay.group(1), underWay.group(2), known, unfinished)
                        && isFolder(entry)) {
                    continue;
                }
                if (!known.contains(title)) {
                    strangers.add(new Stranger(entry, "belongs to no run of this database", false));
                } else if (!isFolder(entry)) {
                    strangers.add(new Stranger(entry, "is no folder, but a link or whatever else", false));
                }
            }
        }
        return strangers;
    }

    /** Only an unfinished run has a folder that is made, and only estimates are replaced. */
    private static boolean isUnderWay(String folder, String state, Set<String> known, Set<String> unfinished) {
        return known.contains(folder) && switch (state) {
            case "building" -> unfinished.contains(folder) || folder.startsWith(ESTIMATES);
            case "old" -> folder.startsWith(ESTIMATES);
            default -> true;
        };
    }

    private List<Path> leftovers(Path output, Path folder) {
        var known = runs.folders(output);
        return entries(folder).stream().filter(entry -> {
            var underWay = UNDER_WAY.matcher(entry.getFileName().toString());
            return underWay.matches() && underWay.group(2).equals("restoring")
                    && known.contains(folder.getFileName() + "/" + underWay.group(1)) && isFolder(entry);
        }).toList();
    }

    /**
     * Finds out whether the database may know less than the folder: then its next numbers may be given already.
     *
     * @throws RefusedException if the folder has runs or credit notes that the database does not know
     */
    public void requireKnown(Path output) {
        strangers(output, Optional.empty()).stream().filter(stranger -> !stranger.holdsNothing()).findFirst()
                .ifPresent(stranger -> {
                    throw new RefusedException(stranger.path()
                            + " belongs to no run of this database, which may have been restored from an older "
                            + "backup: no numbers are given, since they may be taken; restore the newest backup, or "
                            + "move the folder away");
                });
    }

    /** The output folders of all runs, and one more. */
    public Set<Path> all(Path usual) {
        var all = new TreeSet<>(runs.outputs());
        all.add(usual.toAbsolutePath().normalize());
        return all;
    }

    private static void warn(Path folder, Findings findings) {
        try {
            if (RunFolder.isOpenToAll(folder)) {
                findings.warnings().add(RunFolder.openToAll(folder));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isFolder(Path path) {
        return Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS);
    }

    /** The places that are ours by their names, whatever is there. */
    private static List<Path> ours(Path output, Optional<BillingPeriod> period) {
        return entries(output).stream().filter(folder -> OURS.matcher(folder.getFileName().toString()).matches())
                .filter(folder -> period.isEmpty() || folder.endsWith(period.get().toString())).toList();
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
