/* Compares what was calculated again with what was sealed, and tells the first difference. */

/** The columns of a line, each as text. */
const LINE_COLUMNS = {
  type: (line) => line.type,
  project: (line) => line.project,
  service: (line) => line.service,
  sku: (line) => line.sku,
  quantity: (line) => line.quantity,
  unit: (line) => line.unit,
  "price id": (line) => line.priceId,
  "price currency": (line) => line.priceCurrency,
  "list amount": (line) => line.listAmount,
  "price amount": (line) => line.priceAmount,
  "exchange rate": (line) => line.exchangeRate?.rate,
  "day of the exchange rate": (line) => line.exchangeRate?.day,
  "amount before discount": (line) => line.preDiscountAmount,
  "discount in percent": (line) => line.discountPercent,
  amount: (line) => line.amount,
  "tax category": (line) => line.tax.category,
  "tax rate": (line) => line.tax.rate,
  month: (line) => textOfMonth(line.month),
  start: (line) => textOfInstant(line.startedAt),
  end: (line) => textOfInstant(line.endedAt),
  "usage rows": (line) => line.records,
  credit: (line) => line.creditId,
  settles: (line) => line.settles,
};

function isSameValue(a, b) {
  return a instanceof Decimal && b instanceof Decimal ? a.equals(b) : (a ?? null) === (b ?? null);
}

function shown(value) {
  return value == null || value === "" ? "nothing" : `${value}`;
}

/**
 * What is wrong with a line as it was invoiced, or null.
 *
 * @param tagsOf the texts of the tags that the lines of each project may have
 */
function lineDifference(sealed, expected, tagsOf) {
  const { file, line } = sealed.place;
  for (const [name, valueOf] of Object.entries(LINE_COLUMNS)) {
    if (!isSameValue(valueOf(sealed), valueOf(expected))) {
      return new Difference(file, line, `${name} ${shown(valueOf(expected))}`, `${name} ${shown(valueOf(sealed))}`);
    }
  }
  // What the program words itself is null here: a later version may word it otherwise.
  if (expected.description !== null && sealed.description !== expected.description) {
    return new Difference(file, line, `description ${shown(expected.description)}`,
      `description ${shown(sealed.description)}`);
  }
  const tags = tagsText(sealed.tags);
  const possible = tagsOf.get(sealed.project) ?? [NO_TAGS];
  return possible.includes(tags)
    ? null
    : new Difference(file, line, `tags ${possible.join(" or ")}`, `tags ${tags}`);
}

const NO_TAGS = "{}";

function tagsText(tags) {
  return JSON.stringify(Object.fromEntries(Object.entries(tags).sort(([a], [b]) => compareTexts(a, b))));
}

function compareLines(sealed, expected, memberships) {
  const tagsOf = new Map();
  groupedBy(memberships, (row) => row.project_id).forEach((rows, project) => {
    const own = rows.map((row) => tagsText(JSON.parse(row.tags))).filter((text) => text !== NO_TAGS);
    tagsOf.set(project, own.length === 0 ? [NO_TAGS] : own);
  });
  const lines = sealed.lines.map((line, i) => ({
    line,
    place: i + 1,
    difference: expected.lines[i]
      ? lineDifference(line, expected.lines[i], tagsOf)
      : new Difference(line.place.file, line.place.line, "no line", `${line.type} ${line.amount}`),
  }));
  const missing = expected.lines[sealed.lines.length];
  return missing && !lines.some((one) => one.difference)
    ? [...lines, { line: missing, place: lines.length + 1, difference: new Difference(sealed.lines[0]?.place.file
      ?? "the invoice", sealed.lines.length + 1, `${missing.type} ${missing.sku ?? ""} ${missing.amount}`, "no line") }]
    : lines;
}

/** The figures of the invoice below its lines, each with what it should be. */
function figures(sealed, expected) {
  const { head } = sealed;
  const all = [
    ["lines", head.line_count, `${expected.lines.length}`],
    ["net total", decimalOf(head.net_total), expected.netTotal],
    ["tax total", decimalOf(head.tax_total), expected.taxTotal],
    ["total", decimalOf(head.total), expected.total],
    ["prepaid", decimalOf(head.prepaid), expected.prepaid],
    ["amount due", decimalOf(head.amount_due), expected.amountDue],
    ["currency of the seller's books", head.seller_currency, expected.sellerTax?.currency],
    ["tax in that currency", decimalOf(head.seller_tax_total), expected.sellerTax?.amount],
    ["exchange rate of the tax", decimalOf(head.seller_exchange_rate), expected.sellerTax?.rate.rate],
    ["day of that rate", head.seller_exchange_rate_day, expected.sellerTax?.rate.day],
    ["number of taxes", `${sealed.taxes.length}`, `${expected.taxes.length}`],
    ["number of credits used", `${sealed.uses.length}`, `${expected.uses.size}`],
  ];
  for (const row of sealed.taxes) {
    const own = expected.taxes.find((tax) => tax.category === row.category && tax.rate.equals(Decimal.of(row.rate)));
    const name = `tax ${row.category} ${row.rate} %`;
    all.push([`${name}: basis`, Decimal.of(row.basis), own?.basis],
      [`${name}: amount`, Decimal.of(row.amount), own?.amount]);
    if (row.category === "E") {
      all.push([`${name}: reason`, row.reason, own?.reason]);
    }
  }
  for (const row of sealed.uses) {
    all.push([`taken from credit ${row.credit_id}`, Decimal.of(row.amount), expected.uses.get(row.credit_id)]);
  }
  return all.map(([name, found, wanted]) => ({
    name,
    found: shown(found),
    difference: isSameValue(found, wanted)
      ? null
      : new Difference(head.place.file, head.place.line, `${name} ${shown(wanted)}`, `${name} ${shown(found)}`),
  }));
}

/** The files of the invoice are those whose hashes were sealed with it. */
function checkDocuments(archive, invoice) {
  const present = new Set([...archive.files.keys()].filter((path) => path.startsWith("invoice/")));
  for (const row of invoice.documents) {
    const path = `invoice/${row.path.slice(row.path.lastIndexOf("/") + 1)}`;
    const bytes = archive.bytes(path);
    const found = archive.hash(bytes);
    if (found !== row.sha256 || `${bytes.length}` !== row.bytes) {
      throw new Difference(path, 0, `SHA-256 ${row.sha256}, as sealed`, `SHA-256 ${found}`);
    }
    present.delete(path);
  }
  for (const path of present) {
    throw new Difference(path, 0, "a file that was sealed with the invoice", "another one");
  }
  return invoice.documents.length;
}

/**
 * Checks an archive, step by step until something differs.
 *
 * @param files the bytes of each file by its path
 * @param host text: bytes of UTF-8 to text; sha256: bytes to bytes
 * @return steps with what each found, the lines and figures of the invoice, the seals, and the first difference
 */
function checkArchive(files, host) {
  const archive = new Archive(files, host);
  const result = { steps: [], lines: [], figures: [], seals: [], ownSeal: null, invoice: null, difference: null };
  let inputs;
  let own;
  let expected;
  const steps = {
    Files: () => `${checkManifest(archive)} files have the hashes that the manifest says`,
    Seals: () => {
      inputs = new Inputs(archive);
      result.seals = inputs.seals;
      result.ownSeal = inputs.runs.get(inputs.contents.run)?.seal ?? null;
      const leaves = inputs.seals.reduce((sum, seal) => sum + seal.leaves.size, 0);
      return `the rows of ${leaves} sealed leaves lead to ${inputs.seals.length} root(s)`;
    },
    Documents: () => {
      own = inputs.own();
      result.invoice = own.invoice;
      return `${checkDocuments(archive, own.invoice)} documents are those that were sealed`;
    },
    Calculation: () => {
      expected = expectedInvoice(inputs, own);
      return "each line was calculated again from usage, prices and terms";
    },
    Lines: () => {
      result.lines = compareLines(own.invoice, expected, own.run.groupLeaf.tables.frozen_membership);
      requireNoDifference(result.lines);
      return `${result.lines.length} lines are as they should be`;
    },
    Totals: () => {
      result.figures = figures(own.invoice, expected);
      requireNoDifference(result.figures);
      return `${result.figures.length} figures are as they should be`;
    },
    "Nothing else": () => {
      archive.requireAllUsed();
      return "each file of the archive was used for one of these";
    },
  };
  for (const [name, work] of Object.entries(steps)) {
    try {
      result.steps.push({ name, detail: work(), difference: null });
    } catch (e) {
      result.difference = e instanceof Difference ? e : new Difference(name, 0, "what can be checked", `${e.message}`);
      result.steps.push({ name, detail: "what comes after it was not looked at", difference: result.difference });
      break;
    }
  }
  return result;
}

function expectedInvoice(inputs, { run, invoice }) {
  const expected = inputs.calculate(run, invoice)
    .find((one) => one.currency === invoice.currency && one.run === (invoice.head.customer_run_id ?? ""));
  if (!expected) {
    const { file } = invoice.head.place;
    throw new Difference(file, 1, "nothing to charge", `an invoice in ${invoice.currency}`);
  }
  return expected;
}

function requireNoDifference(checked) {
  const [first] = checked.map((one) => one.difference).filter((difference) => difference);
  if (first) {
    throw first;
  }
}
