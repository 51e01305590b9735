package org.billinggroups.cli;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import org.billinggroups.period.Days;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a time: {@code 2026-10-15T12:00:00Z}, with any offset, or a date for its beginning in UTC. */
final class InstantConverter implements ITypeConverter<Instant> {
    @Override
    public Instant convert(String text) {
        try {
            return text.length() == "2026-10-15".length()
                    ? Days.parse(text).atStartOfDay().toInstant(ZoneOffset.UTC)
                    : inRange(OffsetDateTime.parse(text)).toInstant();
        } catch (DateTimeParseException | IllegalArgumentException e) {
            throw new TypeConversionException(
                    "'" + text + "' is not a time: expected one such as 2026-10-15T12:00:00Z, or a date");
        }
    }

    private static OffsetDateTime inRange(OffsetDateTime time) {
        Days.inRange(time.withOffsetSameInstant(ZoneOffset.UTC).toLocalDate());
        return time;
    }
}
