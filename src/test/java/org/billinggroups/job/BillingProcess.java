package org.billinggroups.job;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** The product as its users run it: the built jar in a process of its own, which may be killed. */
public final class BillingProcess {
    private static final long LONGEST_SECONDS = Integer.getInteger("test.longest-seconds", 180);
    private static final Path JAR = Path.of("target", "billing-groups.jar");

    private static final String JAVA = Path.of(System.getProperty("java.home"), "bin", "java").toString();

    private static final Path START = prepareStart();
    private static final Path ARCHIVE = START.resolve(System.getProperty("java.version") + ".archive");

    private final Process process;
    private final Path out;
    private final Path err;

    private BillingProcess(Process process, Path out, Path err) {
        this.process = process;
        this.out = out;
        this.err = err;
    }

    /** How a process ended. */
    public record Ended(int exitCode, String out, String err) {
        /** Whether a signal came while the JVM was starting, which has codes of its own for that. */
        public boolean beforeTheProgram() {
            return Set.of(1, 130, 143).contains(exitCode) && !err.contains("billing:");
        }
    }

    /** Starts a command as the launcher does where it is prepared, which takes less than half the time. */
    public static BillingProcess start(Map<String, String> environment, String... arguments) {
        return start(environment, quickOptions(), quickProgram(), List.of(arguments));
    }

    private static List<String> quickOptions() {
        var archive = (Runtime.version().feature() < 25 ? "-XX:SharedArchiveFile=" : "-XX:AOTCache=")
                + ARCHIVE.toAbsolutePath();
        return List.of("-Xmx256m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-XX:-UsePerfData",
                "--enable-native-access=ALL-UNNAMED", archive);
    }

    private static List<String> quickProgram() {
        return List.of("-jar", START.resolve(JAR.getFileName()).toAbsolutePath().toString());
    }

    /** The words that start it in any folder, to be followed by a command. */
    public static List<String> command() {
        List<String> command = new ArrayList<>(List.of(JAVA));
        command.addAll(quickOptions());
        command.addAll(quickProgram());
        return command;
    }

    /** Lets the launcher prepare quick starts, with the JDK of the tests. */
    private static Path prepareStart() {
        try {
            var builder = new ProcessBuilder(Path.of("jobs", "billing").toAbsolutePath().toString(), "--version")
                    .inheritIO().redirectOutput(ProcessBuilder.Redirect.DISCARD);
            builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
            if (builder.start().waitFor() != 0) {
                throw new IllegalStateException("the launcher does not work");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return Path.of("target", "start");
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
            command.add(JAVA);
            command.addAll(options);
            command.addAll(program);
            command.addAll(arguments);
            var outputs = Files.createDirectories(Path.of("target", "processes"));
            var out = Files.createTempFile(outputs, "billing", ".out");
            var err = Files.createTempFile(outputs, "billing", ".err");
            var builder = new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
            builder.environment().putAll(environment);
            return new BillingProcess(builder.start(), out, err);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Runs a command to its end. */
    public static Ended run(Map<String, String> environment, String... arguments) {
        return start(environment, arguments).await();
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
