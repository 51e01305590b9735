package org.billinggroups.cli;

import java.util.ArrayList;
import java.util.List;

/**
 * The results of a command that does several things: for people a line each as soon as it is there, with {@code --json}
 * an array at the end, also if something fails then and the rest is not done.
 */
final class Results implements AutoCloseable {
    private final Output output;
    private final List<Object> documents = new ArrayList<>();
    private boolean empty = true;

    Results(Output output) {
        this.output = output;
    }

    void add(String line, Object document) {
        output.line(line);
        if (output.isJson()) {
            documents.add(document);
        }
        empty = false;
    }

    boolean isEmpty() {
        return empty;
    }

    @Override
    public void close() {
        if (output.isJson()) {
            output.json(documents);
        }
    }
}
