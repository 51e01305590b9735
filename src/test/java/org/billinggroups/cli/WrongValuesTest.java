package org.billinggroups.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** What is said of values of options that are not of their kind. */
class WrongValuesTest {
    private final CommandLine program = new BillingCommand().withAll(Program::createWithoutBeans);

    private String said(String... arguments) {
        return String.valueOf(catchThrowable(() -> program.parseArgs(arguments)).getMessage());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            seal export --since=abc            | '--since': 'abc': expected a whole number
            seal export --since=1.5            | '--since': '1.5': expected a whole number
            purge --older-than=99999999999     | '--older-than': '99999999999': expected a whole number of at most 2147483647
            purge --ok-codes=3,x               | (CODE): 'x': expected a whole number
            payment unmatch first              | (ENTRY): 'first': expected a whole number
            status --json=perhaps              | '--json': 'perhaps': expected true or false
            invoice pay I --amount=much        | '--amount': 'much': expected an amount such as 100.00
            """)
    void areRefusedInWords(String command, String message) {
        assertThat(said(command.split(" "))).endsWith(message);
    }

    /** Of all commands and kinds of values. */
    @Test
    void areNamedWithoutWordsOfJava() {
        List<String> said = new ArrayList<>();
        collect(program, List.of(), said);
        assertThat(said).hasSizeGreaterThan(100).noneMatch(text -> text.matches(
                "(?s).*is not an? [a-zA-Z]+$|.*(java|picocli|Exception|Cannot convert).*"));
    }

    private void collect(CommandLine command, List<String> words, List<String> said) {
        for (var option : command.getCommandSpec().options()) {
            said.add(said(with(words, option)));
        }
        command.getSubcommands().forEach((name, sub) -> {
            List<String> more = new ArrayList<>(words);
            more.add(name);
            collect(sub, more, said);
        });
    }

    private static String[] with(List<String> words, OptionSpec option) {
        List<String> all = new ArrayList<>(words);
        all.add(option.longestName() + "=?");
        return all.toArray(String[]::new);
    }
}
