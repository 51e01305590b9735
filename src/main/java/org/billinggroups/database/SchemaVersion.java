package org.billinggroups.database;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.stream.Stream;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/** The version that the program's migrations lead to. */
public final class SchemaVersion {
    /** That of the oldest of {@code db/migration}: what was ever migrated to an older one is of a build before 1.0. */
    static final int OLDEST = 100;
    /** That of the newest. */
    public static final int NEWEST = newest();

    private SchemaVersion() {}

    private static int newest() {
        try {
            return Stream.of(new PathMatchingResourcePatternResolver().getResources("classpath:db/migration/V*.sql"))
                    .map(file -> Objects.requireNonNull(file.getFilename()))
                    .mapToInt(name -> Integer.parseInt(name.substring(1, name.indexOf("__")))).max().orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
