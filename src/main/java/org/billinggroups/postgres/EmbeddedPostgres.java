package org.billinggroups.postgres;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.billinggroups.file.Unusable;

/**
 * A use of the real PostgreSQL server that keeps its data in {@code <data folder>/postgresql}. The first use makes and
 * starts the server, further ones in this or other processes share it, and the last one to be closed stops it. A server
 * whose processes were killed continues running, and the next use adopts it.
 *
 * <p>It listens on loopback only, asks for a password, and is durable: what was committed survives {@code kill -9} and
 * power loss. The folder holds {@code binaries-<version>}, {@code cluster-<major version>} with the data and the
 * passwords, {@code server.log} and two lock files.
 */
public final class EmbeddedPostgres implements AutoCloseable {
    /** The servers that this process uses, by their folder. */
    private static final Map<Path, Uses> USES = new HashMap<>();

    private static final int CONNECT_SECONDS = 30;

    private record Uses(SharedServer server, int count) {}

    private final Path folder;
    private final int port;
    private final Passwords passwords;
    private boolean closed;

    private EmbeddedPostgres(Path folder, int port, Passwords passwords) {
        this.folder = folder;
        this.port = port;
        this.passwords = passwords;
    }

    /**
     * Starts the server of the data folder, or joins it.
     *
     * @param dataFolder the data folder; made if it is missing
     * @throws DatabaseUnavailableException if the server cannot be made, started or reached
     */
    public static EmbeddedPostgres start(Path dataFolder) {
        synchronized (USES) {
            Path folder = dataFolder.toAbsolutePath().normalize().resolve("postgresql");
            try {
                Folders.createPrivate(folder);
                folder = folder.toRealPath();
                Uses uses = USES.get(folder);
                SharedServer server = uses == null ? SharedServer.join(folder) : uses.server();
                USES.put(folder, new Uses(server, uses == null ? 1 : uses.count() + 1));
                EmbeddedPostgres use = new EmbeddedPostgres(folder, server.port(), server.passwords());
                use.requireAnswerOrClose();
                return use;
            } catch (IOException e) {
                throw unusable(folder, e);
            }
        }
    }

    /** Login of the application's role, which owns nothing. */
    public DatabaseLogin application() {
        return login(NewCluster.APPLICATION, passwords.application());
    }

    /** Login of the role that owns the database and its schema: for migrations. */
    public DatabaseLogin owner() {
        return login(NewCluster.OWNER, passwords.owner());
    }

    /** Login of the superuser: for tests only. */
    public DatabaseLogin administrator() {
        return login(NewCluster.ADMINISTRATOR, passwords.administrator());
    }

    /**
     * Ends this use; the last one stops the server. A second call does nothing.
     *
     * @throws DatabaseUnavailableException if the server does not stop; the next use adopts it then
     */
    @Override
    public void close() {
        synchronized (USES) {
            Uses uses = USES.get(folder);
            if (closed || uses == null) {
                return;
            }
            closed = true;
            if (uses.count() > 1) {
                USES.put(folder, new Uses(uses.server(), uses.count() - 1));
                return;
            }
            USES.remove(folder);
            try {
                uses.server().leave();
            } catch (IOException e) {
                throw new DatabaseUnavailableException(
                        "cannot stop the embedded PostgreSQL in " + folder + ": " + e.getMessage(), e);
            }
        }
    }

    private DatabaseLogin login(String username, String password) {
        return new DatabaseLogin("jdbc:postgresql://127.0.0.1:" + port + "/" + NewCluster.DATABASE, username, password);
    }

    /**
     * Proves that the server answers, and that it is the one that knows our password.
     *
     * @throws DatabaseUnavailableException if it does not: as long as its data folder is used, nobody starts it again
     */
    public void requireAnswer() {
        DatabaseLogin login = application();
        String url = login.jdbcUrl() + "?connectTimeout=" + CONNECT_SECONDS + "&socketTimeout=" + CONNECT_SECONDS;
        try (Connection connection = DriverManager.getConnection(url, login.username(), login.password())) {
            connection.isValid(CONNECT_SECONDS);
        } catch (SQLException e) {
            throw new DatabaseUnavailableException("the embedded PostgreSQL in " + folder + " does not answer at port "
                    + port + ": " + e.getMessage(), e);
        }
    }

    private void requireAnswerOrClose() {
        try {
            requireAnswer();
        } catch (DatabaseUnavailableException e) {
            close();
            throw e;
        }
    }

    private static RuntimeException unusable(Path folder, IOException e) {
        var said = String.valueOf(e.getMessage());
        var lasting = said.contains("Read-only file system")
                ? Optional.of("it is mounted for reading")
                : Unusable.reason(e);
        if (lasting.isPresent()) {
            return new DatabaseRefusedException("cannot use the database folder " + folder + " (" + lasting.get()
                    + "): mend that, or name another one with --data-dir", e);
        }
        var reason = said.contains("No space left on device") ? "the disk is full" : e.getClass().getSimpleName();
        return new DatabaseUnavailableException("cannot use the database folder " + folder + " (" + reason + "): "
                + said, e);
    }
}
