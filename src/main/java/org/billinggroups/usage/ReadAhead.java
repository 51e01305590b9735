package org.billinggroups.usage;

import java.sql.SQLException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.jspecify.annotations.Nullable;

/** Reads a file in a thread of its own, some blocks ahead of the one that sends them to the server. */
final class ReadAhead implements AutoCloseable {
    private static final int BLOCKS = 4;

    private final BlockingQueue<Read> blocks = new ArrayBlockingQueue<>(BLOCKS);
    private final Thread thread;

    /** A block, or none at the end, or what went wrong. */
    private record Read(@Nullable UsageBlock block, @Nullable Throwable thrown) {
        boolean isLast() {
            return block == null;
        }
    }

    ReadAhead(UsageReader reader) {
        thread = Thread.ofPlatform().name("read-usage").daemon().start(() -> readAll(reader));
    }

    private void readAll(UsageReader reader) {
        try {
            Read read;
            do {
                read = read(reader);
                blocks.put(read);
            } while (!read.isLast());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // nobody wants more
        }
    }

    private static Read read(UsageReader reader) {
        try {
            return new Read(reader.next(), null);
        } catch (SQLException | RuntimeException | Error e) {
            return new Read(null, e);
        }
    }

    /** The next block, or null at the end of the file. */
    @Nullable
    UsageBlock next() throws SQLException {
        try {
            var read = blocks.take();
            if (read.thrown() != null) {
                rethrow(read.thrown());
            }
            return read.block();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while reading", e);
        }
    }

    private static void rethrow(Throwable thrown) throws SQLException {
        switch (thrown) {
            case SQLException e -> throw e;
            case RuntimeException e -> throw e;
            default -> throw (Error) thrown;
        }
    }

    @Override
    public void close() {
        thread.interrupt();
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
