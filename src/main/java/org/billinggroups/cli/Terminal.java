package org.billinggroups.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.billinggroups.file.RefusedException;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Asks the person at the terminal. Where nobody can be asked, the answer is no. */
@Component
class Terminal {
    private final Output output;
    private final GlobalOptions options;
    private final BufferedReader answers = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));

    Terminal(Output output, GlobalOptions options) {
        this.output = output;
        this.options = options;
    }

    boolean canAsk() {
        return options.canAsk();
    }

    /** Whether a question is answered with yes. */
    boolean confirms(String question) {
        if (!options.canAsk()) {
            output.error("billing: this needs a confirmation; nothing was written. Give --yes.");
            return false;
        }
        var answer = read(question + " [y/N] ");
        boolean yes = answer != null && answer.strip().toLowerCase(Locale.ROOT).startsWith("y");
        if (!yes) {
            output.error("nothing was written");
        }
        return yes;
    }

    /**
     * The answer without blanks around it.
     *
     * @throws RefusedException if the input has ended
     */
    String ask(String question) {
        var answer = read(question + " ");
        if (answer == null) {
            throw new RefusedException("the input ended before all questions were answered; nothing was written");
        }
        return answer.strip();
    }

    private @Nullable String read(String prompt) {
        output.prompt(prompt);
        try {
            return answers.readLine();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
