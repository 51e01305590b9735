package org.billinggroups.cli;

import java.util.UUID;

/** A billing group as other things refer to it in JSON. */
record NamedGroup(UUID id, String name) {}
