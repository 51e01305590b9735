package org.billinggroups.account;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.joda.money.CurrencyUnit;
import org.jspecify.annotations.Nullable;

/** The fields of a seller beside its id, with the rule of each. */
enum SellerField implements DeclaredField<Seller> {
    NAME("name", Shape.OPTIONAL, FieldRules.text(128), Seller::name),
    ADDRESS_LINES("address_lines", Shape.UP_TO_3, FieldRules.text(100), Seller::addressLines),
    CITY("city", Shape.OPTIONAL, FieldRules.text(50), Seller::city),
    ZIP_CODE("zip_code", Shape.OPTIONAL, FieldRules.text(36), Seller::zipCode),
    COUNTRY_CODE("country_code", Shape.OPTIONAL, FieldRules::countryCode, Seller::countryCode),
    VAT_ID("vat_id", Shape.OPTIONAL, VatIds::check, Seller::vatId),
    TAX_NUMBER("tax_number", Shape.OPTIONAL, FieldRules.text(50), Seller::taxNumber),
    IBAN("iban", Shape.OPTIONAL, FieldRules::iban, Seller::iban),
    BIC("bic", Shape.OPTIONAL, FieldRules::bic, Seller::bic),
    CREDITOR_ID("creditor_id", Shape.OPTIONAL, FieldRules::creditorId, Seller::creditorId),
    EMAIL("email", Shape.OPTIONAL, FieldRules::email, Seller::email),
    ENDPOINT("endpoint", Shape.OPTIONAL, ElectronicAddress::check, Seller::endpoint),
    INVOICE_SERIES("invoice_series", Shape.REQUIRED, CreditorReference::checkSeries, Seller::invoiceSeries),
    CREDIT_NOTE_SERIES("credit_note_series", Shape.REQUIRED, FieldRules::invoiceSeries, Seller::creditNoteSeries),
    CURRENCY("currency", Shape.REQUIRED, CurrencyCode::parse, Seller::currency),
    ACCENT_COLOR("accent_color", Shape.OPTIONAL, Appearance::color, Seller::accentColor),
    LOGO("logo", Shape.OPTIONAL, Appearance::logo, Seller::logo),
    CONTACT("contact", Shape.CONTACT, text -> text, Seller::contact),
    REGISTRATION_ID("registration_id", Shape.OPTIONAL, FieldRules.text(50), Seller::registrationId),
    LEGAL_TEXT("legal_text", Shape.LINES, FieldRules.text(200), Seller::legalText),
    WEBSITE("website", Shape.OPTIONAL, FieldRules::website, Seller::website),
    NEXT_NUMBER("next_number", Shape.NUMBERS, text -> text,
            seller -> seller.nextNumber().isEmpty() ? null : seller.nextNumber());

    /** The fields without which there is no seller. */
    static final List<SellerField> NEEDED = List.of(NAME, CITY, COUNTRY_CODE);

    static final List<Column<Seller>> COLUMNS = DeclaredField.columns(values(),
            List.of(new Column<>("id", Seller::id)));

    private final Facts<Seller> facts;

    SellerField(String key, Shape shape, Function<String, ?> rule, Function<Seller, @Nullable Object> getter) {
        this.facts = new Facts<>(key, shape, rule, getter);
    }

    @Override
    public Facts<Seller> facts() {
        return facts;
    }

    /** The fields given; empty ones are null. */
    static Map<SellerField, @Nullable Object> readAll(YamlMapping yaml) {
        Map<SellerField, @Nullable Object> fields = new EnumMap<>(SellerField.class);
        DeclaredField.given(yaml, values(), "id").forEach(field -> fields.put(field, field.read(yaml)));
        return fields;
    }

    /** What a new seller starts from; what is needed of it is not known yet. */
    @SuppressWarnings("NullAway")
    static Seller unknown(String id) {
        return new Seller(id, null, List.of(), null, null, null, null, null, null, null, Seller.DEFAULT_INVOICE_SERIES,
                Seller.DEFAULT_CREDIT_NOTE_SERIES, CurrencyUnit.EUR, null, null, null, null, null, null, List.of(),
                null, Map.of(), null);
    }

    /** The seller with other values. */
    static Seller laidOver(Seller seller, Map<SellerField, @Nullable Object> given) {
        var all = new Values<>(seller, given);
        return new Seller(seller.id(), all.get(NAME), all.get(ADDRESS_LINES), all.get(CITY), all.get(ZIP_CODE),
                all.get(COUNTRY_CODE), all.get(VAT_ID), all.get(IBAN), all.get(BIC), all.get(EMAIL),
                all.get(INVOICE_SERIES), all.get(CREDIT_NOTE_SERIES), all.get(CURRENCY), all.get(ENDPOINT),
                all.get(ACCENT_COLOR), all.get(LOGO), all.get(TAX_NUMBER), all.get(CONTACT), all.get(REGISTRATION_ID),
                all.get(LEGAL_TEXT), all.get(WEBSITE), all.get(NEXT_NUMBER),
                all.get(CREDITOR_ID));
    }
}
