package org.billinggroups.rating;

import static org.assertj.core.api.Assertions.assertThat;
import static org.billinggroups.rating.PriceFixtures.of;
import static org.billinggroups.rating.PriceFixtures.simple;
import static org.billinggroups.rating.PriceFixtures.until;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.billinggroups.period.BillingPeriod;
import org.joda.money.CurrencyUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PriceListTest {
    private static final List<Price> PRICES = List.of(
            simple(1, "*", "EUR", "2026-01-01"),
            simple(2, "vm*", "EUR", "2026-01-01"),
            simple(3, "vm-small*", "EUR", "2026-01-01"),
            simple(4, "vm-small", "EUR", "2026-01-01"),
            simple(5, "vm-small", "EUR", "2026-10-15"),
            simple(6, "vm-small", "USD", "2026-01-01"),
            simple(7, "disk", "USD", "2026-01-01"),
            simple(8, "disk*", "EUR", "2026-01-01"),
            simple(9, "net", "GBP", "2026-11-01"),
            simple(10, "cpu", "USD", "2026-01-01"),
            simple(11, "cpu", "CHF", "2026-01-01"));

    private static final UUID NORTH = UUID.fromString("00000000-0000-4000-8000-000000000001");
    private static final UUID SOUTH = UUID.fromString("00000000-0000-4000-8000-000000000002");

    private static Customer anybody(String currency) {
        return new Customer(null, CurrencyUnit.of(currency));
    }

    @ParameterizedTest
    @CsvSource({
            "vm-small, EUR, 2026-10-14T23:59:59.999999Z, 4",
            "vm-small, EUR, 2026-10-15T00:00:00Z, 5",
            "vm-small, USD, 2026-10-20T00:00:00Z, 6",
            "vm-small-2, USD, 2026-10-20T00:00:00Z, 3",
            "vm-large, EUR, 2026-10-20T00:00:00Z, 2",
            "vm, EUR, 2026-10-20T00:00:00Z, 2",
            "v, EUR, 2026-10-20T00:00:00Z, 1",
            "disk, EUR, 2026-10-20T00:00:00Z, 8",
            "disk, USD, 2026-10-20T00:00:00Z, 7",
            "disk, GBP, 2026-10-20T00:00:00Z, 7",
            "disk-1, USD, 2026-10-20T00:00:00Z, 8",
            "net, GBP, 2026-10-31T23:59:59Z, 1",
            "net, GBP, 2026-11-01T00:00:00Z, 9",
            "cpu, EUR, 2026-10-20T00:00:00Z, 1",
            "cpu, JPY, 2026-10-20T00:00:00Z, 11",
            "vm-small, EUR, 2025-12-31T23:59:59Z, " })
    void findsMostExactPriceThatHolds(String sku, String currency, Instant at, Long id) {
        assertThat(new PriceList(PRICES).find(sku, anybody(currency), at).map(Price::id).orElse(null))
                .isEqualTo(id);
    }

    @Test
    void findsTheSameWhateverTheOrderOfPrices() {
        var random = new Random(42);
        var shuffled = new ArrayList<>(PRICES);
        var at = Instant.parse("2026-10-20T00:00:00Z");
        for (int i = 0; i < 50; i++) {
            Collections.shuffle(shuffled, random);
            for (var sku : List.of("vm-small", "vm", "disk", "cpu", "other", "")) {
                for (var customer : List.of(anybody("EUR"), anybody("USD"), anybody("JPY"))) {
                    assertThat(new PriceList(shuffled).find(sku, customer, at))
                            .isEqualTo(new PriceList(PRICES).find(sku, customer, at));
                }
            }
        }
    }

    @Test
    void asksEachFallbackInTurn() {
        var list = new PriceList(List.of(simple(1, "a", "EUR", "2026-01-01")))
                .orElse(new PriceList(List.of(simple(2, "b", "EUR", "2026-01-01"))))
                .orElse(new PriceList(
                        List.of(simple(3, "b", "EUR", "2026-02-01"), simple(4, "c", "EUR", "2026-01-01"))));
        var at = Instant.parse("2026-10-01T00:00:00Z");
        assertThat(List.of("a", "b", "c")).map(sku -> list.find(sku, anybody("EUR"), at).orElseThrow().id())
                .containsExactly(1L, 2L, 4L);
    }

    @Test
    void findsNothingInEmptyList() {
        assertThat(new PriceList(List.of()).find("vm", anybody("EUR"), Instant.EPOCH)).isEmpty();
    }

    @Test
    void tellsChangesAfterStartOfPeriodInOrderAndOnce() {
        var list = new PriceList(List.of(simple(1, "b", "EUR", "2026-10-20"), simple(2, "a*", "EUR", "2026-10-05"),
                simple(3, "c", "EUR", "2026-10-05"), simple(4, "d", "EUR", "2026-10-01"),
                simple(5, "e", "EUR", "2026-11-01"), simple(6, "f", "EUR", "2026-09-30")));
        assertThat(list.changesWithin(BillingPeriod.parse("2026-10")).general())
                .containsExactly(Instant.parse("2026-10-05T00:00:00Z"), Instant.parse("2026-10-20T00:00:00Z"));
    }

    @Test
    void tellsChangesOfGroupsApartAndEndsAsWell() {
        var list = new PriceList(List.of(until("2026-10-20", simple(1, "a", "EUR", "2026-10-05")),
                of(NORTH, until("2026-10-09", simple(2, "a", "EUR", "2026-10-01"))),
                of(SOUTH, until("2026-11-01", simple(3, "a", "EUR", "2026-09-01")))))
                .orElse(new PriceList(List.of(of(NORTH, simple(4, "b", "EUR", "2026-10-07")))));
        var changes = list.changesWithin(BillingPeriod.parse("2026-10"));
        assertThat(changes.of(NORTH)).extracting(at -> at.toString().substring(8, 10))
                .containsExactly("05", "07", "09", "20");
        assertThat(changes.of(SOUTH)).isEqualTo(changes.general())
                .extracting(at -> at.toString().substring(8, 10)).containsExactly("05", "20");
    }

    /** Own prices, with any currency and pattern, before those of everyone; when they end, those of everyone again. */
    @ParameterizedTest
    @CsvSource({
            "vm-1, EUR, 2026-10-10, 3", "vm-1, EUR, 2026-10-20, 1", "vm-1, USD, 2026-10-10, 2",
            "vm-2, EUR, 2026-10-10, 3",
            "vm-2, EUR, 2026-10-20, 4", "disk, EUR, 2026-10-10, 6", "disk, EUR, 2026-09-30, 5",
            "net, EUR, 2026-10-10, 9" })
    void prefersPricesOfTheGroupAsLongAsTheyHold(String sku, String currency, String day, long id) {
        var list = new PriceList(List.of(simple(1, "vm-1", "EUR", "2026-01-01"),
                of(NORTH, until("2026-10-20", simple(2, "vm-1", "USD", "2026-01-01"))),
                of(NORTH, until("2026-10-20", simple(3, "vm*", "EUR", "2026-01-01"))),
                simple(4, "vm-2", "EUR", "2026-01-01"), simple(5, "disk", "EUR", "2026-01-01"),
                of(NORTH, simple(6, "di*", "USD", "2026-10-01")), of(SOUTH, simple(7, "disk", "EUR", "2026-01-01")),
                of(NORTH, until("2026-10-20", simple(8, "n*", "EUR", "2026-01-01"))),
                of(NORTH, until("2026-10-20", simple(9, "ne*", "EUR", "2026-01-01")))));
        assertThat(list.find(sku, new Customer(NORTH, CurrencyUnit.of(currency)), Instant.parse(day + "T12:00:00Z"))
                .orElseThrow().id()).isEqualTo(id);
    }

    @Test
    void prefersTheMostExactSkuWhereARunFrozeItsPricesBefore1Point1() {
        var before = new PriceList(PRICES, PricePreference.EXACT_SKU);
        var at = Instant.parse("2026-10-20T00:00:00Z");
        assertThat(before.find("disk", anybody("EUR"), at).orElseThrow().id()).isEqualTo(7);
        assertThat(before.find("disk-1", anybody("USD"), at).orElseThrow().id()).isEqualTo(8);
        assertThat(before.find("vm-small", anybody("USD"), at).orElseThrow().id()).isEqualTo(6);
    }
}
