package org.billinggroups.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class RegularFileTest {
    // the SHA-256 of "abc" is an example in FIPS 180-2
    private static final String HASH = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    @TempDir
    private Path folder;

    private Path root;

    @BeforeEach
    void writesFile() throws Exception {
        root = Files.createDirectories(folder.resolve("root"));
        Files.createDirectories(root.resolve("inner/deep"));
        Files.writeString(root.resolve("inner/deep/a.txt"), "abc");
        Files.createSymbolicLink(root.resolve("inner/link.txt"), Path.of("deep/a.txt"));
        Files.createSymbolicLink(root.resolve("linked"), Path.of("inner"));
        Files.createSymbolicLink(folder.resolve("volume"), root);
        new ProcessBuilder("mkfifo", root.resolve("pipe").toString()).start().waitFor();
    }

    @Test
    void readsAFileBelowARootThatIsALinkItself() throws IOException {
        for (var one : new Path[]{ root, folder.resolve("volume") }) {
            var file = one.resolve("inner/deep/a.txt");
            try (var in = RegularFile.open(one, file)) {
                assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8)).isEqualTo("abc");
            }
            assertThat(RegularFile.length(one, file)).isEqualTo(3);
            assertThat(RegularFile.has(one, file, HASH)).isTrue();
            assertThat(RegularFile.has(one, file, HASH.replace('b', 'c'))).isFalse();
        }
    }

    @ParameterizedTest
    @CsvSource({
            "inner/link.txt, inner/link.txt, 'is a link, not a file'",
            "linked/deep/a.txt, linked, 'is a link, not a folder'",
            "inner/deep, inner/deep, 'is a folder, not a file'",
            "inner/deep/a.txt/b, inner/deep/a.txt, 'is a file, not a folder'",
            "pipe, pipe, 'is a named pipe, socket or device, not a file'",
            "pipe/a.txt, pipe, 'is a named pipe, socket or device, not a folder'" })
    void opensNothingElse(String path, String named, String reason) throws IOException {
        var file = root.resolve(path);
        assertThatThrownBy(() -> RegularFile.open(root, file)).isInstanceOfSatisfying(OutOfPlaceException.class,
                thrown -> assertThat(thrown.sentence()).isEqualTo(root.resolve(named) + ": " + reason));
        assertThat(RegularFile.has(root, file, HASH)).isFalse();
    }

    @Test
    void tellsThatAFileIsMissing() throws IOException {
        for (var path : new String[]{ "inner/none", "none/a.txt" }) {
            assertThatThrownBy(() -> RegularFile.sha256(root, root.resolve(path)))
                    .isInstanceOf(NoSuchFileException.class);
            assertThat(RegularFile.has(root, root.resolve(path), HASH)).isFalse();
        }
    }
}
