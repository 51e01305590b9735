package org.billinggroups.account;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whom to ask about a seller's invoices (EN 16931 BG-6).
 *
 * @param name a person or a department (BT-41)
 * @param phone with the country's prefix (BT-42)
 * @param email an address (BT-43)
 */
public record Contact(@Nullable String name, @Nullable String phone, @Nullable String email) {
    /** The contact as the apply file declares it, or null where all of it is missing. */
    static @Nullable Contact read(YamlMapping yaml) {
        yaml.allow(Set.of("name", "phone", "email"));
        var name = yaml.value("name", FieldRules.text(100));
        var phone = yaml.value("phone", FieldRules::phone);
        var email = yaml.value("email", FieldRules::email);
        return name == null && phone == null && email == null ? null : new Contact(name, phone, email);
    }

    /** What is known, by the names of the apply file. */
    Map<String, @Nullable Object> byName() {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("name", name);
        fields.put("phone", phone);
        fields.put("email", email);
        return fields;
    }
}
