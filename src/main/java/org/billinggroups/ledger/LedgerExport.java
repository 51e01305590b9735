package org.billinggroups.ledger;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.OptionalLong;
import org.billinggroups.file.RefusedException;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.stereotype.Service;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Writes postings for accounting programs: of published invoices and credit notes, payments and prepaid credits. Each
 * export has a number, by which a later one contains what was added since.
 */
@Service
@EnableConfigurationProperties(LedgerSettings.class)
public class LedgerExport {
    private final SelectedPostings postings;
    private final ExportNumbers numbers;
    private final TransactionTemplate snapshot;
    private final TransactionTemplate numbering;
    private final LedgerSettings settings;

    LedgerExport(SelectedPostings postings, ExportNumbers numbers, PlatformTransactionManager transactions,
            LedgerSettings settings) {
        this.postings = postings;
        this.numbers = numbers;
        // What is written of all postings first holds for those that are read after it, whatever is issued meanwhile.
        this.snapshot = new TransactionTemplate(transactions);
        this.snapshot.setIsolationLevel(TransactionDefinition.ISOLATION_REPEATABLE_READ);
        this.snapshot.setReadOnly(true);
        // A number is kept before anybody has a file with it; without a file it is given again.
        this.numbering = new TransactionTemplate(transactions);
        this.numbering.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
        this.settings = settings;
    }

    /** The accounting programs. */
    public enum Format {
        /** Plain text, see {@code hledger.org}. */
        HLEDGER,
        /** Plain text, see {@code beancount.github.io}. */
        BEANCOUNT,
        /** Buchungsstapel, see {@code developer.datev.de}. */
        DATEV,
        /** Manual journals. */
        XERO,
        /** Journal entries of QuickBooks Online. */
        QUICKBOOKS
    }

    /**
     * What was written.
     *
     * @param title what was selected, in words
     * @param number that of the export; empty if this user may only read, and nobody else has exported the same yet
     */
    public record Written(String title, long postings, OptionalLong number) {}

    /**
     * Writes the postings.
     *
     * @param addedSince the number of an export of the same selection, to write only what it does not contain; then
     *        what it selected needs not be named
     * @throws RefusedException before anything is written, if there are none, if some are not published yet, or if the
     *         format cannot express them
     */
    public Written write(LedgerSelection selection, OptionalLong addedSince, Format format, OutputStream out)
            throws IOException {
        try {
            return snapshot.execute(status -> {
                try {
                    return writeSnapshot(selection, addedSince, formatOf(format), out);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private LedgerFormat formatOf(Format format) {
        return switch (format) {
            case HLEDGER -> new HledgerJournal(settings.hledger().accounts());
            case BEANCOUNT -> new BeancountFile(settings.beancount().accounts());
            case DATEV -> new DatevBatch(settings.datev());
            case XERO -> new XeroJournals(settings.xero());
            case QUICKBOOKS -> new QuickbooksJournals(settings.quickbooks().accounts());
        };
    }

    private Written writeSnapshot(LedgerSelection chosen, OptionalLong addedSince, LedgerFormat format,
            OutputStream out) throws IOException {
        Optional<ExportNumbers.Numbered> since = addedSince.isPresent()
                ? Optional.of(numbers.find(addedSince.getAsLong(), chosen))
                : Optional.empty();
        var selection = since.map(ExportNumbers.Numbered::selection).orElse(chosen);
        var found = postings.find(selection, since).orElseThrow(() -> new RefusedException(since.isPresent()
                ? "nothing was added to " + selection + " since export " + addedSince.getAsLong()
                : "there are no published postings of " + selection
                        + ": 'billing status' tells which periods are published"));
        format.check(found.journal());
        var number = numbering.execute(status -> numbers.numberOf(selection, since, found.lastSeal()));
        var text = new BufferedWriter(new OutputStreamWriter(out, format.charset()));
        format.write(found.journal().numbered(number), text);
        text.flush();
        return new Written(found.journal().title(), found.postings(), number);
    }
}
