package org.billinggroups.cli;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.billinggroups.file.CellText;
import tools.jackson.databind.json.JsonMapper;

/**
 * Messages for programs that collect them: one JSON object a line. Time, level and message are named as Spring Boot's
 * structured logging does. Addresses of mails are left out, which is all that messages know of a person but ids.
 */
final class JsonLog {
    private static final JsonMapper MAPPER = JsonMapper.shared();
    private static final Pattern MAIL_ADDRESS = Pattern.compile("[^\\s<>\"'\\\\(),:;@/]+@[^\\s<>\"'\\\\(),:;@/]+");
    private static final String PROGRAM = "billing: ";

    private final PrintStream err;
    private final Clock clock;
    private String command = "";

    enum Level {
        INFO, WARN, ERROR
    }

    JsonLog(PrintStream err, Clock clock) {
        this.err = err;
        this.clock = clock;
    }

    /** From now on it is this command that has something to say. */
    void begin(String words) {
        command = words;
    }

    void write(Level level, String message) {
        write(level, message, Map.of());
    }

    /** @param details by the names of their fields */
    void write(Level level, String message, Map<String, Object> details) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("@timestamp", clock.instant().toString());
        fields.put("level", level.name());
        fields.put("command", command);
        fields.put("message", CellText.lines(
                message.startsWith(PROGRAM) ? message.substring(PROGRAM.length()) : message));
        fields.putAll(new TreeMap<>(details));
        print(MAPPER.writeValueAsString(fields));
    }

    private void print(String object) {
        synchronized (err) {
            err.println(MAIL_ADDRESS.matcher(object).replaceAll("(mail address)"));
        }
    }

    /** Takes what others print, and what they log, which is JSON already. */
    PrintStream standardError() {
        return new PrintStream(new Lines(), true, StandardCharsets.UTF_8);
    }

    private final class Lines extends OutputStream {
        private final ByteArrayOutputStream line = new ByteArrayOutputStream();

        @Override
        public synchronized void write(int b) {
            if (b != '\n') {
                line.write(b);
                return;
            }
            var text = line.toString(StandardCharsets.UTF_8);
            line.reset();
            if (text.startsWith("{\"@timestamp\"")) {
                print(text);
            } else if (!text.isBlank()) {
                JsonLog.this.write(Level.WARN, text);
            }
        }
    }
}
