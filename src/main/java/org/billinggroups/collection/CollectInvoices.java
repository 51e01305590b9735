package org.billinggroups.collection;

import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import org.billinggroups.account.Seller;
import org.billinggroups.account.Sellers;
import org.billinggroups.account.SepaArea;
import org.billinggroups.file.RefusedException;
import org.billinggroups.period.BillingPeriod;
import org.billinggroups.run.EventFormat;
import org.billinggroups.seal.SealedEvents;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionOperations;

/** Collects what is open of a period's invoices, once. */
@Service
public class CollectInvoices {
    private static final int LONGEST_NOTICE = 90;

    private final CollectionRows rows;
    private final Sellers sellers;
    private final SealedEvents seals;
    private final TransactionOperations transaction;
    private final Clock clock;

    CollectInvoices(CollectionRows rows, Sellers sellers, SealedEvents seals, TransactionOperations transaction,
            Clock clock) {
        this.rows = rows;
        this.sellers = sellers;
        this.seals = seals;
        this.transaction = transaction;
        this.clock = clock;
    }

    /**
     * What a command came to.
     *
     * @param collection without debits where nothing is collected
     * @param isKnown whether it was made by an earlier command, and is only written again
     */
    public record Outcome(SepaCollection collection, List<LeftOutInvoice> leftOut, boolean isKnown) {}

    /**
     * What {@link #collect} would do; nothing is written.
     *
     * @throws RefusedException as that would
     */
    public Outcome preview(BillingPeriod period, LocalDate day) {
        return Objects.requireNonNull(transaction.execute(status -> outcome(period, day)));
    }

    /**
     * Notes what is collected, in one transaction, or finds what was collected of the period on that day before.
     *
     * @param day on which the accounts are debited
     * @throws RefusedException if the day is none for that, or the seller cannot collect
     */
    public Outcome collect(BillingPeriod period, LocalDate day, String actor) {
        return Objects.requireNonNull(transaction.execute(status -> {
            rows.lock();
            var outcome = outcome(period, day);
            if (!outcome.isKnown && !outcome.collection.debits().isEmpty()) {
                seals.seal(EventFormat.COLLECTION, rows.add(outcome.collection, actor));
            }
            return outcome;
        }));
    }

    private Outcome outcome(BillingPeriod period, LocalDate day) {
        var known = rows.find(period, day);
        if (known.isPresent()) {
            return new Outcome(known.get(), List.of(), true);
        }
        requireSensible(day);
        var creditor = creditor(sellers.require());
        var draft = new CollectionDraft(period, day, creditor);
        var collection = draft.of(rows.openOf(period), rows.used(creditor.id()),
                clock.instant().truncatedTo(ChronoUnit.SECONDS));
        return new Outcome(collection, draft.leftOut(), false);
    }

    private void requireSensible(LocalDate day) {
        var today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        if (!day.isAfter(today) || day.isAfter(today.plusDays(LONGEST_NOTICE))) {
            throw new RefusedException("--on " + day + ": expected a day from " + TargetDays.from(today.plusDays(1))
                    + ", since banks want the file a day before, to " + today.plusDays(LONGEST_NOTICE));
        }
        if (!TargetDays.contains(day)) {
            throw new RefusedException("--on " + day + ": banks do not settle on that day; the next one on which they "
                    + "do is " + TargetDays.from(day));
        }
    }

    private static Creditor creditor(Seller seller) {
        if (seller.creditorId() == null || seller.iban() == null || !SepaArea.contains(seller.iban())) {
            throw new RefusedException("the seller cannot collect: direct debits need its creditor_id and an iban in "
                    + "the SEPA area; declare them in a file and run 'billing apply FILE'");
        }
        return new Creditor(seller.creditorId(), seller.name(), seller.iban(), seller.bic());
    }
}
