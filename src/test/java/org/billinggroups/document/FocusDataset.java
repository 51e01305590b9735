package org.billinggroups.document;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toSet;

import java.io.IOException;
import java.io.Reader;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A FOCUS file and what the specification's rules say of it, as {@code focus-1.2-rules.tsv} has them. */
public final class FocusDataset {
    /**
     * What a seller does whose invoices these are. He has no UNIT_PRICING_SUPPORTED, PUBLIC_PRICE_LIST_SUPPORTED and
     * NEGOTIATED_PRICING_SUPPORTED, which ask for unit prices, SkuPriceId, SkuMeter and SkuPriceDetails: a line may be
     * priced in tiers or have no price at all, and no list is published where a SkuPriceId could be looked up.
     */
    private static final Set<String> SUPPORTED = Set.of("ACCOUNT_NAMING_SUPPORTED", "SUB_ACCOUNT_SUPPORTED",
            "USAGE_MEASUREMENT_SUPPORTED", "PRICING_BILLING_CURRENCY_DIFFERENCES_SUPPORTED", "TAGGING_SUPPORTED");
    private static final Pattern TIME = Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ");
    private static final Pattern DECIMAL = Pattern.compile("-?\\d+([.]\\d+)?(E-?\\d+)?");
    private static final JsonMapper JSON = JsonMapper.shared();

    private final List<String> columns;
    private final List<CSVRecord> rows;

    private FocusDataset(List<String> columns, List<CSVRecord> rows) {
        this.columns = columns;
        this.rows = rows;
    }

    /** A rule of the specification. */
    private record Rule(String id, String level, String column, Set<String> criteria, @Nullable JsonNode when,
            JsonNode must) {}

    /** Reads a file. */
    public static FocusDataset of(Path file) throws IOException {
        try (var reader = Files.newBufferedReader(file)) {
            return of(reader);
        }
    }

    static FocusDataset of(Reader reader) throws IOException {
        try (var parser = CSVFormat.RFC4180.builder().setHeader().setSkipHeaderRecord(true).get().parse(reader)) {
            return new FocusDataset(parser.getHeaderNames(), parser.getRecords());
        }
    }

    /** The rows. */
    public List<CSVRecord> rows() {
        return rows;
    }

    /** The sum of a column. */
    public BigDecimal sum(String column) {
        return rows.stream().map(row -> new BigDecimal(row.get(column))).reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    /** What breaks a rule; how units are best written, which the specification only asks for, is left to the seller. */
    public List<String> broken() throws IOException {
        List<String> broken = new ArrayList<>();
        for (var rule : rules()) {
            var operator = rule.must.get(0).asString();
            if (operator.equals("present")) {
                if (SUPPORTED.containsAll(rule.criteria) && !columns.contains(rule.column)) {
                    broken.add(rule.id + " " + rule.level + ": no column " + rule.column);
                }
            } else if (columns.contains(rule.column) && !operator.equals("unit")) {
                rows.stream().filter(row -> rule.when == null || holds(rule.when, row))
                        .filter(row -> !holds(rule.must, row))
                        .forEach(row -> broken
                                .add(row.get("x_ChargeId") + ": " + rule.id + " " + rule.level + " " + rule.must));
            }
        }
        columns.stream().filter(column -> !column.startsWith("x_"))
                .filter(column -> !column.matches("([A-Z][a-z]+){1,6}")).forEach(broken::add);
        return broken;
    }

    /** The categories of services. */
    public static List<String> categories() throws IOException {
        var rule = rules().stream().filter(one -> one.id.equals("ServiceCategory-C-003-M")).findFirst().orElseThrow();
        return rule.must.valueStream().skip(1).map(is -> is.get(2).asString()).toList();
    }

    private static List<Rule> rules() throws IOException {
        try (var in = Objects.requireNonNull(FocusDataset.class.getResourceAsStream("/document/focus-1.2-rules.tsv"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().filter(line -> !line.startsWith("#"))
                    .map(line -> line.split("\t")).map(cells -> new Rule(cells[0], cells[1], cells[2],
                            cells[3].isEmpty() ? Set.of() : Set.of(cells[3].split("[+]")),
                            cells[4].isEmpty() ? null : JSON.readTree(cells[4]), JSON.readTree(cells[5])))
                    .toList();
        }
    }

    private boolean holds(JsonNode rule, CSVRecord row) {
        var operands = rule.valueStream().skip(1).toList();
        var operator = rule.get(0).asString();
        if (operator.equals("and")) {
            return operands.stream().allMatch(operand -> holds(operand, row));
        }
        if (operator.equals("or")) {
            return operands.stream().anyMatch(operand -> holds(operand, row));
        }
        var value = value(row, operands.getFirst());
        var second = operands.size() < 2 || operands.get(1).isNull() ? null : operands.get(1).asString();
        return switch (operator) {
            case "is" -> Objects.equals(value, second);
            case "not" -> !Objects.equals(value, second);
            case "same" -> Objects.equals(value, value(row, operands.get(1)));
            case "differs" -> !Objects.equals(value, value(row, operands.get(1)));
            case "distinct" -> rows.stream().collect(groupingBy(one -> one.get(operands.get(0).asString()),
                    mapping(one -> one.get(operands.get(1).asString()), toSet()))).values().stream()
                    .allMatch(values -> values.size() == 1);
            default -> value == null || isFormed(operator, value, second);
        };
    }

    private @Nullable String value(CSVRecord row, JsonNode column) {
        return !columns.contains(column.asString()) || row.get(column.asString()).isEmpty()
                ? null
                : row.get(column.asString());
    }

    private static boolean isFormed(String operator, String value, @Nullable String second) {
        return switch (operator) {
            case "text" -> !value.isBlank();
            case "decimal" -> DECIMAL.matcher(value).matches();
            case "time" -> TIME.matcher(value).matches();
            case "currency" ->
                Currency.getAvailableCurrencies().stream().anyMatch(one -> one.getCurrencyCode().equals(value));
            case "object" -> JSON.readTree(value).isObject()
                    && JSON.readTree(value).valueStream().noneMatch(JsonNode::isContainer);
            case "least" -> new BigDecimal(value).compareTo(new BigDecimal(Objects.requireNonNull(second))) >= 0;
            default -> throw new IllegalArgumentException("unknown operator " + operator);
        };
    }
}
