package org.billinggroups.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.billinggroups.job.BillingProcess;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpoolTest {
    @TempDir
    private Path folder;

    /** Another process that deletes what it takes for abandoned. */
    static final class Other {
        private Other() {}

        public static void main(String[] args) throws IOException {
            try (var spool = new Spool(Path.of(args[0]))) {
                spool.keep(text("other"));
            }
        }
    }

    private static InputStream text(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    private void startOther() {
        var ended = BillingProcess.start(Map.of(), List.of(), List.of(folder.toString()), Other.class).await();
        assertThat(ended.exitCode()).as(ended.err()).isZero();
    }

    @Test
    void keepsWhatCanBeReadOnlyOnceWhileItIsUsed() throws IOException {
        Path file;
        try (var spool = new Spool(folder)) {
            file = spool.keep(text("a"));
            assertThat(spool.keep(text("b"))).hasContent("b");
            assertThat(file).hasContent("a");
            startOther();
            assertThat(file).hasContent("a");
        }
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void deletesWhatKilledProcessesLeftAndNothingElse() throws IOException {
        var abandoned = Files.createDirectory(folder.resolve("import-1"));
        Files.writeString(abandoned.resolve("input1.csv"), "left");
        Files.createFile(abandoned.resolve("lock"));
        var beingMade = Files.createDirectory(folder.resolve("import-2"));
        var foreign = Files.writeString(folder.resolve("notes.txt"), "mine");
        startOther();
        assertThat(abandoned).doesNotExist();
        assertThat(beingMade).exists();
        assertThat(foreign).exists();
    }
}
