/* What a group owes for one month by itself: usage lines, extra charges, support, commitment. */

/** A line of the whole group. */
function groupLine(type, currency, amount, tax, month, description) {
  return {
    type,
    project: null,
    service: null,
    sku: null,
    description,
    quantity: null,
    unit: null,
    priceId: null,
    priceCurrency: currency,
    listAmount: null,
    priceAmount: amount,
    preDiscountAmount: amount,
    discountPercent: null,
    amount,
    exchangeRate: null,
    tax,
    month,
    startedAt: startOfMonth(month),
    endedAt: startOfMonth(month + 1),
    records: 0,
    creditId: null,
    settles: null,
  };
}

/**
 * The lines of a month, each rounded once.
 *
 * @param group the group as frozen: its details and terms
 * @param settled kinds of charge that have a line even if it is zero, since they were billed before
 */
function monthLines(group, usage, rules, settled) {
  const { currency } = group;
  const lines = usage.map((rated) => usageLine(group, rated, rules));
  const tax = () => taxOf(rules, group, "standard");
  const addGroupLine = (type, amount, description) => lines
    .push(groupLine(type, currency, amount, tax(), rules.month, description));
  for (const charge of group.extra_charges) {
    if (isWithin(rules.month, charge.from, charge.until)) {
      addGroupLine("extra_charge", moneyOf(charge.amount).amount, charge.description);
    }
  }
  const support = lines.length > 0
    ? supportOf(group, sumOf(lines.filter((line) => line.type === "usage_charge").map((line) => line.amount)))
    : null;
  if (support !== null || settled.has("support_charge")) {
    addGroupLine("support_charge", support ?? ZERO, null);
  }
  const { commitment } = group;
  if (isMonthly(commitment) && moneyOf(commitment.amount).amount.sign() > 0
      && isWithin(rules.month, commitment.from, commitment.until)) {
    const missing = moneyOf(commitment.amount).amount.minus(sumOf(lines.map((line) => line.amount)));
    if (missing.sign() > 0 || settled.has("commitment_fee")) {
      addGroupLine("commitment_fee", missing.sign() > 0 ? missing : ZERO, null);
    }
  }
  return lines;
}

function isMonthly(commitment) {
  return commitment != null && (commitment.settled ?? "monthly") === "monthly";
}

/** Whether the commitment is one for a term as a whole. */
function isForTerm(commitment) {
  return commitment != null && !isMonthly(commitment) && commitment.from != null && commitment.until != null
    && moneyOf(commitment.amount).amount.sign() > 0;
}

function usageLine(group, rated, rules) {
  const { currency } = group;
  const rate = rated.currency === currency ? null : exchangeRate(rules, rated.currency, currency);
  const adjustment = findAdjustment(group, rules.month, rated.service, rated.sku);
  const exact = adjustment ? rated.amount.percent(HUNDRED.plus(Decimal.of(adjustment.percent))) : rated.amount;
  const amount = rate ? exact.times(rate.rate) : exact;
  const discount = Decimal.of(group.discount_percent);
  return {
    type: "usage_charge",
    project: rated.project,
    service: rated.service,
    sku: rated.sku,
    description: rated.description,
    quantity: rated.quantity,
    unit: rated.unit,
    priceId: rated.price ? rated.price.id : null,
    priceCurrency: rated.currency,
    listAmount: adjustment ? rated.amount : null,
    priceAmount: exact,
    preDiscountAmount: roundedTo(currency, amount),
    discountPercent: discount.isZero() ? null : discount,
    amount: roundedTo(currency, amount.percent(HUNDRED.minus(discount))),
    exchangeRate: rate,
    tax: taxOf(rules, group, rated.price ? rated.price.taxClass : "standard"),
    month: rules.month,
    startedAt: rated.startedAt,
    endedAt: rated.endedAt,
    records: rated.records,
    creditId: null,
    settles: null,
  };
}

/** The fixed charge, or a share of the discounted usage and at least the minimum; null if that is none. */
function supportOf(terms, usage) {
  if (terms.support_fixed != null) {
    const fixed = moneyOf(terms.support_fixed).amount;
    return fixed.sign() > 0 ? fixed : null;
  }
  const percent = Decimal.of(terms.support_percent);
  if (percent.isZero()) {
    return null;
  }
  const share = roundedTo(terms.currency, usage.percent(percent));
  const minimum = terms.support_minimum == null ? null : moneyOf(terms.support_minimum).amount;
  if (minimum !== null && share.compare(minimum) < 0) {
    return minimum;
  }
  return share.sign() > 0 ? share : null;
}
