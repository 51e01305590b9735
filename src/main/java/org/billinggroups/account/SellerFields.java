package org.billinggroups.account;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.joda.money.CurrencyUnit;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The fields of a seller in the apply file, with the rule of each. */
final class SellerFields {
    private static final Map<String, Function<String, ?>> SINGLE = new TreeMap<>(
            Map.<String, Function<String, ?>>ofEntries(
                    Map.entry("name", FieldRules.text(128)),
                    Map.entry("city", FieldRules.text(50)),
                    Map.entry("zip_code", FieldRules.text(36)),
                    Map.entry("country_code", FieldRules::countryCode),
                    Map.entry("vat_id", VatIds::check),
                    Map.entry("tax_number", FieldRules.text(50)),
                    Map.entry("iban", FieldRules::iban),
                    Map.entry("bic", FieldRules::bic),
                    Map.entry("email", FieldRules::email),
                    Map.entry("endpoint", ElectronicAddress::check),
                    Map.entry("accent_color", Appearance::color),
                    Map.entry("logo", Appearance::logo),
                    Map.entry("invoice_series", FieldRules::invoiceSeries),
                    Map.entry("credit_note_series", FieldRules::invoiceSeries),
                    Map.entry("currency", CurrencyCode::parse)));
    private static final List<String> REQUIRED = List.of("name", "city", "country_code");

    private SellerFields() {}

    /** The fields given, as {@link FrozenJson} writes them. */
    static ObjectNode read(YamlMapping yaml) {
        Set<String> known = new TreeSet<>(SINGLE.keySet());
        known.addAll(List.of("id", "address_lines"));
        yaml.allow(known);
        var fields = JsonNodeFactory.instance.objectNode();
        SINGLE.forEach((key, rule) -> GroupFields.putSingle(yaml, key, rule, fields));
        GroupFields.putList(yaml, "address_lines", FieldRules.text(100), 3, fields);
        return fields;
    }

    /** What a new seller starts from. */
    static ObjectNode defaults(String id) {
        var fields = JsonNodeFactory.instance.objectNode();
        fields.put("id", id).put("invoice_series", Seller.DEFAULT_INVOICE_SERIES)
                .put("credit_note_series", Seller.DEFAULT_CREDIT_NOTE_SERIES);
        fields.put("currency", CurrencyUnit.EUR.getCode());
        fields.putArray("address_lines");
        return fields;
    }

    /** The names of fields without which there is no seller. */
    static List<String> missing(ObjectNode fields) {
        return REQUIRED.stream().filter(key -> !fields.hasNonNull(key)).toList();
    }
}
