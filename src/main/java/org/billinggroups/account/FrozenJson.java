package org.billinggroups.account;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.math.BigDecimal;
import java.util.Map;
import java.util.function.Function;
import org.billinggroups.account.Commitment.Settlement;
import org.billinggroups.account.SepaMandate.Scheme;
import org.billinggroups.period.BillingPeriod;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;

/**
 * Sellers, billing details and terms as JSON: the form in which runs keep frozen copies, and in which two versions are
 * compared field by field. Field names are those of the apply file; amounts are text such as {@code EUR 12.50}.
 */
public final class FrozenJson {
    private static final TypeReference<Map<String, String>> TAGS = new TypeReference<>() {
    };
    private static final TypeReference<Map<String, Map<String, String>>> TAGS_BY_PROJECT = new TypeReference<>() {
    };
    private static final JsonIgnoreProperties.Value OTHERS_IGNORED = JsonIgnoreProperties.Value.forIgnoreUnknown(true);
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .addModule(new SimpleModule()
                    .addSerializer(CurrencyUnit.class, asText(CurrencyUnit::getCode))
                    .addSerializer(Money.class, asText(Money::toString))
                    .addSerializer(BillingPeriod.class, asText(BillingPeriod::toString))
                    .addSerializer(EInvoice.class, asText(EInvoice::code))
                    .addSerializer(PrintedLines.class, asText(PrintedLines::code))
                    .addSerializer(Reminders.class, asText(Reminders::code))
                    .addSerializer(Settlement.class, asText(Settlement::code))
                    .addSerializer(Scheme.class, asText(Scheme::code))
                    .addSerializer(BigDecimal.class, asText(BigDecimal::toPlainString))
                    .addDeserializer(CurrencyUnit.class, new FromText<>(CurrencyUnit::of))
                    .addDeserializer(Money.class, new FromText<>(Money::parse))
                    .addDeserializer(BillingPeriod.class, new FromText<>(BillingPeriod::parse))
                    .addDeserializer(EInvoice.class, new FromText<>(EInvoice::ofCode))
                    .addDeserializer(PrintedLines.class, new FromText<>(PrintedLines::ofCode))
                    .addDeserializer(Reminders.class, new FromText<>(Reminders::ofCode))
                    .addDeserializer(Settlement.class, new FromText<>(Settlement::ofCode))
                    .addDeserializer(Scheme.class, new FromText<>(Scheme::ofCode))
                    .addDeserializer(BigDecimal.class, new FromText<>(BigDecimal::new)))
            // A group's details and terms are fields of one object: those of the other are skipped, not kept aside.
            .withConfigOverride(BillingDetails.class, config -> config.setIgnorals(OTHERS_IGNORED))
            .withConfigOverride(BillingTerms.class, config -> config.setIgnorals(OTHERS_IGNORED))
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private FrozenJson() {}

    /** Writes a record of this package, or a map. */
    public static String write(Object value) {
        return MAPPER.writeValueAsString(value);
    }

    /** Reads what {@link #write} wrote. */
    public static <T> T read(String json, Class<T> type) {
        return MAPPER.readValue(json, type);
    }

    /** Reads the tags of a project. */
    public static Map<String, String> readTags(String json) {
        return MAPPER.readValue(json, TAGS);
    }

    /** Reads the tags of several projects. */
    public static Map<String, Map<String, String>> readTagsByProject(String json) {
        return MAPPER.readValue(json, TAGS_BY_PROJECT);
    }

    /** Any value of this package as a node; null is the null node. */
    static JsonNode nodeOf(@Nullable Object value) {
        return MAPPER.valueToTree(value);
    }

    /** Writes values of a type as text. */
    public static <T> ValueSerializer<T> asText(Function<T, String> text) {
        return new AsText<>(text);
    }

    private static final class AsText<T> extends ValueSerializer<T> {
        private final Function<T, String> text;

        AsText(Function<T, String> text) {
            this.text = text;
        }

        @Override
        public void serialize(T value, JsonGenerator json, SerializationContext context) {
            json.writeString(text.apply(value));
        }
    }

    private static final class FromText<T> extends ValueDeserializer<T> {
        private final Function<String, T> parse;

        FromText(Function<String, T> parse) {
            this.parse = parse;
        }

        @Override
        public T deserialize(JsonParser json, DeserializationContext context) {
            return parse.apply(json.getString());
        }
    }
}
