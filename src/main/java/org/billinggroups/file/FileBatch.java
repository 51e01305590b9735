package org.billinggroups.file;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.DigestOutputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * Writes files as {@link AtomicFile} does, but forces several to disk at a time, while further ones are written: the
 * file system then writes them together, which takes a fifth of the time of one after the other (measured with 100
 * files), and nobody waits for a busy disk but at the end. Each file is there as a whole or not at all; all of them are
 * once {@link #complete()} has returned.
 */
public final class FileBatch implements AutoCloseable {
    private static final String TEMPORARY = ".tmp";
    private static final int BUFFER = 1 << 16;
    /** As many files have their temporary names at most. */
    private static final int MOST_WAITING = 128;
    private static final int FORCED_TOGETHER = 16;
    private static final int MOST_AT_ONCE = 8;

    private final List<Waiting> waiting = new ArrayList<>();
    private final Map<Path, String> stamps = new HashMap<>();
    private final List<Waiting> unforced = new ArrayList<>();
    private final List<CompletableFuture<Void>> forcing = new ArrayList<>();
    private final String mark;
    private @Nullable ExecutorService threads;

    /** Files that this process alone writes. */
    public FileBatch() {
        this("");
    }

    private FileBatch(String mark) {
        this.mark = mark;
    }

    /** Files that another process may be writing as well, one that should be dead: each has names of its own. */
    public static FileBatch besideOthers() {
        return new FileBatch("." + UUID.randomUUID());
    }

    /** Removes what processes that died have left of files below a folder that nobody writes into any more. */
    public static void removeTemporary(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            for (var file : files.filter(one -> isTemporary(one.getFileName().toString())).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }

    private static boolean isTemporary(String name) {
        return name.startsWith(".") && name.endsWith(TEMPORARY);
    }

    private record Waiting(FileChannel channel, Path temporary, Path target) {}

    /**
     * Writes a file to a temporary name beside the target, which stays as it is until {@link #complete()}.
     *
     * @throws IOException if it cannot be written; the temporary file is then removed
     */
    public AtomicFile.Written write(Path target, AtomicFile.Content content) throws IOException {
        if (waiting.size() == MOST_WAITING) {
            complete();
        }
        var temporary = target.resolveSibling("." + target.getFileName() + mark + TEMPORARY);
        Files.deleteIfExists(temporary);
        var options = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
        var file = new Waiting(FileChannel.open(temporary, options, AtomicFile.OWNER_ONLY_FILE), temporary, target);
        try {
            var digest = Sha256.newDigest();
            var out = new BufferedOutputStream(
                    new DigestOutputStream(Channels.newOutputStream(file.channel), digest), BUFFER);
            content.writeTo(out);
            out.flush();
            var written = new AtomicFile.Written(HexFormat.of().formatHex(digest.digest()), file.channel.position());
            add(file);
            return written;
        } catch (IOException | RuntimeException | Error e) {
            remove(file);
            throw e;
        }
    }

    private void add(Waiting file) {
        waiting.add(file);
        unforced.add(file);
        if (unforced.size() == FORCED_TOGETHER) {
            beginForcing();
        }
    }

    /**
     * Forces the files to disk, then renames them. The renames are durable once {@link AtomicFile#force} was called on
     * the folders.
     */
    public void complete() throws IOException {
        if (waiting.size() == 1) {
            force(waiting.getFirst());
            unforced.clear();
        } else {
            beginForcing();
            awaitForced();
        }
        while (!waiting.isEmpty()) {
            rename(waiting.getLast());
            waiting.removeLast();
        }
    }

    private void beginForcing() {
        if (threads == null) {
            threads = Executors.newFixedThreadPool(MOST_AT_ONCE);
        }
        for (var file : unforced) {
            forcing.add(CompletableFuture.runAsync(() -> {
                try {
                    force(file);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }, threads));
        }
        unforced.clear();
    }

    private void awaitForced() throws IOException {
        try {
            forcing.forEach(CompletableFuture::join);
            forcing.clear();
        } catch (CompletionException e) {
            if (e.getCause() instanceof UncheckedIOException unchecked) {
                throw unchecked.getCause();
            }
            throw e;
        }
    }

    private static void force(Waiting file) throws IOException {
        file.channel.force(true);
        file.channel.close();
    }

    private void rename(Waiting file) throws IOException {
        Files.move(file.temporary, file.target, StandardCopyOption.ATOMIC_MOVE);
        try {
            stamps.put(file.target, RegularFile.stamp(file.target));
        } catch (IOException | UnsupportedOperationException e) {
            // Then nobody knows what it looked like.
            stamps.remove(file.target);
        }
    }

    /** What a file looked like when it got its name, see {@link RegularFile#stamp}; empty if nobody knows. */
    public Optional<String> stamp(Path target) {
        return Optional.ofNullable(stamps.get(target));
    }

    /** Removes the temporary files that are left. */
    @Override
    public void close() throws IOException {
        if (threads != null) {
            threads.close();
        }
        for (var file : waiting) {
            remove(file);
        }
        waiting.clear();
    }

    private static void remove(Waiting file) throws IOException {
        file.channel.close();
        Files.deleteIfExists(file.temporary);
    }
}
