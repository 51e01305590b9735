package org.billinggroups.cli;

import java.util.UUID;
import org.billinggroups.run.ParkedGroup;

/** A parked group as JSON, with one of its reasons. */
record ParkedJson(UUID id, String name, String reason, String detail) {
    static ParkedJson of(ParkedGroup group) {
        return new ParkedJson(group.groupId(), group.groupName(), group.reason(), group.detail());
    }
}
