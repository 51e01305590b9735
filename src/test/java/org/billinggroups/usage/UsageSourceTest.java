package org.billinggroups.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UsageSourceTest {
    @TempDir
    private Path folder;

    private byte[] open(String name, byte[] bytes) throws IOException {
        try (var in = UsageSource.open(Files.write(folder.resolve(name), bytes))) {
            return in.readAllBytes();
        }
    }

    private static byte[] gzip(String text) throws IOException {
        var out = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(out)) {
            gzip.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return out.toByteArray();
    }

    @ParameterizedTest
    @ValueSource(strings = { "usage.csv", "usage.csv.gz", "usage" })
    void decompressesWhateverTheName(String name) throws IOException {
        assertThat(open(name, gzip("a,b\n"))).asString(StandardCharsets.UTF_8).isEqualTo("a,b\n");
        assertThat(open(name, "a,b\n".getBytes(StandardCharsets.UTF_8))).asString(StandardCharsets.UTF_8)
                .isEqualTo("a,b\n");
    }

    @Test
    void readsAllMembersOfGzipFile() throws IOException {
        var both = new ByteArrayOutputStream();
        both.writeBytes(gzip("a\n"));
        both.writeBytes(gzip("b\n"));
        assertThat(open("parts.gz", both.toByteArray())).asString(StandardCharsets.UTF_8).isEqualTo("a\nb\n");
    }

    @Test
    void refusesGzipFileWithDamageAfterItsFirstMember() throws IOException {
        var second = gzip("b\n");
        var cut = Arrays.copyOf(second, 5);
        second[0] ^= 1;
        for (var rest : List.of(second, cut, "rubbish".getBytes(StandardCharsets.UTF_8))) {
            var file = new ByteArrayOutputStream();
            file.writeBytes(gzip("a\n"));
            file.writeBytes(rest);
            assertThatThrownBy(() -> open("damaged.gz", file.toByteArray())).isInstanceOf(IOException.class);
        }
    }

    @Test
    void readsShortFilesAsTheyAre() throws IOException {
        assertThat(open("empty", new byte[0])).isEmpty();
        assertThat(open("one", new byte[]{ 0x1f })).containsExactly(0x1f);
        assertThat(open("two", new byte[]{ 0x1f, 0x1f })).containsExactly(0x1f, 0x1f);
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void closesAFileThatOnlyBeginsLikeGzip() throws IOException {
        var file = Files.write(folder.resolve("torn.gz"), new byte[]{ 0x1f, (byte) 0x8b, 0 });
        assertThatThrownBy(() -> UsageSource.open(file)).isInstanceOf(IOException.class);
        try (var open = Files.list(Path.of("/proc/self/fd"))) {
            assertThat(open.filter(Files::isSymbolicLink).map(UsageSourceTest::target)).doesNotContain(file);
        }
    }

    private static Path target(Path link) {
        try {
            return Files.readSymbolicLink(link);
        } catch (IOException e) {
            return link; // closed meanwhile
        }
    }

    @Test
    void failsIfFileIsMissing() {
        assertThatThrownBy(() -> UsageSource.open(folder.resolve("missing"))).isInstanceOf(NoSuchFileException.class);
    }
}
