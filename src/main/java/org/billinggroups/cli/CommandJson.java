package org.billinggroups.cli;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.billinggroups.account.FrozenJson;
import org.billinggroups.period.BillingPeriod;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;

/** The results of commands as JSON: records as they are declared, in snake case; exact numbers are decimal texts. */
final class CommandJson {
    private static final TypeReference<LinkedHashMap<String, Object>> FIELDS = new TypeReference<>() {
    };
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(SerializationFeature.INDENT_OUTPUT).enable(EnumFeature.WRITE_ENUMS_TO_LOWERCASE)
            .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .addModule(new SimpleModule()
                    .addSerializer(BigDecimal.class, FrozenJson.asText(BigDecimal::toPlainString))
                    .addSerializer(BillingPeriod.class, FrozenJson.asText(BillingPeriod::toString))
                    .addSerializer(CurrencyUnit.class, FrozenJson.asText(CurrencyUnit::getCode))
                    .addSerializer(Money.class, FrozenJson.asText(money -> money.getAmount().toPlainString()))
                    .addSerializer(Path.class, FrozenJson.asText(Path::toString)))
            .build();

    private CommandJson() {}

    static String write(Object result) {
        return MAPPER.writeValueAsString(result);
    }

    /** The fields of a result by their names in JSON, without those that are null. */
    static Map<String, Object> fields(Object result) {
        Map<String, Object> fields = MAPPER.convertValue(result, FIELDS);
        fields.values().removeIf(Objects::isNull);
        return fields;
    }
}
