package org.billinggroups.usage;

import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeSet;
import org.billinggroups.file.Sha256;
import org.jspecify.annotations.Nullable;

/**
 * Files that are imported in one transaction.
 *
 * @param files one file, or those that have to be decided together
 * @param source who delivered them, or null
 * @param known what to do about what is known
 * @param actor who imports them
 * @param command by what {@link #command} knows the files that were given together, of which these are some or all
 */
public record ImportBatch(List<ImportRequest> files, @Nullable String source, Known known, String actor,
        String command) {
    /** What to do about charges that came before, by another command. */
    public enum Known {
        /** They are duplicates if they have the same sums; with others they are refused. */
        COMPARE,
        /** The files take the place of the source's records in the periods that they cover. */
        REPLACE,
        /** The same, also where they cover less than what goes. */
        REPLACE_BY_LESS,
        /** They are further costs. */
        ADD
    }

    /** Checks that a replacement names its source. */
    public ImportBatch {
        files = List.copyOf(files);
        if (files.isEmpty() || source == null && (known == Known.REPLACE || known == Known.REPLACE_BY_LESS)) {
            throw new IllegalArgumentException("a batch has files, and a replacement its source");
        }
    }

    /** Whether the files take the place of what the source delivered before. */
    public boolean replaces() {
        return known == Known.REPLACE || known == Known.REPLACE_BY_LESS;
    }

    /** What files that are given together are known by, in whatever order: the same for the same files. */
    public static String command(Collection<String> sha256s) {
        var digest = Sha256.newDigest();
        new TreeSet<>(sha256s).forEach(sha256 -> digest.update(sha256.getBytes(StandardCharsets.US_ASCII)));
        return HexFormat.of().formatHex(digest.digest());
    }
}
