package org.billinggroups.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.billinggroups.cli.CommandInProcess;
import org.billinggroups.cli.CommandTest;
import org.billinggroups.database.TestDatabase;
import org.junit.jupiter.api.Test;

/** Files of one command end as if each had come by a command of its own. */
class ImportOfManyFilesTest extends CommandTest {
    private static final int FILES = 8;
    private static final int ROWS = 3000;

    /** Files that have many rows in common, some of them with other content, and two files nothing at all. */
    private List<String> files() throws IOException {
        var random = new Random(7);
        List<String> files = new ArrayList<>();
        for (int file = 0; file < FILES; file++) {
            var text = new StringBuilder("usage_id,project,service,sku,quantity,unit,started_at,ended_at\n");
            for (int row = 0; row < ROWS; row++) {
                int id = file % 4 == 3 ? 1_000_000 + file * ROWS + row : random.nextInt(2 * ROWS);
                text.append("u%d,web,S,vm,%d,hour,2026-%02d-03T10:00:00Z,2026-%02d-03T11:00:00Z%n".formatted(id,
                        random.nextInt(1000) == 0 ? 2 : 1, 9 + id % 2, 9 + id % 2));
            }
            files.add(write("usage-" + file + ".csv", text.toString()));
        }
        return files;
    }

    private static List<String> counted(TestDatabase database) {
        return database.jdbc().sql("""
                SELECT name || ' ' || accepted_rows || ' ' || duplicate_rows || ' ' || rejected_rows || ' ' || (
                    SELECT coalesce(sum(hashtext(usage_id) * quantity), 0) FROM usage_record u WHERE u.file_id = f.id)
                FROM usage_file f ORDER BY name
                """).query(String.class).list();
    }

    @Test
    void endLikeImportsByCommandsOfTheirOwn() throws IOException {
        var files = files();
        billing(3, Stream.concat(Stream.of("import", "--accept-valid"), files.stream()).toArray(String[]::new));
        try (var other = TestDatabase.create()) {
            for (var file : files) {
                CommandInProcess.run(other, "import", "--accept-valid", file);
            }
            assertThat(counted(database)).hasSize(FILES).isEqualTo(counted(other));
        }
    }

    @Test
    void doNotShareARejectsFile() throws IOException {
        var rejects = folder.resolve("rejects.csv").toString();
        var file = write("bad.csv", "usage_id,project,service,sku,quantity,unit,started_at,ended_at\nu\n");
        assertThat(billing(2, "import", "--accept-valid", "--rejects", rejects, file, write("other.csv", "")).err())
                .contains("--rejects takes the bad rows of one FILE");
        billing(3, "import", "--accept-valid", "--rejects", rejects, file);
        assertThat(folder.resolve("rejects.csv")).exists();
    }

    @Test
    void writeRejectsNeitherOverTheFileNorInPlaceOfAFolder() throws IOException {
        var text = "usage_id,project,service,sku,quantity,unit,started_at,ended_at\nu\n";
        var file = write("bad.csv", text);
        assertThat(billing(2, "import", "--rejects", file, file).err()).contains("would overwrite");
        assertThat(Path.of(file)).hasContent(text);
        assertThat(billing(2, "import", "--rejects", folder.toString(), file).err()).contains("expected a file's name");
    }
}
