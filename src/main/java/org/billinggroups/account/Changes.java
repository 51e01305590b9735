package org.billinggroups.account;

import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.billinggroups.account.MasterData.Snapshot;
import org.billinggroups.account.PlannedChange.Moved;
import org.billinggroups.file.InputProblem;
import org.billinggroups.file.InputProblems;
import org.billinggroups.file.RefusedException;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionOperations;

/** The one way in which sellers, accounts, groups, projects and tax rates change: a plan is shown, then carried out. */
@Service
public class Changes {
    private final MasterData masterData;
    private final ChangeWriter writer;
    private final Memberships memberships;
    private final InvoicedPeriods invoicedPeriods;
    private final KeptTerms keptTerms;
    private final TransactionOperations transaction;
    private final Clock clock;

    Changes(MasterData masterData, ChangeWriter writer, Memberships memberships, InvoicedPeriods invoicedPeriods,
            KeptTerms keptTerms, TransactionOperations transaction, Clock clock) {
        this.keptTerms = keptTerms;
        this.masterData = masterData;
        this.writer = writer;
        this.memberships = memberships;
        this.invoicedPeriods = invoicedPeriods;
        this.transaction = transaction;
        this.clock = clock;
    }

    /**
     * What would change; nothing is written.
     *
     * @throws org.billinggroups.file.InvalidInputException if what is asked for cannot be
     */
    ChangePlan plan(List<Declaration> declarations, boolean prune) {
        var request = new ChangePlan.Request(declarations, prune);
        var present = load(request);
        var plan = new ChangePlanner(present, UUID::randomUUID).plan(request);
        requireNotInvoiced(plan);
        keptTerms.require(present.groups(), plan);
        requireSigned(declarations);
        return plan;
    }

    /** Nobody signs a mandate tomorrow. */
    private void requireSigned(List<Declaration> declarations) {
        var problems = new InputProblems();
        var today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        declarations.stream().flatMap(file -> file.accounts().stream()).flatMap(account -> account.groups().stream())
                .forEach(group -> {
                    if (group.fields().get(GroupField.SEPA_MANDATE) instanceof SepaMandate mandate
                            && mandate.signedOn().isAfter(today)) {
                        problems.add(new InputProblem(group.place().file(), group.place().line(), "signed_on",
                                mandate.signedOn().toString(), "expected a day that is not in the future"));
                    }
                });
        problems.requireNone();
    }

    /** The same of what is only tried: nothing that is invoiced speaks against it. */
    ChangePlan planFreely(List<Declaration> declarations) {
        var request = new ChangePlan.Request(declarations, false);
        return new ChangePlanner(load(request), UUID::randomUUID).plan(request);
    }

    private Snapshot load(ChangePlan.Request request) {
        return Objects.requireNonNull(transaction.execute(status -> masterData.load(Scope.of(request))));
    }

    /** Fails as carrying out would, if this login may not do that: before a plan is shown as if it were carried out. */
    public void requireAllowed() {
        writer.requireWritable();
    }

    /**
     * Carries the plan out, all of it or nothing.
     *
     * @param actor who asks for it, for the history
     * @throws RefusedException if what the plan starts from was changed meanwhile
     */
    public void execute(ChangePlan plan, String actor) {
        transaction.executeWithoutResult(status -> {
            masterData.lockForChange();
            var present = masterData.load(Scope.of(plan.request()));
            var now = new ChangePlanner(present, new ReusedIds(plan.newIds())::next).plan(plan.request());
            if (!now.changes().equals(plan.changes())) {
                throw new RefusedException("somebody else changed accounts, groups or projects meanwhile; "
                        + "nothing was written, and 'billing apply FILE... --dry-run' shows the new plan");
            }
            requireNotInvoiced(now);
            keptTerms.require(present.groups(), now);
            writer.write(now, actor, clock.instant());
        });
    }

    /** A move that reaches back must not change what an invoice, or a run under way, was made from. */
    private void requireNotInvoiced(ChangePlan plan) {
        for (var change : plan.changes()) {
            if (change instanceof Moved moved && moved.from() != null) {
                if (moved.from().isAfter(clock.instant())) {
                    throw new RefusedException(
                            "--from " + moved.from() + " is in the future; a move can start now or earlier");
                }
                var groups = memberships.groupsSince(moved.id(), moved.from());
                groups.add(UUID.fromString(moved.newGroupId()));
                invoicedPeriods.lastOf(groups, moved.from()).ifPresent(period -> {
                    throw new RefusedException("project '" + moved.id() + "' cannot move from " + moved.from()
                            + " on: period " + period + " is invoiced or being invoiced; --from "
                            + period.end() + " is the earliest");
                });
            }
        }
    }

    /** Gives planning a second time the ids of the first, so that the plan is carried out as shown. */
    private static final class ReusedIds {
        private final Iterator<UUID> ids;

        ReusedIds(List<UUID> ids) {
            this.ids = ids.iterator();
        }

        UUID next() {
            return ids.hasNext() ? ids.next() : UUID.randomUUID();
        }
    }
}
