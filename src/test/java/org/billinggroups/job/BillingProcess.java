package org.billinggroups.job;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The product as its users run it: the built jar in a process of its own, which may be killed. */
public final class BillingProcess {
    private static final long LONGEST_SECONDS = Integer.getInteger("test.longest-seconds", 180);
    private static final Path JAR = Path.of("target", "billing-groups.jar");

    private static final Path CLASSES = Path.of("target", "classes.jsa");
    private static final Path EXTRACTED = extract();

    private final Process process;
    private final Path out;
    private final Path err;

    private BillingProcess(Process process, Path out, Path err) {
        this.process = process;
        this.out = out;
        this.err = err;
    }

    /** How a process ended. */
    public record Ended(int exitCode, String out, String err) {}

    /** Starts a command. */
    public static BillingProcess start(Map<String, String> environment, String... arguments) {
        return start(environment, Files.exists(CLASSES) ? "-XX:SharedArchiveFile=" + CLASSES : "-Xshare:auto",
                arguments);
    }

    private static BillingProcess start(Map<String, String> environment, String classes, String... arguments) {
        return start(environment, List.of("-Xmx256m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", classes),
                List.of("-jar", EXTRACTED.resolve(JAR.getFileName()).toString()), List.of(arguments));
    }

    /** Unpacks the jar, so that processes can share an archive of their classes, with which they start twice as fast. */
    private static Path extract() {
        var target = Path.of("target", "extracted");
        try {
            Files.deleteIfExists(CLASSES);
            var process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Djarmode=tools", "-jar", JAR.toString(), "extract", "--force", "--destination", target.toString())
                    .inheritIO().redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
            if (process.waitFor() != 0) {
                throw new IllegalStateException("the jar cannot be unpacked");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return target;
    }

    /** Starts a command with options of the JVM. */
    public static BillingProcess start(Map<String, String> environment, List<String> options, List<String> arguments) {
        return start(environment, options, List.of("-jar", JAR.toString()), arguments);
    }

    /** Starts another main class with the class path of the tests. */
    public static BillingProcess start(Map<String, String> environment, List<String> options, List<String> arguments,
            Class<?> main) {
        var classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        return start(environment, options, List.of("-cp", classPath, main.getName()), arguments);
    }

    private static BillingProcess start(Map<String, String> environment, List<String> options, List<String> program,
            List<String> arguments) {
        try {
            List<String> command = new ArrayList<>();
            command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
            command.addAll(options);
            command.addAll(program);
            command.addAll(arguments);
            var out = Files.createTempFile("billing", ".out");
            var err = Files.createTempFile("billing", ".err");
            var builder = new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
            builder.environment().putAll(environment);
            return new BillingProcess(builder.start(), out, err);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Runs a command to its end; the first one leaves the archive of its classes behind. */
    public static synchronized Ended run(Map<String, String> environment, String... arguments) {
        if (Files.exists(CLASSES)) {
            return start(environment, arguments).await();
        }
        var fresh = CLASSES.resolveSibling("classes.new");
        var ended = start(environment, "-XX:ArchiveClassesAtExit=" + fresh, arguments).await();
        try {
            if (Files.exists(fresh)) {
                Files.move(fresh, CLASSES, StandardCopyOption.REPLACE_EXISTING);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return ended;
    }

    /** Waits for the end. */
    public Ended await() {
        try {
            if (!process.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IllegalStateException("a command did not end:\n" + read(err));
            }
            return new Ended(process.exitValue(), read(out), read(err));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Kills it as {@code kill -9} does, and waits until it is gone. */
    public Ended kill() {
        process.destroyForcibly();
        return await();
    }

    /** Asks it to stop, as SIGTERM does. */
    public void terminate() {
        process.destroy();
    }

    /** Sends it a signal such as {@code INT}. */
    public void signal(String name) {
        try {
            new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whether it still runs. */
    public boolean isAlive() {
        return process.isAlive();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
