/* What a run froze for everyone and for the group, as its seal has it: from this the invoices are calculated again. */

/** What the seals of the archive say, by run and by invoice. */
class Inputs {
  constructor(archive) {
    this.archive = archive;
    this.contents = archive.json(CONTENTS);
    requireFormat(this.contents.format, CONTENTS_FORMAT, CONTENTS, "an archive");
    this.seals = this.contents.runs.map((run) => readSeal(archive, run.seal));
    this.runs = new Map();
    this.invoiceLeaves = new Set();
    this.contents.runs.forEach((run, i) => this.addRun(run, this.seals[i], i));
  }

  addRun(run, seal, order) {
    // Else a forged run could stand beside the one whose root is known.
    if (this.runs.has(run.key)) {
      throw new Difference(CONTENTS, 0, `run ${run.key} once`, "a second time");
    }
    for (const { subject } of seal.leaves.values()) {
      if (this.invoiceLeaves.has(subject)) {
        throw new Difference(`${seal.folder}/seal.json`, 0, `one leaf of ${subject}`, "a second one");
      }
      if (subject.startsWith("invoice ")) {
        this.invoiceLeaves.add(subject);
      }
    }
    const leaf = (subject) => [...seal.leaves.values()].find((one) => one.subject === subject);
    const invoices = run.invoices.map((number) => invoiceOf(this.required(leaf(`invoice ${number}`), seal, number)));
    const inputs = run.inputs
      ? this.frozen(this.required(leaf(`run ${seal.subject}`), seal, seal.subject),
        this.required(leaf(`group ${this.contents.group}`), seal, this.contents.group))
      : null;
    if (inputs && inputs.key !== run.key) {
      throw new Difference(CONTENTS, 0, `run ${inputs.key}`, run.key);
    }
    this.runs.set(run.key, { ...run, seal, order, invoices, inputs });
  }

  required(leaf, seal, what) {
    if (!leaf) {
      throw new Difference(`${seal.folder}/seal.json`, 0, `a leaf of ${what}`, "none");
    }
    return leaf;
  }

  frozen(runLeaf, groupLeaf) {
    const [run] = runLeaf.tables.invoicing_run;
    const [group] = groupLeaf.tables.frozen_group;
    return {
      key: `${run.period.slice(0, 7)} attempt ${run.attempt}`,
      month: monthOf(run.period),
      run,
      seller: JSON.parse(run.seller),
      group: JSON.parse(group.fields),
      prices: priceListOf(runLeaf, groupLeaf),
      runLeaf,
      groupLeaf,
    };
  }

  run(key) {
    const found = this.runs.get(key);
    if (!found?.inputs) {
      throw new Difference(CONTENTS, 0, `what run ${key} froze`, "nothing");
    }
    return found.inputs;
  }

  /** The invoice that is proved, and its run. */
  own() {
    const run = this.run(this.contents.run);
    const invoice = this.runs.get(this.contents.run).invoices.find((one) => one.number === this.contents.invoice);
    if (!invoice) {
      throw new Difference(CONTENTS, 0, `invoice ${this.contents.invoice}`, "none");
    }
    if (invoice.group !== this.contents.group) {
      throw new Difference(CONTENTS, 0, `group ${invoice.group}`, `group ${this.contents.group}`);
    }
    return { run, invoice };
  }

  /** The invoices of the group that were issued before, by other runs. */
  before(own) {
    return [...this.runs.values()].filter((run) => run.key !== this.contents.run).flatMap((run) => run.invoices)
      .filter((invoice) => invoice.group === own.group && BigInt(invoice.entry) < BigInt(own.entry));
  }

  /** The rules of a month by what a run froze for it; rates that it lacks come from the run that bills it now. */
  rules(base, month, own) {
    const published = (inputs) => inputs.runLeaf.tables.frozen_exchange_rate
      .filter((row) => monthOf(row.period) === month);
    const rates = published(base).length > 0 ? published(base) : published(own);
    return {
      month,
      seller: base.seller,
      taxRates: base.runLeaf.tables.frozen_tax_rate,
      rates: new Map(rates.map((row) => [row.currency, Decimal.of(row.rate)])),
      ratesOf: rates[0]?.day ?? null,
      smallAmounts: smallAmounts(own.run.small_amounts),
      zeroInvoicesSkipped: own.run.zero_invoices_skipped === "t",
      orderOf: (key) => (key === "" ? -1 : this.runs.get(key).order),
    };
  }

  /** The usage of a month in the order of its lines, priced by a run and those that billed late usage after it. */
  rated(own, base, month, laterRuns) {
    const inMonth = (row) => monthOf(row.period) === month;
    const roundings = (leaf) => groupedBy(leaf.tables.frozen_interval_rounding
      .filter((row) => row.base_run_id === base.key)
      .map((row) => ({
        sku: row.sku,
        currency: row.currency,
        from: instantOfSeconds(row.valid_from),
        to: instantOfSeconds(row.valid_to),
        step: decimalOf(row.step),
      })), (one) => `${one.sku}\n${one.currency}`);
    return rateUsage({
      rows: readUsage(this.archive, month),
      memberships: groupedBy(own.groupLeaf.tables.frozen_membership.filter(inMonth).map((row) => ({
        project: row.project_id,
        from: instantOfSeconds(row.valid_from),
        to: instantOfSeconds(row.valid_to),
      })), (one) => one.project),
      roundings: [own.groupLeaf, own.runLeaf].map(roundings),
      prices: [base, ...laterRuns].map((inputs) => inputs.prices),
      currency: base.group.currency,
    });
  }

  /** All invoices of the group in the run. */
  calculate(own, invoice) {
    const before = this.before(invoice);
    const rules = this.rules(own, own.month, own);
    const group = { ...own.group, credits: this.credits(own) };
    const late = own.groupLeaf.tables.frozen_prior_period
      .map((row) => this.late(own, row, before));
    const terms = own.groupLeaf.tables.frozen_commitment_term.flatMap((row) => this.term(own, row, before, rules));
    const lines = monthLines(group, this.rated(own, own, own.month, []), rules, new Set());
    return calculateInvoices(group, lines, late, terms, rules);
  }

  late(own, row, before) {
    const month = monthOf(row.period);
    const base = this.run(row.base_run_id);
    const earlier = elementsOf(row.earlier_runs).map((key) => this.run(key));
    const laterRuns = [...earlier, own].filter((inputs) => inputs !== base);
    const rules = this.rules(base, month, own);
    const billed = billedFor(month, before);
    if (isForTerm(base.group.commitment)) {
      // It is settled for the term as a whole.
      billed.forEach((line, key) => line.settles === "commitment_fee" && billed.delete(key));
    }
    const kinds = new Set([...billed.values()].map((line) => line.settles).filter((kind) => kind !== null));
    const today = monthLines(base.group, this.rated(own, base, month, laterRuns), rules, kinds);
    const lines = lateLines(today, billed);
    return {
      currency: base.group.currency,
      run: base.key,
      customer: base.group,
      lines,
      taxes: taxesWithLines(distinctTaxes(today), lines),
    };
  }

  term(own, row, before, rules) {
    const term = {
      currency: row.currency,
      amount: Decimal.of(row.amount),
      first: monthOf(row.first_period),
      last: monthOf(row.last_period),
      agreedLast: monthOf(row.agreed_last_period),
    };
    if (covers(term, own.month)) {
      return [termBalance(term, before, { run: own.key, group: own.group, rules })];
    }
    if (row.settled_by_run_id === null) {
      return [];
    }
    const then = this.run(row.settled_by_run_id);
    return [termBalance(term, before, { run: then.key, group: then.group, rules: this.rules(then, term.last, own) })];
  }

  credits(own) {
    return own.groupLeaf.tables.frozen_credit.map((row) => ({
      id: row.credit_id,
      prepaid: row.kind === "prepaid",
      description: row.description,
      currency: this.contents.credits[row.credit_id],
      remaining: Decimal.of(row.remaining),
    }));
  }
}

/** EUR=1.00,JPY=150, or an amount in euros alone. */
function smallAmounts(text) {
  return new Map((text ?? "").split(",").filter((part) => part !== "").map((part) => {
    const [first, second] = part.split("=");
    return second === undefined ? ["EUR", Decimal.of(first)] : [first, Decimal.of(second)];
  }));
}

/** An issued invoice as its leaf has it. */
function invoiceOf(leaf) {
  const [invoice] = leaf.tables.invoice;
  const [issued] = leaf.tables.issued_invoice;
  return {
    number: issued.number,
    group: invoice.group_id,
    currency: invoice.currency,
    entry: issued.journal_entry,
    head: invoice,
    lines: leaf.tables.invoice_line.map(lineOfRow),
    taxes: leaf.tables.invoice_tax,
    uses: leaf.tables.credit_consumption,
    documents: leaf.tables.document,
  };
}

function lineOfRow(row) {
  const [priceAmount, listAmount] = row.price_amount.split(" of ");
  return {
    type: row.line_type,
    project: row.project,
    service: row.service,
    sku: row.sku,
    description: row.description,
    quantity: decimalOf(row.quantity),
    unit: row.unit,
    priceId: row.price_id,
    priceCurrency: row.price_currency,
    listAmount: decimalOf(listAmount),
    priceAmount: Decimal.of(priceAmount),
    preDiscountAmount: Decimal.of(row.pre_discount_amount),
    discountPercent: decimalOf(row.discount_percent),
    amount: Decimal.of(row.amount),
    exchangeRate: row.exchange_rate === null
      ? null
      : { rate: Decimal.of(row.exchange_rate), day: row.exchange_rate_day },
    tax: { category: row.tax_category, rate: Decimal.of(row.tax_rate) },
    month: monthOf(row.period),
    startedAt: instantOfSeconds(row.started_at),
    endedAt: instantOfSeconds(row.ended_at),
    records: Number(row.record_count),
    creditId: row.credit_id,
    settles: row.settles,
    tags: JSON.parse(row.tags),
    place: row.place,
  };
}
