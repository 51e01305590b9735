package org.billinggroups.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.springframework.stereotype.Component;

/** Asks before something is written. Where nobody can be asked, the answer is no. */
@Component
class Confirmation {
    private final Output output;
    private final GlobalOptions options;

    Confirmation(Output output, GlobalOptions options) {
        this.output = output;
        this.options = options;
    }

    boolean given(String question) {
        if (!options.canAsk()) {
            output.error("billing: this needs a confirmation; nothing was written. Give --yes.");
            return false;
        }
        output.error(question + " [y/N]");
        try {
            var answer = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).readLine();
            return answer != null && answer.strip().toLowerCase(Locale.ROOT).startsWith("y");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
