package org.billinggroups.audit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.billinggroups.document.Documents;
import org.billinggroups.document.Documents.Document;
import org.billinggroups.file.AtomicFile;
import org.billinggroups.file.OutOfPlaceException;
import org.billinggroups.file.RegularFile;
import org.billinggroups.file.Sha256;
import org.billinggroups.run.FrozenInputs;
import org.billinggroups.run.InvoicingRun;
import org.springframework.stereotype.Service;

/**
 * Lets the check of a run rest on those of its buckets, which were made at the same time: the files of a bucket need no
 * second hash as long as none of them is another or was written to, which the file system tells without reading them.
 */
@Service
public class BucketChecks {
    private final Documents documents;
    private final FrozenInputs frozen;

    BucketChecks(Documents documents, FrozenInputs frozen) {
        this.documents = documents;
        this.frozen = frozen;
    }

    /** What the files of a bucket in the build folder look like; empty if one is lost. */
    public Optional<String> stamp(InvoicingRun run, int bucket) throws IOException {
        var digest = Sha256.newDigest();
        Set<Path> folders = new HashSet<>();
        List<String> lost = new ArrayList<>();
        documents.forEachOf(run.id(), bucket, document -> look(run, document, folders).ifPresentOrElse(
                look -> digest.update((document + " " + look + "\n").getBytes(StandardCharsets.UTF_8)),
                () -> lost.add(document.path())));
        return lost.isEmpty() ? Optional.of(HexFormat.of().formatHex(digest.digest())) : Optional.empty();
    }

    /** Nothing may be thrown where documents are read: the caller's transaction would end with it. */
    private static Optional<String> look(InvoicingRun run, Document document, Set<Path> folders) throws IOException {
        var file = run.buildFolder().resolve(document.path());
        try {
            var folder = AtomicFile.folderOf(file);
            if (!folders.contains(folder)) {
                RegularFile.requireFolders(run.output(), file.getParent());
                folders.add(folder);
            }
            return Optional.of(RegularFile.stamp(file));
        } catch (OutOfPlaceException | NoSuchFileException e) {
            return Optional.empty();
        }
    }

    /** What is still as it was when it was right. */
    public CheckedParts unchanged(InvoicingRun run, CheckedParts checked) throws IOException {
        Map<Integer, String> stamps = new TreeMap<>();
        for (var bucket : checked.stamps().entrySet()) {
            if (stamp(run, bucket.getKey()).equals(Optional.of(bucket.getValue()))) {
                stamps.put(bucket.getKey(), bucket.getValue());
            }
        }
        return new CheckedParts(stamps, checked.wholes());
    }

    /** Whether all buckets of a run were right. */
    boolean areAll(InvoicingRun run, CheckedParts checked) {
        return checked.buckets().containsAll(frozen.buckets(run.id()));
    }
}
