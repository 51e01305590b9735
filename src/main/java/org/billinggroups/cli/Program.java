package org.billinggroups.cli;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.billinggroups.job.ExitCode;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import picocli.CommandLine;
import picocli.CommandLine.IFactory;

/**
 * Runs one command. The application context, and with it the database, is started when a command of ours is really
 * to be executed: help and wrong command lines need neither.
 */
public final class Program implements IFactory {
    private final Class<?> application;
    private final BillingCommand root = new BillingCommand();
    private final Output output;
    private final Failures failures;
    private @Nullable ConfigurableApplicationContext context;

    private Program(Class<?> application) {
        this.application = application;
        this.output = new Output(utf8(System.out), utf8(System.err), root.options());
        this.failures = new Failures(output);
    }

    /**
     * Runs the command and closes everything.
     *
     * @param application the class whose package is scanned for components
     * @return the exit code
     */
    public static int run(Class<?> application, String[] args) {
        var program = new Program(application);
        try {
            int code = program.commandLine().execute(args);
            return program.root.options().okCodes.contains(code) ? 0 : code;
        } finally {
            program.close();
        }
    }

    private CommandLine commandLine() {
        var commandLine = new CommandLine(root, this);
        commandLine.setExecutionExceptionHandler((e, command, parsed) -> failures.exitCodeOf(e));
        commandLine.setParameterExceptionHandler((e, args) -> {
            output.error("billing: " + e.getMessage());
            output.error("Try 'billing --help' or 'billing COMMAND --help'.");
            return ExitCode.USAGE.code();
        });
        commandLine.setExpandAtFiles(false);
        commandLine.setCaseInsensitiveEnumValuesAllowed(true);
        return commandLine;
    }

    @Override
    public <K> K create(Class<K> type) throws Exception {
        if (type.getPackage().equals(Program.class.getPackage()) && type.isAnnotationPresent(ContextCommand.class)) {
            return context().getAutowireCapableBeanFactory().createBean(type);
        }
        return CommandLine.defaultFactory().create(type);
    }

    private ConfigurableApplicationContext context() {
        if (context == null) {

            context = new SpringApplicationBuilder(application)
                    .web(WebApplicationType.NONE)
                    .lazyInitialization(true)
                    .registerShutdownHook(false)
                    .initializers(fresh -> {
                        fresh.getBeanFactory().registerSingleton("output", output);
                        fresh.getBeanFactory().registerSingleton("globalOptions", root.options());
                    })
                    .run("--billing.data-dir=" + root.options().dataDir,
                            "--logging.level.org.springframework=" + (root.options().verbose ? "warn" : "off"));
            GracefulStop.watch(context);
        }
        return context;
    }

    private void close() {
        if (context != null) {
            context.close();
        }
    }

    private static PrintStream utf8(PrintStream stream) {
        return new PrintStream(stream, true, StandardCharsets.UTF_8);
    }
}
