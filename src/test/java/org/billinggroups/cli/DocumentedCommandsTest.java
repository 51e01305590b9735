package org.billinggroups.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.billinggroups.job.ExitCode;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** Holds the page of commands against the commands: each with its options, and none that is not there. */
class DocumentedCommandsTest {
    private static final Path PAGE = Path.of("src/docs/commands.md");
    private static final Pattern OPTION = Pattern.compile("--[a-z][a-z-]*");
    /** Stands for options that several commands share; a line of its own lists them. */
    private static final String SHARED = "FIELD";

    private static final CommandLine PROGRAM = new BillingCommand().withAll(Program::createWithoutBeans);
    /** Each command that does something, by its words. */
    private static final Map<String, CommandLine> COMMANDS = new TreeMap<>();
    /** What the page's code says of each command, by its first line. */
    private static final List<String> SYNOPSES = new ArrayList<>();

    private static List<String> page;

    @BeforeAll
    static void readPage() throws IOException {
        collect("billing", PROGRAM);
        page = Files.readAllLines(PAGE);
        boolean code = false;
        for (var line : page) {
            if (line.startsWith("```")) {
                code = !code;
            } else if (code && line.startsWith(" ")) {
                SYNOPSES.set(SYNOPSES.size() - 1, SYNOPSES.getLast() + line);
            } else if (code) {
                SYNOPSES.add(line);
            }
        }
        var shared = SYNOPSES.stream().filter(line -> line.startsWith(SHARED + ":")).findFirst().orElseThrow();
        SYNOPSES.remove(shared);
        SYNOPSES.replaceAll(line -> line.replace("[" + SHARED + "...]", shared));
    }

    private static void collect(String words, CommandLine command) {
        if (command.getSubcommands().isEmpty()) {
            COMMANDS.put(words, command);
        }
        command.getSubcommands().forEach((name, sub) -> collect(words + " " + name, sub));
    }

    /** All that is said of a command, perhaps in several forms. */
    private static String synopsis(String words) {
        return SYNOPSES.stream().filter(line -> (line + " ").startsWith(words + " ")).collect(Collectors.joining(" "));
    }

    private static Set<String> optionsOf(CommandLine command) {
        return command.getCommandSpec().options().stream().filter(option -> !option.inherited())
                .map(OptionSpec::longestName).collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> optionsIn(String text) {
        return OPTION.matcher(text).results().map(found -> found.group())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void everyCommandIsDescribedWithItsOptions() {
        assertThat(COMMANDS).hasSizeGreaterThan(40);
        List<String> wrong = new ArrayList<>();
        COMMANDS.forEach((words, command) -> {
            var described = synopsis(words);
            if (described.isEmpty()) {
                wrong.add(PAGE + " does not describe '" + words + "'");
                return;
            }
            var listed = optionsIn(described);
            var given = optionsOf(command);
            given.removeAll(optionsOf(PROGRAM));
            given.stream().filter(option -> !listed.contains(option))
                    .forEach(option -> wrong.add(PAGE + " does not name the option " + option + " of '" + words + "'"));
            listed.stream().filter(option -> !given.contains(option))
                    .forEach(option -> wrong.add(PAGE + " names " + option + ", which '" + words + "' does not have"));
        });
        assertThat(wrong).isEmpty();
    }

    @Test
    void everythingDescribedIsACommand() {
        assertThat(SYNOPSES.stream().filter(line -> COMMANDS.keySet().stream()
                .noneMatch(words -> (line + " ").startsWith(words + " "))))
                .as("lines of " + PAGE + " that describe no command").isEmpty();
    }

    @Test
    void optionsOfEveryCommandAreListed() {
        var listed = optionsIn(page.stream().filter(line -> line.startsWith("| `--")).collect(Collectors.joining()));
        assertThat(listed).as("options of every command in " + PAGE).isEqualTo(optionsOf(PROGRAM));
    }

    @Test
    void helpHasEveryExitCode() {
        var codes = List.copyOf(PROGRAM.getCommandSpec().usageMessage().exitCodeList().keySet());
        assertThat(codes).as("exit codes in the help, against those of ExitCode").containsExactlyInAnyOrderElementsOf(
                List.of(ExitCode.values()).stream().map(code -> Integer.toString(code.code())).toList());
    }
}
