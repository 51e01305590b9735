/* What is left to bill of earlier months, and commitments over a term of several months. */

/** What is billed again for an earlier month if it comes out otherwise; extra charges stay as agreed. */
const COMPARED = ["usage_charge", "prior_period", "support_charge", "commitment_fee"];

/** By this a line of today is compared with what was billed. */
function keyOf(line) {
  const settles = line.type === "usage_charge" ? null : line.type;
  return [settles, line.project, line.service, line.sku, line.unit, line.priceId, line.priceCurrency]
    .map((part) => part ?? "").join("\n");
}

/** What earlier invoices have billed for a month, summed by the same. */
function billedFor(month, invoices) {
  const billed = new Map();
  for (const line of invoices.flatMap((invoice) => invoice.lines)) {
    if (line.month !== month || !COMPARED.includes(line.type)) {
      continue;
    }
    const settles = line.type === "usage_charge" || line.type === "prior_period" ? line.settles : line.type;
    const key = keyOf({ ...line, type: settles ?? "usage_charge" });
    const before = billed.get(key);
    billed.set(key, before ? plusLine(before, line) : { ...line, settles });
  }
  return billed;
}

function plusOrNull(a, b) {
  return a === null ? b : b === null ? a : a.plus(b);
}

function plusLine(a, b) {
  return {
    ...a,
    quantity: plusOrNull(a.quantity, b.quantity),
    listAmount: plusOrNull(a.listAmount, b.listAmount),
    priceAmount: a.priceAmount.plus(b.priceAmount),
    preDiscountAmount: a.preDiscountAmount.plus(b.preDiscountAmount),
    amount: a.amount.plus(b.amount),
    records: a.records + b.records,
  };
}

/** The lines that an earlier month would have today, less what was billed for it. */
function lateLines(today, billed) {
  const left = new Map(billed);
  const lines = [];
  for (const line of today) {
    if (line.type !== "extra_charge") {
      const key = keyOf(line);
      const difference = lateLine(line, left.get(key));
      left.delete(key);
      if (difference) {
        lines.push(difference);
      }
    }
  }
  if (left.size > 0) {
    const [line] = left.values();
    throw new Error(`SKU ${line.sku} of project ${line.project} was billed for ${textOfMonth(line.month)} and has no `
      + "usage at that price");
  }
  return lines;
}

function lateLine(line, before) {
  const less = (name) => (before?.[name] == null ? line[name] : line[name].minus(before[name]));
  const amount = less("amount");
  const quantity = line.quantity === null ? null : less("quantity");
  const records = line.records - (before?.records ?? 0);
  if (amount.isZero() && (quantity === null || quantity.isZero()) && records === 0) {
    return null;
  }
  return {
    ...line,
    type: "prior_period",
    quantity,
    listAmount: line.listAmount === null ? null : less("listAmount"),
    priceAmount: less("priceAmount"),
    preDiscountAmount: less("preDiscountAmount"),
    amount,
    records,
    settles: line.type === "usage_charge" ? null : line.type,
  };
}

/** What the group has agreed for a term, with what was billed for it so far. */
function termBalance(term, invoices, recipient) {
  const lines = invoices.filter((invoice) => invoice.currency === term.currency)
    .flatMap((invoice) => invoice.lines)
    .filter((line) => covers(term, line.month) && ["extra_charge", ...COMPARED].includes(line.type));
  const charge = (line) => line.settles ?? line.type;
  const sum = (some) => sumOf(some.map((line) => line.amount));
  return {
    term,
    recipient,
    used: sum(lines.filter((line) => charge(line) !== "commitment_fee")),
    charged: sum(lines.filter((line) => charge(line) === "commitment_fee")),
  };
}

function covers(term, month) {
  return term.first <= month && month <= term.last;
}

/** The balance with lines of that currency that are about to be billed. */
function withLines(balance, currency, lines) {
  const counting = currency === balance.term.currency
    ? lines.filter((line) => line.settles !== "commitment_fee" && covers(balance.term, line.month))
    : [];
  return { ...balance, used: balance.used.plus(sumOf(counting.map((line) => line.amount))) };
}

/** What is left to charge: the agreed amount, by months kept of those agreed, less what is used and charged. */
function toSettle({ term, used, charged }) {
  const months = (last) => new Decimal(BigInt(last - term.first + 1), 0);
  const due = term.amount.times(months(term.last))
    .dividedBy(months(term.agreedLast), decimalsOf(term.currency), "half-up");
  const missing = due.minus(used);
  return (missing.sign() > 0 ? missing : ZERO).minus(charged);
}

function termTax({ recipient }) {
  return taxOf(recipient.rules, recipient.group, "standard");
}

/** The line of a month within the term; only in the last one it has an amount. */
function termLine(balance, month) {
  return groupLine("commitment_fee", balance.term.currency, month === balance.term.last ? toSettle(balance) : ZERO,
    termTax(balance), month, null);
}

/** What late usage of a settled term leaves to charge or take back. */
function termDifference(balance) {
  const amount = toSettle(balance);
  return amount.isZero() ? [] : [{
    currency: balance.term.currency,
    run: balance.recipient.run,
    customer: balance.recipient.group,
    lines: [{
      ...groupLine("prior_period", balance.term.currency, amount, termTax(balance), balance.term.last, null),
      settles: "commitment_fee",
    }],
    taxes: [termTax(balance)],
  }];
}
