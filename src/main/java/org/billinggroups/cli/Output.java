package org.billinggroups.cli;

import java.io.BufferedOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiConsumer;
import org.billinggroups.file.AtomicFile;
import org.billinggroups.file.CellText;
import org.billinggroups.job.Progress;
import org.jspecify.annotations.Nullable;

/**
 * Where commands print: results to standard output, messages and progress to standard error. With {@code --json} a
 * result is one JSON document and nothing else. Whatever is meant for people is escaped here, since names and values
 * come from others, who may have put commands for the terminal into them.
 */
final class Output implements Progress {
    private final PrintStream out;
    private final PrintStream err;
    private final GlobalOptions options;
    private final JsonLog log;
    private BiConsumer<String, Long> stepEnds = (step, millis) -> {};
    private boolean lossTold;

    Output(PrintStream out, PrintStream err, GlobalOptions options, JsonLog log) {
        this.out = out;
        this.err = err;
        this.options = options;
        this.log = log;
    }

    /** Lets somebody hear how many milliseconds each step took. */
    void onStepEnd(BiConsumer<String, Long> listener) {
        stepEnds = listener;
    }

    boolean isJson() {
        return options.json;
    }

    /** A result: a line for people; silent with {@code --json}. */
    void line(String text) {
        if (!options.json) {
            out.println(CellText.lines(text));
            requireWritten();
        }
    }

    /** A result as JSON; silent without {@code --json}. */
    void json(Object value) {
        if (options.json) {
            out.println(CommandJson.write(value));
            requireWritten();
        }
    }

    /** A result that is a file of its own, byte for byte. */
    void bytes(AtomicFile.Content content) throws IOException {
        var buffered = new BufferedOutputStream(new FilterOutputStream(out) {
            @Override
            public void write(byte[] bytes, int offset, int length) {
                Output.this.out.write(bytes, offset, length);
                requireWritten();
            }
        });
        content.writeTo(buffered);
        buffered.flush();
        requireWritten();
    }

    /** Nobody gets what comes after a result that is cut off: the command ends. */
    private void requireWritten() {
        if (isCutOff()) {
            tellLoss();
            throw new ResultsLostException();
        }
    }

    /** Says once that a result cannot be written. */
    void tellLoss() {
        if (!lossTold) {
            lossTold = true;
            error("billing: standard output cannot be written");
        }
    }

    /** Whether a result is cut off: a print stream keeps to itself that the disk is full. */
    boolean isCutOff() {
        return out.checkError() || System.out.checkError();
    }

    /** A message; silent with {@code --quiet}. */
    void message(String text) {
        if (!options.quiet) {
            print(JsonLog.Level.INFO, text);
        }
    }

    void error(String text) {
        print(JsonLog.Level.ERROR, text);
    }

    private void print(JsonLog.Level level, String text) {
        if (options.isJsonLog()) {
            log.write(level, text);
        } else {
            err.println(CellText.lines(text));
        }
    }

    /** What happened, for programs that collect messages; a person sees it by the results. */
    void event(String what, Map<String, Object> details) {
        if (options.isJsonLog()) {
            log.write(JsonLog.Level.INFO, what, details);
        }
    }

    /** A question, without a line break after it. */
    void prompt(String text) {
        err.print(CellText.lines(text));
        err.flush();
    }

    /** What went wrong, in full; only with {@code --verbose}. */
    void trace(Throwable thrown) {
        if (options.verbose) {
            var text = new StringWriter();
            thrown.printStackTrace(new PrintWriter(text));
            if (options.isJsonLog()) {
                log.write(JsonLog.Level.ERROR, thrown.getClass().getName(), Map.of("stack_trace", text.toString()));
            } else {
                err.print(CellText.lines(text.toString().replace("\t", "    ")));
            }
        }
    }

    /**
     * A table with aligned columns; silent with {@code --json}.
     *
     * @param dispensable which columns a narrow terminal does not show, in the order in which they go
     */
    void table(List<String> header, List<List<String>> rows, String... dispensable) {
        if (!options.json) {
            new Table(header, rows, List.of(dispensable)).lines(options.columns()).forEach(this::line);
        }
    }

    /** A number with its noun, such as {@code 1 invoice} or {@code 2 invoices}. */
    static String count(long number, String noun) {
        return number + " " + noun + (number == 1 ? "" : "s");
    }

    static String text(@Nullable Object value) {
        return Objects.toString(value, "");
    }

    @Override
    public void warned(String warning) {
        print(JsonLog.Level.WARN, "billing: " + warning);
    }

    @Override
    public void started(Step step) {
        if (!options.quiet) {
            event("step started", fields(step));
            progress(step.name() + " ...", false);
        }
    }

    @Override
    public void advanced(String step, long done) {
        if (!options.quiet && options.isTerminal()) {
            progress(step + " " + done, false);
        }
    }

    @Override
    public void ended(Step step, long done, long millis) {
        stepEnds.accept(step.name(), millis);
        if (!options.quiet) {
            var fields = fields(step);
            fields.put("done", done);
            fields.put("duration_ms", millis);
            event("step ended", fields);
            progress(step.name() + (done > 0 ? " " + done : "") + " (" + millis + " ms)", true);
        }
    }

    private static Map<String, Object> fields(Step step) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("step", step.name());
        if (step.period() != null && step.attempt() != null) {
            fields.put("period", step.period());
            fields.put("attempt", step.attempt());
        }
        return fields;
    }

    /** On a terminal one line that is written over; elsewhere only what is done, a line each. */
    private void progress(String text, boolean done) {
        if (options.isJsonLog()) {
            return;
        }
        if (options.isTerminal()) {
            err.print("\r\033[K  " + text + (done ? "\n" : ""));
            err.flush();
        } else if (done) {
            err.println("  " + text);
        }
    }
}
