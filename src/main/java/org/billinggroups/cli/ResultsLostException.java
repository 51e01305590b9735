package org.billinggroups.cli;

import org.billinggroups.file.BillingException;

/** A result cannot be written to standard output, which was reported and ends the command. */
final class ResultsLostException extends BillingException {
    private static final long serialVersionUID = 1L;

    ResultsLostException() {
        super("standard output cannot be written");
    }
}
