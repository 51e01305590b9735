package org.billinggroups.database;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.billinggroups.postgres.DatabaseUnavailableException;
import org.billinggroups.postgres.EmbeddedPostgres;
import org.billinggroups.postgres.PostgresCluster;
import org.jspecify.annotations.Nullable;
import org.springframework.core.env.Environment;

/**
 * Starts the embedded server while the program is still being put together, so that a short command does not wait for
 * one after the other. This is one more use of the server, which ends when this is closed. What fails here fails again,
 * and is reported, where the server is needed.
 */
public final class ServerAhead implements AutoCloseable {
    private @Nullable CompletableFuture<EmbeddedPostgres> use;

    /**
     * Starts the data folder's server, unless the environment names another database. A server that has never been made
     * is left to those who need it, since settings may still turn out to be wrong.
     */
    public void start(Environment environment, Path dataFolder) {
        var folder = dataFolder.toAbsolutePath().normalize().resolve("postgresql");
        if (DatabaseConfiguration.isEmbedded(environment) && Files.isDirectory(PostgresCluster.home(folder))) {
            use = CompletableFuture.supplyAsync(() -> EmbeddedPostgres.start(dataFolder),
                    start -> Thread.ofPlatform().daemon().name("server-ahead").start(start));
        }
    }

    @Override
    public void close() {
        if (use != null) {
            try {
                use.join().close();
            } catch (CompletionException | DatabaseUnavailableException e) {
                // Told before, or a server that does not stop, which the next use adopts.
            }
        }
    }
}
