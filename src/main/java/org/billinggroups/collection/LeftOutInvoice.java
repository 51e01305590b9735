package org.billinggroups.collection;

import java.util.UUID;
import org.joda.money.Money;

/**
 * An open invoice of a customer with a mandate that is not collected.
 *
 * @param open what is open of it
 * @param reason why it is not, for people
 */
public record LeftOutInvoice(String number, UUID groupId, String groupName, Money open, String reason) {}
