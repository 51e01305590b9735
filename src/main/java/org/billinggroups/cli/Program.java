package org.billinggroups.cli;

import java.io.PrintStream;
import java.lang.reflect.Constructor;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.billinggroups.database.DatabaseAddress;
import org.billinggroups.database.ServerAhead;
import org.billinggroups.file.CellText;
import org.billinggroups.file.GivenText;
import org.billinggroups.file.RefusedException;
import org.billinggroups.job.ExitCode;
import org.billinggroups.job.Workers;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import picocli.CommandLine;
import picocli.CommandLine.IFactory;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * Runs one command. The command line is read twice: first with commands that cannot do anything, which finds mistakes,
 * help and the options that the application context depends on; then, if a command is to run, with the context's beans.
 * So help and wrong command lines need no database.
 */
public final class Program {
    /** What no database and no document takes, and what Java makes of bytes that are no UTF-8. */
    private static final Pattern NO_TEXT = Pattern.compile("[\\x00\\p{Cs}\uFFFD]");
    private static final int LONGEST_ACTOR = 128;

    private final BillingCommand root = new BillingCommand();
    private final Clock clock = Clock.systemUTC();
    private final JsonLog log = new JsonLog(utf8(System.err), clock);
    private final Output output = new Output(utf8(System.out), utf8(System.err), root.options(), log);
    private final Watch watch = new Watch(output, log, clock);

    private Program() {}

    /**
     * Runs the command and closes everything.
     *
     * @param application the class whose package is scanned for components
     * @return the exit code
     */
    public static int run(Class<?> application, String[] args) {
        var program = new Program();
        var standardError = System.err;
        int code;
        try {
            code = program.execute(application, args);
        } finally {
            System.setErr(standardError);
        }
        if (program.output.isCutOff()) {
            program.output.tellLoss();
            code = ExitCode.moreSevere(code, ExitCode.FAILED).code();
        }
        program.watch.ended(code);
        return program.root.options().okCodes.contains(code) ? ExitCode.DONE.code() : code;
    }

    private int execute(Class<?> application, String[] args) {
        var reading = settled(root.withNamed(List.of(args), Program::createWithoutBeans));
        var noText = Arrays.stream(args).filter(arg -> NO_TEXT.matcher(arg).find()).findFirst();
        if (noText.isPresent()) {
            return wrongCommandLine(new ParameterException(reading, "'" + CellText.shown(noText.get())
                    + "' is not UTF-8 text"));
        }
        try {
            var parsed = reading.parseArgs(args);
            var type = lastCommand(parsed);
            watch.begin(wordsOf(parsed), isDryRun(parsed));
            if (isContextCommand(type) && !isHelpAskedFor(parsed)) {
                if (root.options().isJsonLog()) {
                    System.setErr(log.standardError());
                }
                return execute(application, type, filesOf(parsed), args);
            }
        } catch (ParameterException e) {
            // What is wrong is reported by those who know all commands.
        }
        return settled(root.withAll(Program::createWithoutBeans)).execute(args);
    }

    private int execute(Class<?> application, Class<?> type, List<String> files, String[] args) {
        var failures = new Failures(output, List.of(args));
        try {
            GivenText.require("--actor", root.options().actor, LONGEST_ACTOR);
        } catch (RefusedException e) {
            return failures.exitCodeOf(e);
        }
        try (var server = new ServerAhead();
                var hashes = new HashesAhead(files);
                var context = start(application, type, server, hashes)) {
            // Made here, since whatever fails while picocli makes it would bypass our exit codes.
            var command = context.getAutowireCapableBeanFactory().createBean(type);
            var running = settled(new BillingCommand().withNamed(List.of(args), new IFactory() {
                @Override
                public <K> K create(Class<K> other) throws Exception {
                    return other.equals(type) ? other.cast(command) : createWithoutBeans(other);
                }
            }));
            failures.ask(context.getBean(DataSource.class));
            running.setExecutionExceptionHandler((e, failed, result) -> failures.exitCodeOf(e));
            int code = running.execute(args);
            watch.done(context, code);
            return code;
        } catch (RuntimeException e) {
            return failures.exitCodeOf(e);
        }
    }

    private CommandLine settled(CommandLine line) {
        return line.setParameterExceptionHandler((e, args) -> wrongCommandLine(e))
                .setExpandAtFiles(false)
                .setCaseInsensitiveEnumValuesAllowed(true);
    }

    private static boolean isHelpAskedFor(ParseResult parsed) {
        for (var part = parsed; part != null; part = part.subcommand()) {
            if (part.isUsageHelpRequested() || part.isVersionHelpRequested()) {
                return true;
            }
        }
        return false;
    }

    private int wrongCommandLine(ParameterException e) {
        output.error("billing: " + e.getMessage());
        var command = e.getCommandLine();
        var suggestions = e instanceof UnmatchedArgumentException unmatched
                ? unmatched.getSuggestions()
                : List.<String>of();
        if (!suggestions.isEmpty()) {
            output.error("Did you mean " + String.join(" or ", suggestions) + "?");
        } else if (!command.getSubcommands().isEmpty() && command.getParent() != null) {
            output.error("'" + command.getCommandSpec().qualifiedName() + "' needs one of: "
                    + String.join(", ", command.getSubcommands().keySet()));
        }
        output.error("Try 'billing --help' or 'billing COMMAND --help'.");
        return ExitCode.USAGE.code();
    }

    private static Class<?> lastCommand(ParseResult parsed) {
        return lastRead(parsed).getClass();
    }

    private static Object lastRead(ParseResult parsed) {
        var last = parsed;
        while (last.hasSubcommand()) {
            last = last.subcommand();
        }
        return last.commandSpec().userObject();
    }

    /** The command's words, such as {@code price import}. */
    private static String wordsOf(ParseResult parsed) {
        List<String> words = new ArrayList<>();
        for (var part = parsed.subcommand(); part != null; part = part.subcommand()) {
            words.add(part.commandSpec().name());
        }
        return String.join(" ", words);
    }

    private static boolean isDryRun(ParseResult parsed) {
        return Stream.iterate(parsed, part -> part != null, ParseResult::subcommand)
                .anyMatch(part -> part.hasMatchedOption("--dry-run"));
    }

    /** The files to import. */
    private static List<String> filesOf(ParseResult parsed) {
        return lastRead(parsed) instanceof ImportCommand command ? command.files() : List.of();
    }

    private static boolean isContextCommand(Class<?> type) {
        return type.isAnnotationPresent(ContextCommand.class);
    }

    /** A command that can show its options but not be run. */
    static <K> K createWithoutBeans(Class<K> type) throws Exception {
        if (!isContextCommand(type)) {
            return CommandLine.defaultFactory().create(type);
        }
        Constructor<?> constructor = type.getDeclaredConstructors()[0];
        return type.cast(constructor.newInstance(new Object[constructor.getParameterCount()]));
    }

    private ConfigurableApplicationContext start(Class<?> application, Class<?> type, ServerAhead server,
            HashesAhead hashes) {
        var options = root.options();
        var level = options.verbose ? "warn" : "off";
        var builder = new SpringApplicationBuilder(application);
        if (options.isJsonLog()) {
            builder.properties("logging.config=classpath:logback-json.xml");
        }
        var context = builder
                .web(WebApplicationType.NONE)
                .lazyInitialization(true)
                .registerShutdownHook(false)
                .initializers(fresh -> {
                    watch.started(fresh.getEnvironment());
                    DatabaseAddress.requireValid(fresh.getEnvironment());
                    if (options.isDefaultDataDir()
                            && DatabaseAddress.isNewFallback(fresh.getEnvironment(), options.dataDir)) {
                        output.warned("embedded database in " + options.dataDir
                                + ", as neither SPRING_DATASOURCE_URL nor --data-dir names another");
                    }
                    server.start(fresh.getEnvironment(), options.dataDir);
                    fresh.getBeanFactory().registerSingleton("output", output);
                    fresh.getBeanFactory().registerSingleton("globalOptions", options);
                    fresh.getBeanFactory().registerSingleton("hashesAhead", hashes);
                })
                // By the names of its sessions others see a worker.
                .run("--spring.datasource.hikari.data-source-properties.ApplicationName="
                        + (type == WorkerCommand.class ? Workers.ownName() : "billing"),
                        "--billing.data-dir=" + options.dataDir,
                        "--logging.level.org.springframework=" + level, "--logging.level.org.billinggroups=" + level,
                        "--logging.level.org.flywaydb=" + level, "--logging.level.org.postgresql=" + level);
        GracefulStop.watch(context);
        return context;
    }

    private static PrintStream utf8(PrintStream stream) {
        return new PrintStream(stream, true, StandardCharsets.UTF_8);
    }
}
