package org.billinggroups.usage;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import org.billinggroups.file.CsvInput;
import org.billinggroups.file.Sha256;
import org.jspecify.annotations.Nullable;

/**
 * What a charge of a provider is known by, whenever and in whatever file it comes: who pays it, what for, and when, in
 * values that do not depend on how an export writes them. Tags, names, descriptions, amounts and quantities may change.
 */
public final class ChargeIdentity {
    /**
     * The column of our own FOCUS files that tells a charge from all others. In files that have it, an apostrophe
     * before what a spreadsheet would take for a formula is not part of a text.
     */
    public static final String OWN_COLUMN = "x_ChargeId";

    /** Begins the {@code usage_id} of a charge's records; a hash, a hyphen and a number follow. */
    static final String PREFIX = "focus:";
    /** Characters of an id that tell the charge, with the hyphen after it. */
    static final int LENGTH = PREFIX.length() + 22 + 1;

    private static final int HASH_BYTES = 16;
    private static final List<String> COLUMNS = List.of("BillingAccountId", "SubAccountId", "ResourceId", "SkuId",
            "SkuPriceId", "CommitmentDiscountId", "RegionId", "AvailabilityZone");
    /** Words of the specification, of which exports write some in capitals. */
    private static final List<String> WORDS = List.of("ChargeCategory", "ChargeClass", "ChargeFrequency");
    /** What distinguishes charges that have no SKU. */
    private static final List<String> WITHOUT_SKU = List.of("ServiceName", "ChargeDescription");

    private final UsageCells cells;
    private final String rowId;
    private final MessageDigest digest = Sha256.newDigest();

    ChargeIdentity(UsageCells cells, FocusSettings settings) {
        this.cells = cells;
        this.rowId = settings.rowId();
    }

    /** The {@code usage_id} of the first record of a row's charge, which has that time. */
    String of(CsvInput.Row row, Instant start, Instant end) {
        COLUMNS.forEach(name -> add(cells.value(row, name)));
        for (var name : WORDS) {
            var word = cells.value(row, name);
            add(word == null ? null : word.toLowerCase(Locale.ROOT));
        }
        add(start.toString());
        add(end.toString());
        add(rowId.isEmpty() ? null : cells.value(row, rowId));
        var own = cells.value(row, OWN_COLUMN);
        if (own != null) {
            add(own);
        }
        if (cells.value(row, "SkuId") == null) {
            for (var name : WITHOUT_SKU) {
                var text = cells.value(row, name);
                add(text == null ? null : text.replaceAll("\\s+", " "));
            }
        }
        var hash = Arrays.copyOf(digest.digest(), HASH_BYTES);
        return PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(hash) + "-1";
    }

    private void add(@Nullable String value) {
        if (value != null) {
            digest.update(value.getBytes(StandardCharsets.UTF_8));
        }
        digest.update((byte) 0);
    }
}
