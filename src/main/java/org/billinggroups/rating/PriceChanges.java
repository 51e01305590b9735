package org.billinggroups.rating;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * When prices begin and end within a period, after its start and in order.
 *
 * @param general those for everyone
 * @param byGroup for each group of whose own prices some change: when these and the general ones do
 */
public record PriceChanges(List<Instant> general, Map<UUID, List<Instant>> byGroup) {
    /** When prices change for a group; null for one that has none of its own. */
    public List<Instant> of(@Nullable UUID groupId) {
        return groupId == null ? general : byGroup.getOrDefault(groupId, general);
    }

    /** Whether no price changes. */
    public boolean isEmpty() {
        return general.isEmpty() && byGroup.isEmpty();
    }
}
