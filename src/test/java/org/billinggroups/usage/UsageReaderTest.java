package org.billinggroups.usage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UsageReaderTest {
    private static final String HEADER = "usage_id,project,service,sku,quantity,unit,started_at,ended_at\n";
    private static final int ROWS = 40;
    private static final int CHARACTERS = 200_000;

    @TempDir
    private Path folder;

    @Test
    void endsABlockBeforeItsRejectedRowsTakeMuchMemory() throws IOException, SQLException {
        var file = Files.writeString(folder.resolve("bad.csv"), HEADER + ("x".repeat(CHARACTERS) + "\n").repeat(ROWS));
        var request = new ImportRequest(file, "bad.csv", "", true, folder.resolve("rejects.csv"), UsageFormat.NATIVE,
                false);
        int rows = 0;
        try (var reader = UsageReader.open(request, UsageFormat.NATIVE, 1, new FocusSettings("", "exclude"))) {
            for (var block = reader.next(); block != null; block = reader.next()) {
                assertThat(block.rejected()).hasSizeBetween(1, 10);
                rows += block.total();
            }
        }
        assertThat(rows).isEqualTo(ROWS);
    }
}
