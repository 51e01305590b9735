package org.billinggroups.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** How much of the processors' time a command and the server have had at each instant, as {@code /proc} tells. */
final class CpuSamples implements AutoCloseable {
    private static final Path PROC = Path.of("/proc");
    private static final int PAUSE_MILLIS = 20;
    private static final double TICKS_A_SECOND = 100;
    /** In a process's {@code stat}, behind its name. */
    private static final int USER = 11;
    private static final int SYSTEM = 12;
    private static final int USER_OF_CHILDREN = 13;
    private static final int SYSTEM_OF_CHILDREN = 14;

    private final List<Sample> samples = new ArrayList<>();
    private final Thread thread;

    /** Seconds since 1970, and processor seconds until then. */
    record Sample(double epoch, double command, double server) {}

    /** @param command the command, once it was started */
    CpuSamples(long server, Supplier<Optional<Process>> command) {
        thread = Thread.ofPlatform().daemon().name("cpu-samples").start(() -> sample(server, command));
    }

    /** Whether there is anything to learn on this system. */
    static boolean areThere() {
        return Files.exists(PROC.resolve("self/stat"));
    }

    private void sample(long server, Supplier<Optional<Process>> command) {
        try {
            while (areThere() && !Thread.currentThread().isInterrupted()) {
                double now = Clock.systemUTC().millis() / 1000.0;
                var process = command.get();
                samples.add(new Sample(now, process.isPresent() ? seconds(process.get().pid(), true) : 0,
                        serverSeconds(server)));
                Thread.sleep(PAUSE_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Of the server's first process, of its children that have ended, and of those that live. */
    private static double serverSeconds(long server) throws IOException {
        double sum = seconds(server, true);
        var children = ProcessHandle.of(server).stream().flatMap(ProcessHandle::children).toList();
        for (var child : children) {
            sum += seconds(child.pid(), false);
        }
        return sum;
    }

    private static double seconds(long pid, boolean withChildren) throws IOException {
        try {
            var stat = Files.readString(PROC.resolve(pid + "/stat"));
            var fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
            long ticks = Long.parseLong(fields[USER]) + Long.parseLong(fields[SYSTEM]);
            if (withChildren) {
                ticks += Long.parseLong(fields[USER_OF_CHILDREN]) + Long.parseLong(fields[SYSTEM_OF_CHILDREN]);
            }
            return ticks / TICKS_A_SECOND;
        } catch (NoSuchFileException e) {
            return 0; // it has ended meanwhile
        }
    }

    /** Ends, so that what was sampled can be asked for. */
    @Override
    public void close() throws InterruptedException {
        thread.interrupt();
        thread.join();
    }

    /** The last sample up to an instant. */
    Sample at(double epoch) {
        return samples.stream().filter(sample -> sample.epoch <= epoch).reduce((first, next) -> next)
                .orElse(new Sample(epoch, 0, 0));
    }
}
