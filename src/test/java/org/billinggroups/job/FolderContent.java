package org.billinggroups.job;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.billinggroups.file.Sha256;

/** Compares folders byte for byte. */
public final class FolderContent {
    private FolderContent() {}

    /** The SHA-256 of every file below a folder by its relative path, hidden ones as well. */
    public static Map<String, String> of(Path folder) {
        Map<String, String> content = new TreeMap<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                content.put(folder.relativize(file).toString(), Sha256.of(file));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return content;
    }
}
