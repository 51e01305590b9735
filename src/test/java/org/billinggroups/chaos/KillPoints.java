package org.billinggroups.chaos;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.springframework.util.FileSystemUtils;

/**
 * The points that a process passes: before and after each statement, commit, file write and rename. When it passes one
 * ({@code -Dchaos.point}) for the n-th time ({@code -Dchaos.at}), a fault happens ({@code -Dchaos.fault}), and is noted
 * ({@code -Dchaos.note}).
 */
public final class KillPoints {
    private static final int AT = Integer.getInteger("chaos.at", 0);
    private static final String POINT = System.getProperty("chaos.point", "");
    private static final Fault FAULT = Fault.valueOf(System.getProperty("chaos.fault", "KILL"));
    private static final AtomicInteger PASSED = new AtomicInteger();
    private static final Queue<String> NAMES = new ConcurrentLinkedQueue<>();
    private static volatile boolean acted;

    private KillPoints() {}

    /** What happens at the point. */
    public enum Fault {
        /** The process dies, as by {@code kill -9}: nothing is closed, no hook runs. */
        KILL,
        /** All other connections to the database are cut. */
        CUT,
        /** From now on no file can be written: the disk is full. */
        FULL,
        /** From now on no file can be written: the file system was mounted for reading. */
        READ_ONLY,
        /** From now on nothing that was written reaches the disk: each sync fails. */
        NO_SYNC,
        /** The folders in which files are being made vanish. */
        GONE
    }

    /** A point in the database's work. */
    public static void pass(String point) {
        if (AT == 0) {
            NAMES.add(point);
        } else if (point.equals(POINT) && PASSED.incrementAndGet() == AT) {
            note(point);
            acted = true;
            act();
        }
    }

    /** A point in a file's life. */
    public static void passFile(String point) throws IOException {
        pass(point);
        if (!acted) {
            return;
        }
        switch (FAULT) {
            case FULL -> throw new IOException("No space left on device");
            case READ_ONLY -> throw new IOException("Read-only file system");
            case NO_SYNC -> {
                if (point.equals("before file force")) {
                    throw new IOException("Input/output error");
                }
            }
            default -> {
                // The process goes on as well as it can.
            }
        }
    }

    /** The names of the points that were passed, a line each. */
    static String passed() {
        return String.join("\n", NAMES);
    }

    private static void act() {
        switch (FAULT) {
            case KILL -> Runtime.getRuntime().halt(137);
            case CUT -> cutConnections();
            case GONE -> removeBuildFolders();
            case FULL, READ_ONLY, NO_SYNC -> {
                // The next file meets it.
            }
        }
    }

    static void note(String text) {
        try {
            Files.writeString(Path.of(System.getProperty("chaos.note")), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void cutConnections() {
        var environment = System.getenv();
        try (var connection = DriverManager.getConnection(environment.get("SPRING_DATASOURCE_URL"),
                environment.get("SPRING_DATASOURCE_USERNAME"), environment.get("SPRING_DATASOURCE_PASSWORD"));
                var statement = connection.createStatement()) {
            statement.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() "
                            + "AND usename = current_user AND pid <> pg_backend_pid()");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void removeBuildFolders() {
        try (Stream<Path> folders = Files.walk(Path.of(System.getProperty("chaos.out")))) {
            for (var folder : folders.filter(path -> path.getFileName().toString().endsWith(".building")).toList()) {
                FileSystemUtils.deleteRecursively(folder);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
