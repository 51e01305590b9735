package org.billinggroups.run;

import org.billinggroups.account.PrintedLines;
import org.billinggroups.file.RefusedException;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of documents.
 *
 * @param lines which lines invoices print where their group does not say: {@code pdf} for all, {@code summary} for one
 *        for each project, service and tax
 */
@ConfigurationProperties("billing.documents")
record DocumentSettings(@DefaultValue("pdf") String lines) {
    PrintedLines printedLines() {
        try {
            return PrintedLines.ofCode(lines);
        } catch (IllegalArgumentException e) {
            throw new RefusedException("billing.documents.lines '" + lines + "': " + e.getMessage());
        }
    }
}
