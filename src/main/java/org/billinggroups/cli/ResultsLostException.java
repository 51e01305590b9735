package org.billinggroups.cli;

/** A result cannot be written to standard output, which was reported and ends the command. */
final class ResultsLostException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ResultsLostException() {
        super("standard output cannot be written");
    }
}
