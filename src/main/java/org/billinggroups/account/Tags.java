package org.billinggroups.account;

import com.fasterxml.jackson.annotation.JsonRawValue;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Map;
import java.util.TreeMap;

/**
 * All tags of a project in one text, as a company may have very many.
 *
 * @param json an object, ordered by name
 */
record Tags(@JsonValue @JsonRawValue String json) {
    static final Tags NONE = of(Map.of());

    static Tags of(Map<String, String> tags) {
        return new Tags(FrozenJson.write(new TreeMap<>(tags)));
    }

    Map<String, String> byName() {
        return FrozenJson.readTags(json);
    }
}
