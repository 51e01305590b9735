package org.billinggroups.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {
    private static final byte[] TEXT = "abc".getBytes(StandardCharsets.UTF_8);

    @TempDir
    private Path folder;

    @Test
    void tellsHashAndSizeOfWhatItWrote() throws IOException {
        var written = AtomicFile.write(folder.resolve("a.txt"), out -> out.write(TEXT));
        // the SHA-256 of "abc" is an example in FIPS 180-2
        assertThat(written.sha256()).isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        assertThat(written.bytes()).isEqualTo(3);
        assertThat(folder.resolve("a.txt")).hasBinaryContent(TEXT);
    }

    @Test
    void letsOwnerOnlyReadFilesAndFolders() throws IOException {
        AtomicFile.createFolders(folder.resolve("new/inner"));
        AtomicFile.write(folder.resolve("new/inner/a.txt"), out -> out.write(TEXT));
        AtomicFile.newOwnerOnlyFile(folder.resolve("new/b.txt")).close();
        assertThat(permissions("new/inner/a.txt")).isEqualTo("rw-------");
        assertThat(permissions("new/b.txt")).isEqualTo("rw-------");
        assertThat(permissions("new")).isEqualTo("rwx------");
        assertThat(permissions("new/inner")).isEqualTo("rwx------");
    }

    private String permissions(String name) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve(name)));
    }

    @Test
    void replacesFileThatIsThere() throws IOException {
        var file = Files.writeString(folder.resolve("a.txt"), "something longer than before");
        AtomicFile.write(file, out -> out.write(TEXT));
        assertThat(file).hasBinaryContent(TEXT);
        assertThat(folder).isDirectoryContaining(file::equals);
        assertThat(folder.toFile().list()).containsExactly("a.txt");
    }

    @Test
    void publishesWhatGrewUnderATemporaryName() throws IOException {
        var file = Files.writeString(folder.resolve("a.txt"), "before");
        try (var out = AtomicFile.newOwnerOnlyFile(folder.resolve(".a.txt.tmp"))) {
            out.write(TEXT);
        }
        AtomicFile.publish(folder.resolve(".a.txt.tmp"), file);
        assertThat(file).hasBinaryContent(TEXT);
        assertThat(folder.toFile().list()).containsExactly("a.txt");
    }

    @Test
    void leavesTargetAsItWasAndNoTemporaryFileOnFailure() throws IOException {
        var file = Files.writeString(folder.resolve("a.txt"), "before");
        assertThatThrownBy(() -> AtomicFile.write(file, out -> {
            out.write(new byte[1 << 20]);
            throw new IOException("disk full");
        })).isInstanceOf(IOException.class).hasMessage("disk full");
        assertThatThrownBy(() -> AtomicFile.write(file, out -> {
            throw new IllegalStateException("bug");
        })).isInstanceOf(IllegalStateException.class);
        assertThat(file).hasContent("before");
        assertThat(folder.toFile().list()).containsExactly("a.txt");
    }

    @Test
    void replacesTemporaryFileThatKilledProcessLeft() throws IOException {
        Files.writeString(folder.resolve(".a.txt.tmp"), "half of it");
        AtomicFile.write(folder.resolve("a.txt"), out -> out.write(TEXT));
        assertThat(folder.toFile().list()).containsExactly("a.txt");
    }

    @Test
    void doesNotFollowLinkInPlaceOfTemporaryFile() throws IOException {
        var precious = Files.writeString(folder.resolve("precious"), "keep");
        Files.createSymbolicLink(folder.resolve(".a.txt.tmp"), precious);
        AtomicFile.write(folder.resolve("a.txt"), out -> out.write(TEXT));
        assertThat(precious).hasContent("keep");
    }

    @Test
    void failsInFolderThatIsMissing() {
        assertThatThrownBy(() -> AtomicFile.write(folder.resolve("missing/a.txt"), out -> out.write(TEXT)))
                .isInstanceOf(NoSuchFileException.class);
    }
}
