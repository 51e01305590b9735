package org.billinggroups.postgres;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Another Java process that starts an embedded server, says where it is, and uses it until it is told to end. */
final class ChildProcess implements AutoCloseable {

    private static final int LIMIT_SECONDS = 60;

    private final Process process;
    private final BufferedReader output;

    private ChildProcess(Process process) {
        this.process = process;
        this.output = process.inputReader();
    }

    /** Starts it without waiting. */
    static ChildProcess start(Path dataFolder) throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        List<String> command = List
                .of(java, "-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path"),
                        ChildProcess.class.getName(), dataFolder.toString());
        return new ChildProcess(new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start());
    }

    /** Waits until its server is ready; the address. */
    String jdbcUrl() throws IOException {
        String line = output.readLine();
        if (line == null) {
            throw new IOException("the child process ended without an address");
        }
        return line;
    }

    /** kill -9 */
    void kill() {
        process.destroyForcibly();
        awaitEnd();
    }

    /** Lets it close its use of the server and end. */
    @Override
    public void close() throws IOException {
        process.getOutputStream().close();
        awaitEnd();
    }

    private void awaitEnd() {
        process.onExit().orTimeout(LIMIT_SECONDS, TimeUnit.SECONDS).join();
    }

    /** The child's own program. */
    public static void main(String[] arguments) throws IOException {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(Path.of(arguments[0]))) {
            System.out.println(postgres.application().jdbcUrl());
            System.in.readAllBytes();
        }
    }
}
