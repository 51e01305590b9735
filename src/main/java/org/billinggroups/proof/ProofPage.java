package org.billinggroups.proof;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.billinggroups.account.FrozenJson;
import org.billinggroups.account.TaxTerritories;
import org.billinggroups.account.TaxTerritory;
import org.billinggroups.file.Sha256;
import org.billinggroups.run.RunFormat;
import org.billinggroups.seal.SealChain;
import org.billinggroups.seal.SealedTable;
import org.joda.money.CurrencyUnit;

/**
 * The page that checks archives: one file for all archives of a version of the program, which asks no network. Its
 * content security policy allows its own script and style, by their hashes, and nothing else.
 */
final class ProofPage {
    /** What calculates, in the order in which it is put together; it knows no browser. */
    private static final List<String> CALCULATION = List.of("decimal.js", "sha256.js", "zip.js", "texts.js", "seals.js",
            "prices.js", "usage.js", "taxes.js", "lines.js", "late.js", "invoices.js", "inputs.js", "check.js",
            "roots.js", "compared.js");
    private static final int USUAL_DECIMALS = 2;

    /** Tables of which an archive has no rows: bookkeeping is the seller's own business. */
    static final List<String> LEFT_OUT = List.of("posting");

    private ProofPage() {}

    /** The page. */
    static String html() {
        var script = calculation() + resource("page.js");
        var style = resource("page.css");
        return resource("page.html").replace("%SCRIPT_HASH%", hash(script)).replace("%STYLE_HASH%", hash(style))
                .replace("%STYLE%", style).replace("%SCRIPT%", script);
    }

    /** The part of its script that checks the files of an archive. */
    static String calculation() {
        return "\"use strict\";\n" + constants()
                + CALCULATION.stream().map(ProofPage::resource).collect(Collectors.joining("\n"));
    }

    private static String constants() {
        Map<String, Object> tables = new TreeMap<>(Map.of("run", tables(RunFormat.RUN), "group",
                tables(RunFormat.GROUP), "invoice", tables(RunFormat.ofOneInvoice())));
        Map<String, Integer> decimals = CurrencyUnit.registeredCurrencies().stream()
                .filter(currency -> currency.getDecimalPlaces() != USUAL_DECIMALS)
                .collect(Collectors.toMap(CurrencyUnit::getCode, CurrencyUnit::getDecimalPlaces, (a, b) -> a,
                        TreeMap::new));
        return "const NEWEST_FORMAT = " + SealChain.FORMAT + ";\nconst CONTENTS_FORMAT = " + ProveInvoice.FORMAT
                + ";\nconst TABLES = " + FrozenJson.write(tables)
                + ";\nconst LEFT_OUT = " + FrozenJson.write(LEFT_OUT) + ";\nconst DECIMALS = "
                + FrozenJson.write(decimals) + ";\nconst TERRITORIES = "
                + FrozenJson.write(TaxTerritories.all().stream().map(ProofPage::territory).toList()) + ";\n";
    }

    private static List<Map<String, Object>> tables(List<SealedTable> tables) {
        var keys = keys(tables);
        return IntStream.range(0, tables.size()).mapToObj(i -> (Map<String, Object>) new TreeMap<String, Object>(
                Map.of("key", keys.get(i), "name", tables.get(i).name(), "columns", tables.get(i).columnNames())))
                .toList();
    }

    /**
     * What distinguishes the tables of a leaf: the name, and of those that a format adds to one that is there their
     * last column too.
     */
    static List<String> keys(List<SealedTable> tables) {
        List<String> keys = new ArrayList<>();
        tables.forEach(table -> keys.add(keys.contains(table.name())
                ? table.name() + "." + table.columnNames().getLast()
                : table.name()));
        return keys;
    }

    private static Map<String, Object> territory(TaxTerritory of) {
        return new TreeMap<>(
                Map.of("key", of.key(), "state", of.state(), "codes", of.codes().stream().sorted().toList(),
                        "ownState", Objects.requireNonNullElse(of.ownState(), ""),
                        "others", Objects.requireNonNullElse(of.others(), "")));
    }

    private static String hash(String text) {
        return "sha256-" + Base64.getEncoder()
                .encodeToString(Sha256.newDigest().digest(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static String resource(String name) {
        try (var in = Objects.requireNonNull(ProofPage.class.getResourceAsStream("/proof/" + name), name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
