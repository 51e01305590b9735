package org.billinggroups.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** Whatever a message says that somebody should do next can be done: its commands and options are there. */
class MessagesTest {
    private static final Path SOURCES = Path.of("src", "main", "java", "org", "billinggroups");
    /** Texts that are put together: what stands between them is a value. */
    private static final Pattern JOINED = Pattern.compile("\"\\s*\\+\\s*\"");
    private static final Pattern VALUE = Pattern.compile("\"\\s*\\+\\s*[^\";]+?\\+\\s*\"");
    private static final Pattern TEXT = Pattern.compile("\"((?:[^\"\\\\\n]|\\\\.)*)\"");
    private static final Pattern COMMAND = Pattern.compile("'billing ([a-z][^'\"]*)");

    private static List<String> commands() throws IOException {
        List<String> commands = new ArrayList<>();
        try (Stream<Path> files = Files.walk(SOURCES)) {
            for (var file : files.filter(path -> path.toString().endsWith(".java")).sorted().toList()) {
                var text = VALUE.matcher(JOINED.matcher(Files.readString(file)).replaceAll("")).replaceAll("VALUE");
                TEXT.matcher(text).results().flatMap(found -> COMMAND.matcher(found.group(1)).results())
                        .forEach(found -> commands.add(found.group(1)));
            }
        }
        return commands;
    }

    @Test
    void nameCommandsAndOptionsThatAreThere() throws IOException {
        var program = new BillingCommand().withAll(Program::createWithoutBeans);
        assertThat(commands()).hasSizeGreaterThan(60).allSatisfy(command -> {
            CommandLine found = program;
            var words = List.of(command.split("[ ,;]+"));
            int read = 0;
            while (read < words.size() && found.getSubcommands().containsKey(words.get(read))) {
                found = found.getSubcommands().get(words.get(read++));
            }
            assertThat(read).as(command).isPositive();
            assertThat(found.getSubcommands()).as(command + ": a command without its verb").isEmpty();
            for (var word : words.subList(read, words.size())) {
                if (word.startsWith("--")) {
                    assertThat(found.getCommandSpec().findOption(word)).as(command + ": " + word).isNotNull();
                }
            }
        });
    }
}
