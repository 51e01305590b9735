package org.billinggroups.usage;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A usage file to import.
 *
 * @param path where its bytes are, perhaps compressed
 * @param name how the user calls it
 * @param sha256 of the decompressed bytes
 * @param acceptValid whether good rows are kept although others are bad
 * @param rejects where bad rows are written
 * @param format its format, or null to recognise it by the header
 * @param byPriceList whether all rows of a provider's export are priced by our price list, whatever they cost
 */
public record ImportRequest(Path path, String name, String sha256, boolean acceptValid, Path rejects,
        @Nullable UsageFormat format, boolean byPriceList) {}
