package org.billinggroups.statement;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.billinggroups.statement.Candidate.Owed;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Which rule counts first, and what an earlier entry of the file leaves for a later one. */
class MatchingTest {
    private static final UUID GROUP = UUID.fromString("00000000-0000-0000-0000-000000000001");

    private final Matching matching = new Matching(false);
    private int position;

    private static Owed invoice(long id, String open, String paid, @Nullable String collected) {
        return new Owed(id, "INV-" + id, false, "EUR", GROUP, new BigDecimal(open), new BigDecimal(paid),
                collected == null ? null : new BigDecimal(collected), false);
    }

    private static Owed creditNote(long invoice, String open) {
        return new Owed(invoice, "CN-" + invoice, true, "EUR", GROUP, new BigDecimal(open), BigDecimal.ZERO, null,
                false);
    }

    private String decide(Matching matching, EntryKind kind, String amount, List<Owed> collected, List<Owed> referenced,
            List<Owed> named) {
        var decision = matching
                .decide(new Candidate(++position, LocalDate.EPOCH, kind, new BigDecimal(amount), "EUR", collected,
                        referenced, named));
        List<String> told = new ArrayList<>();
        decision.parts().forEach(part -> told.add(part.invoiceId() + ":" + part.amount()));
        if (decision.onAccount() != null) {
            told.add("account:" + decision.onAccount().amount());
        }
        if (decision.reason() != null) {
            told.add(decision.reason());
        }
        return String.join(" ", told);
    }

    private String decide(EntryKind kind, String amount, List<Owed> collected, List<Owed> referenced,
            List<Owed> named) {
        return decide(matching, kind, amount, collected, referenced, named);
    }

    @Test
    void collectionComesBeforeReferenceAndReferenceBeforeNumber() {
        var first = List.of(invoice(1, "10", "0", "10"));
        var second = List.of(invoice(2, "10", "0", null));
        var third = List.of(invoice(3, "10", "0", null));
        assertThat(decide(EntryKind.CREDIT, "10", first, second, third)).isEqualTo("1:10");
        assertThat(decide(EntryKind.CREDIT, "10", List.of(), second, third)).isEqualTo("2:10");
        assertThat(decide(EntryKind.CREDIT, "10", List.of(), List.of(), third)).isEqualTo("3:10");
        assertThat(decide(EntryKind.CREDIT, "10", List.of(), List.of(), List.of())).contains("no reference of ours");
    }

    @Test
    void sumOfACollectionPaysAllOfIt() {
        var all = List.of(invoice(1, "10", "0", "10"), invoice(2, "20", "0", "20"));
        assertThat(decide(EntryKind.CREDIT, "29", all, List.of(), List.of()))
                .contains("not the EUR 30.00 of the collection");
        assertThat(decide(EntryKind.CREDIT, "30", all, List.of(), List.of())).isEqualTo("1:10 2:20");
        assertThat(decide(EntryKind.CREDIT, "30", all, List.of(), List.of()))
                .contains("of which only EUR 0.00 are open");
    }

    @Test
    void sumOfACollectionMayLackWhatWasReturned() {
        var all = List.of(invoice(1, "10", "0", "10"), new Owed(2, "INV-2", false, "EUR", GROUP, new BigDecimal("20"),
                BigDecimal.ZERO, new BigDecimal("20"), true));
        assertThat(decide(EntryKind.CREDIT, "20", all, List.of(), List.of()))
                .contains("not the EUR 30.00 of the collection");
        assertThat(decide(EntryKind.CREDIT, "10", all, List.of(), List.of())).isEqualTo("1:10");
    }

    @Test
    void laterEntriesSeeWhatEarlierOnesPaid() {
        var one = List.of(invoice(1, "100", "0", null));
        assertThat(decide(EntryKind.CREDIT, "120", List.of(), List.of(), one)).contains("more than the EUR 100.00");
        assertThat(decide(EntryKind.CREDIT, "60", List.of(), List.of(), one)).isEqualTo("1:60");
        assertThat(decide(EntryKind.CREDIT, "50", List.of(), List.of(), one)).contains("more than the EUR 40.00");
        assertThat(decide(EntryKind.CREDIT, "40", List.of(), List.of(), one)).isEqualTo("1:40");
        assertThat(decide(EntryKind.CREDIT, "0.01", List.of(), List.of(), one)).isEqualTo("nothing is open of INV-1");
        assertThat(decide(EntryKind.RETURN, "-100.01", one, List.of(), List.of())).contains("more than the EUR 100.00");
        assertThat(decide(EntryKind.RETURN, "-40", one, List.of(), List.of())).isEqualTo("1:-40");
        assertThat(decide(new Matching(true), EntryKind.CREDIT, "120", List.of(), List.of(), one))
                .isEqualTo("1:100 account:20");
        assertThat(decide(new Matching(true), EntryKind.CREDIT, "5", List.of(), List.of(),
                List.of(invoice(1, "0", "100", null)))).isEqualTo("account:5");
    }

    @Test
    void returnsNeedTheirInvoice() {
        assertThat(decide(EntryKind.RETURN, "-10", List.of(), List.of(), List.of())).contains("it returns something");
        assertThat(decide(EntryKind.RETURN, "-10", List.of(), List.of(),
                List.of(invoice(1, "0", "10", null), invoice(2, "0", "10", null)))).contains("several", "INV-1, INV-2");
        assertThat(decide(EntryKind.RETURN, "-10", List.of(), List.of(invoice(1, "0", "10", null)), List.of()))
                .isEqualTo("1:-10");
        assertThat(decide(EntryKind.CHARGES, "-10", List.of(), List.of(), List.of())).isEmpty();
    }

    @Test
    void refundsAreWhatCreditNotesLeaveDue() {
        assertThat(decide(EntryKind.DEBIT, "-10", List.of(), List.of(), List.of(creditNote(1, "-10"))))
                .isEqualTo("1:-10");
        assertThat(decide(EntryKind.DEBIT, "-10", List.of(), List.of(), List.of(creditNote(1, "-10"))))
                .contains("not the EUR 0.00 that are due to the customer by CN-1");
        assertThat(decide(EntryKind.DEBIT, "-30", List.of(), List.of(),
                List.of(creditNote(2, "-10"), invoice(2, "-10", "0", null), creditNote(3, "-20"))))
                .isEqualTo("2:-10 3:-20");
        assertThat(decide(EntryKind.DEBIT, "-1", List.of(), List.of(), List.of(invoice(4, "10", "0", null))))
                .contains("not the EUR 0.00");
    }

    @Test
    void currenciesDiffer() {
        var dollars = List.of(new Owed(1, "INV-1", false, "USD", GROUP, BigDecimal.TEN, BigDecimal.ZERO, null, false));
        for (var kind : EntryKind.values()) {
            var amount = kind == EntryKind.CREDIT ? "1" : "-1";
            assertThat(decide(kind, amount, List.of(), List.of(), dollars))
                    .isEqualTo(kind == EntryKind.CHARGES ? "" : "it is in EUR, and INV-1 in USD");
        }
    }
}
