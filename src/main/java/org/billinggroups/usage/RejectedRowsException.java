package org.billinggroups.usage;

import java.nio.file.Path;
import org.billinggroups.file.BillingException;

/** A usage file with bad rows, of which nothing was kept. */
public final class RejectedRowsException extends BillingException {
    private static final long serialVersionUID = 1L;

    private final transient Path rejects;

    RejectedRowsException(String file, long rejected, long total, Path rejects) {
        super(file + ": " + rejected + " of " + total + " rows are bad; nothing of the file was imported");
        this.rejects = rejects;
    }

    /** The file that lists every problem. */
    public Path rejects() {
        return rejects;
    }
}
