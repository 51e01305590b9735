package org.billinggroups.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProvenFileTest {
    private static final byte[] CONTENT = "entry 1\nentry 2\n".getBytes(StandardCharsets.UTF_8);

    @TempDir
    private Path folder;

    private Path file;

    @BeforeEach
    void write() throws IOException {
        file = folder.resolve("parts/one");
        ProvenFile.write(file, out -> out.write(CONTENT));
    }

    @Test
    void givesBackWhatWasWritten() throws IOException {
        try (var in = ProvenFile.open(folder, file).orElseThrow()) {
            assertThat(in.read()).isEqualTo('e');
            assertThat(in.readAllBytes()).isEqualTo(Arrays.copyOfRange(CONTENT, 1, CONTENT.length));
        }
        try (var files = Files.list(file.getParent())) {
            assertThat(files).containsExactly(file);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = { 0, 3, 31, 32, 40, 47 })
    void isNotThereIfItIsCutShort(int length) throws IOException {
        Files.write(file, Arrays.copyOf(Files.readAllBytes(file), length));
        assertThat(ProvenFile.open(folder, file)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = { 0, 15, 16, 47 })
    void isNotThereIfAByteIsAnother(int place) throws IOException {
        var bytes = Files.readAllBytes(file);
        bytes[place] ^= 1;
        Files.write(file, bytes);
        assertThat(ProvenFile.open(folder, file)).isEmpty();
    }

    @Test
    void isNotThereIfItIsMissingOrALink() throws IOException {
        assertThat(ProvenFile.open(folder, folder.resolve("none"))).isEmpty();
        assertThat(ProvenFile.open(folder, Files.createSymbolicLink(folder.resolve("link"), file))).isEmpty();
    }
}
