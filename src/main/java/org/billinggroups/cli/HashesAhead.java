package org.billinggroups.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Hashes files while the program is still being put together, so that an import does not wait for one after the other.
 * What cannot be hashed here is hashed again, and reported, where the hash is needed.
 */
final class HashesAhead implements AutoCloseable {
    private final ExecutorService thread = Executors
            .newSingleThreadExecutor(Thread.ofPlatform().daemon().name("hash-ahead").factory());
    private final Map<String, CompletableFuture<String>> hashes;

    /** Begins with the files, in order, and leaves out what can be read only once. */
    HashesAhead(List<String> files) {
        hashes = files.stream().distinct().filter(file -> Files.isRegularFile(Path.of(file)))
                .collect(Collectors.toMap(Function.identity(), file -> CompletableFuture
                        .supplyAsync(() -> InputSource.hash(file, Path.of(file)), thread)));
    }

    /** The hash of a file, once it is known; empty if somebody else has to find out. */
    Optional<String> of(String file) {
        try {
            return Optional.ofNullable(hashes.get(file)).map(CompletableFuture::join);
        } catch (CompletionException e) {
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
