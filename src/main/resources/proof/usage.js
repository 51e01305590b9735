/* The usage rows behind the lines: what each counts, their sums, and what these cost. */

const USAGE_COLUMNS = ["usage_id", "project", "service", "sku", "quantity", "unit", "started_at", "ended_at", "amount",
  "currency", "category", "description"];

/** What a provider calls tax is here only where it is billed as a cost. */
const USAGE_CATEGORIES = ["usage", "purchase", "credit", "adjustment", "tax"];

/** The header has these columns in this order. */
function requireUsageColumns(columns, file) {
  for (let i = 0; i < Math.max(columns.length, USAGE_COLUMNS.length); i += 1) {
    if (columns[i] !== USAGE_COLUMNS[i]) {
      const named = (name) => (name === undefined ? "no column" : `column ${name}`);
      throw new Difference(file, 1, `${named(USAGE_COLUMNS[i])} in place ${i + 1}`, named(columns[i]));
    }
  }
}

/**
 * The rows of a month. Those that reach beyond it are given whole, in a file of their own: of them the month has the
 * part that lies in it, in proportion to time, cut at 12 decimals.
 */
function readUsage(archive, month) {
  const read = (suffix, rowOf) => {
    const file = `usage/${textOfMonth(month)}${suffix}.csv`;
    return archive.has(file)
      ? archive.read(file, (text) => csvOf(text, (columns) => requireUsageColumns(columns, file)))
        .map((row) => readable(file, row.line, () => inPlace(rowOf(usageRow(row)), file, row.line)))
      : [];
  };
  return [...read("", (row) => row), ...read("-in-part", (whole) => partOf(whole, month))];
}

function inPlace(row, file, line) {
  return Object.assign(row, { file, line });
}

function usageRow(cells) {
  if (!USAGE_CATEGORIES.includes(cells.category)) {
    throw new Error(`'${cells.category}' is no category of usage: expected ${USAGE_CATEGORIES.join(", ")}`);
  }
  return {
    project: cells.project,
    service: cells.service,
    sku: cells.sku,
    unit: cells.unit,
    quantity: Decimal.of(cells.quantity),
    startedAt: instantOf(cells.started_at),
    endedAt: instantOf(cells.ended_at),
    amount: cells.amount === "" ? null : Decimal.of(cells.amount),
    pricedIn: cells.currency === "" ? null : cells.currency,
    description: cells.description,
    whole: null,
  };
}

function partOf(whole, month) {
  const from = startOfMonth(month);
  const until = startOfMonth(month + 1);
  const startedAt = whole.startedAt > from ? whole.startedAt : from;
  const endedAt = whole.endedAt < until ? whole.endedAt : until;
  const passed = (value, at) => (at === whole.endedAt
    ? value
    : value.times(new Decimal(at - whole.startedAt, 0))
      .dividedBy(new Decimal(whole.endedAt - whole.startedAt, 0), 12, "down"));
  const part = (value) => (startedAt === whole.startedAt
    ? passed(value, endedAt)
    : passed(value, endedAt).minus(passed(value, startedAt)));
  return {
    ...whole,
    quantity: part(whole.quantity),
    amount: whole.amount && part(whole.amount),
    startedAt,
    endedAt,
    whole,
  };
}

/** As PostgreSQL divides numbers: to 16 significant digits at least, rounded half up. */
function databaseQuotient(dividend, divisor) {
  const a = leadingGroup(dividend);
  const b = leadingGroup(divisor);
  const weight = a.weight - b.weight - (a.digits <= b.digits ? 1 : 0);
  return dividend.dividedBy(divisor, Math.max(16 - 4 * weight, dividend.scale, divisor.scale, 0), "half-up");
}

/** The first of a number's groups of four digits, counted from the point, that is not zero. */
function leadingGroup(number) {
  const units = number.absolute().units;
  if (units === 0n) {
    return { weight: 0, digits: 0n };
  }
  const weight = Math.floor((`${units}`.length - 1 - number.scale) / 4);
  const shift = number.scale + 4 * weight;
  return { weight, digits: shift >= 0 ? units / 10n ** BigInt(shift) : units * 10n ** BigInt(-shift) };
}

function upToStep(quantity, step) {
  const steps = databaseQuotient(quantity.absolute(), step).rounded(0, "ceiling");
  return (quantity.sign() < 0 ? steps.negated() : steps).times(step);
}

/** What a row counts where its price rounds each row. */
function counted(row, step) {
  if (step === null || row.amount !== null) {
    return row.quantity;
  }
  if (row.whole === null) {
    return upToStep(row.quantity, step);
  }
  const rounded = upToStep(row.whole.quantity, step).rounded(24, "half-up");
  const seconds = (at) => new Decimal(at - row.whole.startedAt, 6);
  const passed = (at) => databaseQuotient(rounded.times(seconds(at)), seconds(row.whole.endedAt)).rounded(12, "down");
  return passed(row.endedAt).minus(passed(row.startedAt));
}

/** The step to which the rows of a SKU are rounded one by one: the group's own first. */
function findStep(roundings, sku, currency, at) {
  for (const level of roundings) {
    const found = (level.get(`${sku}\n${currency}`) ?? []).find((one) => one.from <= at && at < one.to);
    if (found) {
      return found.step;
    }
  }
  return null;
}

/**
 * The usage of a month in the order of invoice lines, each with its exact amount.
 *
 * @param source rows, memberships, roundings, prices, currency
 */
function rateUsage(source) {
  const sums = new Map();
  const found = new Map();
  for (const row of source.rows) {
    requireMember(row, source.memberships);
    // Prices change at midnight only.
    const day = `${row.sku}\n${row.startedAt / 86_400_000_000n}`;
    if (!found.has(day)) {
      found.set(day, findPrice(source.prices, row.sku, source.currency, row.startedAt));
    }
    const price = row.pricedIn === null ? found.get(day) : null;
    if (row.pricedIn === null && (price === null || price.unit !== row.unit)) {
      throw new Difference(row.file, row.line, `a price for SKU ${row.sku} per ${row.unit}`,
        price ? `one per ${price.unit}` : "none");
    }
    add(sums, row, price, counted(row, findStep(source.roundings, row.sku, source.currency, row.startedAt)));
  }
  const lines = [...sums.values()].sort(bySumOrder);
  priceAll(lines.filter((line) => line.price !== null));
  return lines.sort(byLineOrder);
}

function requireMember(row, memberships) {
  if (!(memberships.get(row.project) ?? []).some((one) => one.from <= row.startedAt && row.startedAt < one.to)) {
    throw new Difference(row.file, row.line, `usage of a project of the group at ${textOfInstant(row.startedAt)}`,
      `project ${row.project}`);
  }
}

function add(sums, row, price, quantity) {
  const key = [row.project, row.service, row.sku, row.unit, price ? price.id : "", row.pricedIn ?? ""].join("\n");
  const sum = sums.get(key);
  if (!sum) {
    sums.set(key, {
      project: row.project,
      service: row.service,
      sku: row.sku,
      unit: row.unit,
      price,
      currency: price ? price.currency : row.pricedIn,
      quantity,
      amount: row.amount ?? ZERO,
      description: row.description,
      records: 1,
      startedAt: row.startedAt,
      endedAt: row.endedAt,
    });
    return;
  }
  sum.quantity = sum.quantity.plus(quantity);
  sum.amount = row.amount === null ? sum.amount : sum.amount.plus(row.amount);
  sum.description = sum.description === row.description ? sum.description : "";
  sum.records += 1;
  sum.startedAt = row.startedAt < sum.startedAt ? row.startedAt : sum.startedAt;
  sum.endedAt = row.endedAt > sum.endedAt ? row.endedAt : sum.endedAt;
}

function byWhatIsUsed(a, b, compare) {
  return compare(a.project, b.project) || compare(a.service, b.service) || compare(a.sku, b.sku)
    || compare(a.unit, b.unit);
}

/** Numbers by size, texts by their code units. */
function compareValues(a, b) {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** In this order the projects of a pool get what is left when an amount is shared. */
function bySumOrder(a, b) {
  return byWhatIsUsed(a, b, compareTexts) || compareValues(a.price ? 1 : 0, b.price ? 1 : 0)
    || compareTexts(a.currency, b.currency) || compareValues(a.startedAt, b.startedAt);
}

/** As the program sorts them, which is not the order of characters' numbers beyond U+FFFF. */
function byLineOrder(a, b) {
  return byWhatIsUsed(a, b, compareValues) || compareValues(a.price ? 0 : 1, b.price ? 0 : 1)
    || compareTexts(a.currency, b.currency) || compareValues(a.startedAt, b.startedAt)
    || compareValues(BigInt(a.price ? a.price.id : 0), BigInt(b.price ? b.price.id : 0));
}

/** Where tiers are filled by all projects of the group together, the amount is shared among their lines. */
function priceAll(lines) {
  for (const line of lines) {
    const { rounding, step } = line.price;
    line.quantity = rounding === "line" ? line.quantity.dividedBy(step, 0, "up").times(step) : line.quantity;
  }
  const pools = groupedBy(lines,
    (line) => (line.price.tierScope === "billing_group" ? `${line.price.id}\n${line.sku}` : line));
  for (const pool of pools.values()) {
    const quantities = pool.map((line) => line.quantity);
    const amount = amountOf(pool[0].price, sumOf(quantities));
    const amounts = pool.length === 1 ? [amount] : shared(amount, quantities, Math.max(12, amount.scale));
    pool.forEach((line, i) => {
      line.amount = amounts[i];
    });
  }
}
