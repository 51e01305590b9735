package org.billinggroups.cli;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.billinggroups.database.DatabaseFailure;
import org.billinggroups.job.ExitCode;
import org.billinggroups.metrics.CommandMetrics;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationContext;
import org.springframework.core.env.Environment;

/** Tells monitoring and logs how a command goes. What fails here is told, and fails no command. */
final class Watch {
    private final Output output;
    private final JsonLog log;
    private final Clock clock;
    private final Instant start;
    private String command = "";
    private boolean tried;
    private @Nullable CommandMetrics metrics;

    Watch(Output output, JsonLog log, Clock clock) {
        this.output = output;
        this.log = log;
        this.clock = clock;
        start = clock.instant();
    }

    /**
     * Which command it is.
     *
     * @param words such as {@code price import}
     * @param dryRun whether it only says what it would do, which is no success that monitoring waits for
     */
    void begin(String words, boolean dryRun) {
        command = words;
        tried = dryRun;
        log.begin(words);
    }

    /** The settings are known: from now on others see that it runs. */
    void started(Environment environment) {
        if (tried) {
            return;
        }
        attempt(() -> {
            metrics = CommandMetrics.of(environment, command, clock).orElse(null);
            if (metrics != null) {
                output.onStepEnd(metrics::stepEnded);
                metrics.started();
            }
        });
    }

    /** The command has done its work; who stops soon is not kept. */
    void done(ApplicationContext context, int code) {
        if (code != ExitCode.STOPPED.code()) {
            attempt(() -> {
                if (metrics != null) {
                    metrics.writeState(context);
                }
            });
        }
    }

    /** It ends with this code. */
    void ended(int code) {
        attempt(() -> {
            if (metrics != null) {
                metrics.ended(code);
            }
        });
        output.event("command ended", Map.of("exit_code", code, "duration_ms",
                Duration.between(start, clock.instant()).toMillis()));
    }

    private interface Telling {
        void run() throws IOException;
    }

    private void attempt(Telling telling) {
        try {
            telling.run();
        } catch (IOException e) {
            output.warned("metrics cannot be written to the folder billing.metrics.dir: " + e);
            metrics = null;
        } catch (RuntimeException e) {
            output.warned("metrics have no state of billing: " + Optional.ofNullable(e.getCause())
                    .map(DatabaseFailure::message).orElse(DatabaseFailure.message(e)));
        }
    }
}
