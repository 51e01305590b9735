package org.billinggroups.document;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.billinggroups.file.AtomicFile;
import org.billinggroups.file.RegularFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A file needs no second look only as long as nothing at all happened to it. */
class WrittenFilesTest {
    /** Of the text {@code 1.00}. */
    private static final String HASH = "cf9dcf6da8a82be1335c398a4005def7ee3a53d4698c59dbc6b2b14e72d1263c";

    @TempDir
    private Path root;

    private final WrittenFiles written = new WrittenFiles();

    private Path write() throws IOException {
        AtomicFile.createFolders(root.resolve("focus"));
        var file = root.resolve("focus/one.csv");
        var hash = AtomicFile.write(file, out -> out.write("1.00".getBytes(StandardCharsets.UTF_8)))
                .sha256();
        assertThat(hash).isEqualTo(HASH);
        written.note(file, hash, RegularFile.stamp(file));
        return file;
    }

    private boolean isAsWritten(Path file) throws IOException {
        return written.isAsWritten(root, file, HASH);
    }

    @Test
    void knowsAFileOnce() throws IOException {
        var file = write();
        assertThat(isAsWritten(root.resolve("focus/other.csv"))).isFalse();
        assertThat(isAsWritten(file)).isTrue();
        assertThat(isAsWritten(file)).isFalse();
    }

    @Test
    void knowsItByItsHash() throws IOException {
        var file = write();
        assertThat(written.isAsWritten(root, file, "0".repeat(64))).isFalse();
    }

    /** What somebody does with a file. */
    @FunctionalInterface
    interface Change {
        void on(Path file) throws IOException;
    }

    static Stream<Arguments> changes() {
        UnaryOperator<Path> beside = file -> file.resolveSibling("beside.csv");
        return Stream.of(change("writes another content of the same length", file -> Files.writeString(file, "2.00")),
                change("sets its time back afterwards", file -> {
                    var time = Files.getLastModifiedTime(file);
                    Files.writeString(file, "2.00");
                    Files.setLastModifiedTime(file, FileTime.fromMillis(time.toMillis()));
                }),
                change("puts another file in its place", file -> {
                    Files.writeString(beside.apply(file), "1.00");
                    Files.move(beside.apply(file), file, StandardCopyOption.REPLACE_EXISTING);
                }),
                change("puts a link in its place", file -> {
                    Files.move(file, beside.apply(file));
                    Files.createSymbolicLink(file, beside.apply(file));
                }),
                change("moves its folder to where a link leads", file -> {
                    var folder = AtomicFile.folderOf(file);
                    Files.move(folder, folder.resolveSibling("elsewhere"));
                    Files.createSymbolicLink(folder, folder.resolveSibling("elsewhere"));
                }),
                change("puts a folder in its place", file -> {
                    Files.delete(file);
                    Files.createDirectory(file);
                }),
                change("deletes it", Files::delete));
    }

    private static Arguments change(String what, Change change) {
        return Arguments.of(what, change);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("changes")
    void doesNotKnowAFileAfterSomebody(String what, Change change) throws Exception {
        var file = write();
        // The system's clock for files goes in steps of some milliseconds.
        Thread.sleep(20);
        change.on(file);
        assertThat(isAsWritten(file)).isFalse();
    }
}
