package org.billinggroups.postgres;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * This process's share in the server of a folder. Every process that uses the server holds a shared lock on
 * {@code users.lock}, which the kernel frees however the process ends; who can lock that file exclusively is alone.
 * Starting and stopping happen under an exclusive lock on {@code start.lock}.
 *
 * <p>Locks of files belong to the whole Java process, so there is only one of this for a folder and process.
 */
final class SharedServer {
    private static final Duration LOCK_LIMIT = Duration.ofSeconds(300);

    private final PostgresCluster cluster;
    private final FileChannel users;
    private final int port;
    private final Passwords passwords;

    private SharedServer(PostgresCluster cluster, FileChannel users, int port, Passwords passwords) {
        this.cluster = cluster;
        this.users = users;
        this.port = port;
        this.passwords = passwords;
    }

    private interface Work<T> {
        T run() throws IOException;
    }

    /** Starts the server of the folder, making its cluster first if there is none, or joins the one that runs. */
    static SharedServer join(Path folder) throws IOException {
        return withStartLock(folder, () -> {
            FileChannel users = open(folder.resolve("users.lock"));
            try {
                return join(new PostgresCluster(folder), users);
            } catch (IOException | RuntimeException | Error e) {
                users.close();
                throw e;
            }
        });
    }

    private static SharedServer join(PostgresCluster cluster, FileChannel users) throws IOException {
        FileLock alone = users.tryLock();
        int port = alone == null ? portOfOthers(cluster) : startOrAdopt(cluster);
        if (alone != null) {
            alone.release();
        }
        users.lock(0, Long.MAX_VALUE, true);
        return new SharedServer(cluster, users, port, cluster.passwords());
    }

    Passwords passwords() {
        return passwords;
    }

    int port() {
        return port;
    }

    /** Gives the share up, and stops the server if nobody else uses it and no person started it. */
    void leave() throws IOException {
        withStartLock(cluster.folder(), () -> {
            // Closing the channel frees the shared lock, and the other one is only asked for.
            users.close();
            try (FileChannel channel = open(cluster.folder().resolve("users.lock"))) {
                if (channel.tryLock() != null && cluster.isOurs()) {
                    cluster.stop();
                }
            }
            return this;
        });
    }

    /** A server that runs although nobody uses it was left by a process that was killed, or started by hand. */
    private static int startOrAdopt(PostgresCluster cluster) throws IOException {
        Optional<Integer> orphan = cluster.answeringPort();
        if (orphan.isPresent()) {
            return orphan.get();
        }
        PostgresBinaries binaries = PostgresBinaries.unpackInto(cluster.folder());
        ServerUser user = ServerUser.choose(cluster.folder(), binaries);
        if (!cluster.exists()) {
            new NewCluster(cluster.folder(), binaries, user).make();
        }
        return cluster.start(binaries, user);
    }

    /**
     * The users' server must be visible; if it is not, it died under them, or it runs in another container. A second
     * server on the same data would destroy them in the latter case, so none is started.
     */
    private static int portOfOthers(PostgresCluster cluster) throws IOException {
        return cluster.answeringPort()
                .orElseThrow(() -> new DatabaseUnavailableException("another process uses the database"
                        + " folder " + cluster.folder()
                        + ", but its PostgreSQL server is gone or in another container: end that"
                        + " process first", null));
    }

    private static <T> T withStartLock(Path folder, Work<T> work) throws IOException {
        try (FileChannel channel = open(folder.resolve("start.lock"))) {
            Polling.await("another process to start or stop PostgreSQL in " + folder, LOCK_LIMIT,
                    () -> Optional.ofNullable(channel.tryLock()));
            return work.run();
        }
    }

    private static FileChannel open(Path file) throws IOException {
        Set<StandardOpenOption> options = EnumSet
                .of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        return FileChannel
                .open(file, options,
                        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    }
}
