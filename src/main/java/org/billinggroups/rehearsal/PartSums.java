package org.billinggroups.rehearsal;

import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.billinggroups.invoice.InvoiceLine;
import org.billinggroups.rehearsal.RehearsalResult.Part;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;

/** Adds up what services cost projects, before and now. */
final class PartSums {
    private final Map<Key, Sums> sums = new HashMap<>();

    private record Key(CurrencyUnit currency, String service, String project) {}

    private record Sums(BigDecimal before, BigDecimal rehearsed) {
        Sums plus(Sums other) {
            return new Sums(before.add(other.before), rehearsed.add(other.rehearsed));
        }
    }

    void addBefore(CurrencyUnit currency, String service, String project, BigDecimal amount) {
        sums.merge(new Key(currency, service, project), new Sums(amount, BigDecimal.ZERO), Sums::plus);
    }

    void addRehearsed(InvoiceLine line) {
        sums.merge(new Key(line.amount().getCurrencyUnit(), Objects.requireNonNullElse(line.service(),
                line.type().code()), Objects.requireNonNullElse(line.project(), "")),
                new Sums(BigDecimal.ZERO, line.amount().getAmount()), Sums::plus);
    }

    void addAll(PartSums other) {
        other.sums.forEach((key, value) -> sums.merge(key, value, Sums::plus));
    }

    List<Part> parts() {
        return sums.entrySet().stream().map(entry -> {
            var currency = entry.getKey().currency();
            return new Part(currency, entry.getKey().service(), entry.getKey().project(),
                    Money.of(currency, entry.getValue().before()), Money.of(currency, entry.getValue().rehearsed()));
        }).toList();
    }
}
