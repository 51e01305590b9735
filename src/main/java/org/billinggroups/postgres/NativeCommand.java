package org.billinggroups.postgres;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A native program that was run to its end. */
record NativeCommand(int exitCode, String output) {
    /** What a shell reports for a program that is absent or not executable. */
    private static final int NOT_EXECUTABLE = 127;
    private static final Duration LAST_OUTPUT = Duration.ofSeconds(5);

    boolean succeeded() {
        return exitCode == 0;
    }

    /**
     * Runs a program; a program that is missing is a failure like any other, reported in the output.
     *
     * @param input what it reads, secrets too: unlike arguments, nobody else sees it
     * @throws DatabaseUnavailableException if it does not end within the limit; it is killed then
     */
    static NativeCommand run(List<String> command, String input, Duration limit) {
        Process process;
        try {
            process = start(command);
        } catch (IOException e) {
            return new NativeCommand(NOT_EXECUTABLE, String.valueOf(e.getMessage()));
        }
        CompletableFuture<String> output = CompletableFuture.supplyAsync(() -> outputOf(process),
                Thread::startVirtualThread);
        try (OutputStream stdin = process.getOutputStream()) {
            stdin.write(input.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            // The program ended without reading everything: its exit code and output say why.
        }
        try {
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
                throw new DatabaseUnavailableException(
                        command.getFirst() + " did not end within " + limit.toSeconds() + " s", null);
            }
            return new NativeCommand(process.exitValue(),
                    output.get(LAST_OUTPUT.toSeconds(), TimeUnit.SECONDS).strip());
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new DatabaseUnavailableException("interrupted while " + command.getFirst() + " ran", e);
        } catch (ExecutionException | TimeoutException e) {
            return new NativeCommand(process.exitValue(), "(no output: " + e + ")");
        }
    }

    /** Starts it in the root folder, as the present one may be closed to the user that the program runs as. */
    static Process start(List<String> command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).directory(Path.of("/").toFile()).redirectErrorStream(true);
        // English messages, and no setting of the caller's own PostgreSQL such as PGOPTIONS.
        builder.environment().keySet().removeIf(name -> name.startsWith("PG"));
        builder.environment().put("LC_ALL", "C");
        return builder.start();
    }

    private static String outputOf(Process process) {
        try {
            return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
