package org.billinggroups.job;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The exit codes of every command; in the order of severity, mildest first. */
public enum ExitCode {
    /** Done, or nothing to do. */
    DONE(0),
    /** Done, but needs attention: parked groups, rejected rows. */
    ATTENTION(3),
    /** Drafts wait for approval, or a run for usage. */
    WAITING(6),
    /** Stopped on request; starting again continues. */
    STOPPED(4),
    /** Another process is running the invoicing job. */
    ALREADY_RUNNING(10),
    /** Failed; starting again continues. */
    FAILED(5),
    /** Wrong command line. */
    USAGE(2),
    /** Bad input, bad configuration, or refused by a business rule. */
    REFUSED(20),
    /** Verification found a difference. */
    DIFFERENCE(21);

    private final int code;

    ExitCode(int code) {
        this.code = code;
    }

    /** The number for the operating system. */
    public int code() {
        return code;
    }

    /** The more severe of an outcome that is known by its number, and another. */
    public static ExitCode moreSevere(int code, ExitCode other) {
        return mostSevere(Stream.of(values()).filter(value -> value == other || value.code == code).toList());
    }

    /** The most severe of several outcomes. */
    public static ExitCode mostSevere(List<ExitCode> codes) {
        return codes.stream().max(Comparator.naturalOrder()).orElse(DONE);
    }
}
