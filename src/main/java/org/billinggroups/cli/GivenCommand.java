package org.billinggroups.cli;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;

/** The command as it was given, to be given again. */
final class GivenCommand {
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_./:=,@%+-]+");

    private GivenCommand() {}

    /** The command for a shell; not if it has a claim code, which is as good as money. */
    static Optional<String> text(List<String> arguments) {
        return arguments.contains("credit")
                ? Optional.empty()
                : Optional.of("billing " + arguments.stream().map(GivenCommand::quoted)
                        .collect(Collectors.joining(" ")));
    }

    /** The command under way. */
    static String of(CommandSpec command) {
        return text(command.root().commandLine().getParseResult().originalArgs()).orElse(command.qualifiedName());
    }

    private static String quoted(String argument) {
        return PLAIN.matcher(argument).matches() ? argument : '"' + argument.replaceAll("([\\\\\"$`])", "\\\\$1") + '"';
    }
}
