package org.billinggroups.cli;

import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The options of every command, before or after the verb. */
final class GlobalOptions {
    /** The launcher says here whether standard input and standard error are terminals: {@code in,err}. */
    static final String TERMINAL_PROPERTY = "billing.terminal";
    static final String COLUMNS_PROPERTY = "billing.columns";

    private static final String DEFAULT_DATA_DIR = "./data";

    @Option(names = "--json", scope = ScopeType.INHERIT, description = "Print the result as one JSON document.")
    boolean json;

    @Option(names = "--quiet", scope = ScopeType.INHERIT, description = "Print results and errors only.")
    boolean quiet;

    @Option(names = "--verbose", scope = ScopeType.INHERIT, description = "Print stack traces with errors.")
    boolean verbose;

    @Option(names = "--log-format", scope = ScopeType.INHERIT, paramLabel = "text|json",
            defaultValue = "${env:BILLING_LOG_FORMAT:-text}",
            description = "Messages and progress as text, or as one JSON object a line.")
    LogFormat logFormat = LogFormat.TEXT;

    @Option(names = "--data-dir", scope = ScopeType.INHERIT, paramLabel = "DIR",
            defaultValue = "${env:BILLING_DATA_DIR:-" + DEFAULT_DATA_DIR + "}",
            description = "Folder of the embedded database and of output (default: ${DEFAULT-VALUE}).")
    Path dataDir;

    @Option(names = "--ok-codes", scope = ScopeType.INHERIT, split = ",", paramLabel = "CODE",
            description = "Exit codes that become 0, for schedulers that know only zero as success; such as 3,6,10.")
    List<Integer> okCodes = List.of();

    @Option(names = "--actor", scope = ScopeType.INHERIT, paramLabel = "NAME", defaultValue = "${sys:user.name}",
            description = "Who makes the change, for the history (default: the operating system's user).")
    String actor;

    enum LogFormat {
        TEXT, JSON
    }

    boolean isJsonLog() {
        return logFormat == LogFormat.JSON;
    }

    /** Whether it is the folder that is taken where none is named. */
    boolean isDefaultDataDir() {
        return dataDir.equals(Path.of(DEFAULT_DATA_DIR));
    }

    /** Whether messages go to a terminal, to a person that is. */
    boolean isTerminal() {
        return !isJsonLog() && System.getProperty(TERMINAL_PROPERTY, "").contains("err");
    }

    /** How many characters a line of results has room for: what the terminal has, or any number. */
    int columns() {
        return Integer.getInteger(COLUMNS_PROPERTY, Integer.MAX_VALUE);
    }

    /** Whether somebody can be asked. */
    boolean canAsk() {
        return System.getProperty(TERMINAL_PROPERTY, "").contains("in") && isTerminal();
    }
}
