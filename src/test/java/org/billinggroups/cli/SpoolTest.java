package org.billinggroups.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpoolTest {
    @TempDir
    private Path folder;

    private static InputStream text(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void keepsWhatCanBeReadOnlyOnceWhileItIsUsed() throws IOException {
        Path file;
        try (var spool = new Spool(folder)) {
            file = spool.keep(text("a"));
            assertThat(spool.keep(text("b"))).hasContent("b");
            assertThat(file).hasContent("a");
        }
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void deletesWhatKilledProcessesLeftAndNothingElse() throws IOException {
        var abandoned = Files.writeString(folder.resolve("input-1.csv"), "left");
        var foreign = Files.writeString(folder.resolve("notes.txt"), "mine");
        try (var other = new Spool(folder); var spool = new Spool(folder)) {
            var used = other.keep(text("used"));
            spool.keep(text("a"));
            assertThat(abandoned).doesNotExist();
            assertThat(used).hasContent("used");
        }
        assertThat(foreign).exists();
    }
}
