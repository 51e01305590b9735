package org.billinggroups.audit;

import java.util.List;
import org.billinggroups.file.BillingException;

/** Something that was published, or is about to be, does not agree with what it comes from. */
public final class DifferenceFoundException extends BillingException {
    private static final long serialVersionUID = 1L;

    /** With every difference found, at least one. */
    public DifferenceFoundException(List<String> findings) {
        super(findings.size() + " difference(s) found:\n" + String.join("\n", findings));
    }
}
