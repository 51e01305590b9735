package org.billinggroups.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileBatchTest {
    private static final byte[] TEXT = "abc".getBytes(StandardCharsets.UTF_8);

    @TempDir
    private Path folder;

    private String[] files() {
        return folder.toFile().list();
    }

    @Test
    void showsFilesOnceItIsComplete() throws IOException {
        var before = Files.writeString(folder.resolve("a"), "before");
        try (var files = new FileBatch()) {
            var written = files.write(folder.resolve("a"), out -> out.write(TEXT));
            files.write(folder.resolve("b"), out -> out.write(TEXT));
            assertThat(before).hasContent("before");
            assertThat(folder.resolve("b")).doesNotExist();
            assertThat(written.bytes()).isEqualTo(3);

            files.complete();
        }
        assertThat(before).hasBinaryContent(TEXT);
        assertThat(files()).containsExactlyInAnyOrder("a", "b");
    }

    @Test
    void leavesNothingIfItIsNotComplete() throws IOException {
        try (var files = new FileBatch()) {
            files.write(folder.resolve("a"), out -> out.write(TEXT));
            files.write(folder.resolve("b"), out -> out.write(TEXT));
            assertThat(files()).hasSize(2);
        }
        assertThat(files()).isEmpty();
    }

    @Test
    void aFileThatFailsIsNotAmongThem() throws IOException {
        try (var files = new FileBatch()) {
            files.write(folder.resolve("a"), out -> out.write(TEXT));
            assertThatThrownBy(() -> files.write(folder.resolve("b"), out -> {
                out.write(TEXT);
                throw new IOException("disk full");
            })).hasMessage("disk full");
            files.complete();
        }
        assertThat(files()).containsExactly("a");
    }

    @Test
    void takesMoreFilesThanItKeepsOpen() throws IOException {
        try (var files = new FileBatch()) {
            for (int i = 0; i < 200; i++) {
                files.write(folder.resolve(i + ".txt"), out -> out.write(TEXT));
            }
            files.complete();
        }
        assertThat(files()).hasSize(200).allMatch(name -> name.endsWith(".txt") && !name.startsWith("."));
    }
}
