package org.billinggroups.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.billinggroups.cli.CommandInProcess.Ended;
import org.billinggroups.database.TestDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A test that works with commands, on a database and in a folder of its own. */
public abstract class CommandTest {
    /** Where the test's files are. */
    @TempDir
    protected Path folder;

    /** The database of the commands. */
    protected TestDatabase database;

    @BeforeEach
    final void createDatabase() {
        database = TestDatabase.create();
    }

    @AfterEach
    final void dropDatabase() {
        database.close();
    }

    /** Writes a file and gives its path, as a command takes it. */
    protected final String write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text).toString();
    }

    /** Runs a command where nobody can be asked, and checks its exit code. */
    protected final Ended billing(int exitCode, String... arguments) {
        return checked(exitCode, CommandInProcess.run(database, arguments), arguments);
    }

    /** Runs a command at a terminal with these answers, and checks its exit code. */
    protected final Ended answering(int exitCode, String answers, String... arguments) {
        return checked(exitCode, CommandInProcess.answering(database, answers, arguments), arguments);
    }

    private static Ended checked(int exitCode, Ended ended, String... arguments) {
        assertThat(ended.exitCode()).as(String.join(" ", arguments) + "\n" + ended.out() + ended.err())
                .isEqualTo(exitCode);
        return ended;
    }
}
