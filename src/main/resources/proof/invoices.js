/* From lines to invoices: promotional credits, small amounts, taxes, prepaid credits. */

/**
 * The invoices of a group: lines of late usage go beside those of the month where they can, else on one of their own.
 *
 * @param late what is left of earlier months
 * @param terms the balances of the commitments over a term
 */
function calculateInvoices(group, own, late, terms, rules) {
  const settled = terms.filter((balance) => !covers(balance.term, rules.month))
    .flatMap((balance) => termDifference(late.reduce((so, earlier) => withLines(so, earlier.currency, earlier.lines),
      balance)));
  const all = [...late, ...settled];
  for (const balance of terms.filter((one) => covers(one.term, rules.month))) {
    const used = [...all, { currency: group.currency, lines: own }]
      .reduce((so, some) => withLines(so, some.currency, some.lines), balance);
    const line = termLine(used, rules.month);
    if (own.length > 0 || !line.amount.isZero()) {
      own.push(line);
    }
  }
  const invoices = [{ currency: group.currency, run: "", customer: group, lines: own, taxes: distinctTaxes(own) }];
  all.filter((earlier) => earlier.lines.length > 0).forEach((earlier) => place(earlier, invoices));
  let { credits } = group;
  return invoices.filter((invoice) => hasAnythingToTell(invoice, rules))
    .sort((a, b) => compareTexts(a.currency, b.currency) || compareValues(rules.orderOf(a.run), rules.orderOf(b.run)))
    .map((invoice) => {
      const totals = total(invoice, credits, rules);
      credits = credits.map((credit) => ({
        ...credit,
        remaining: credit.remaining.minus(totals.uses.get(credit.id) ?? ZERO),
      }));
      return totals;
    });
}

function hasAnythingToTell(invoice, rules) {
  return invoice.lines.some((line) => !rules.zeroInvoicesSkipped || line.records !== 0
    || !line.preDiscountAmount.isZero() || !line.amount.isZero());
}

function place(late, invoices) {
  const [present] = invoices;
  let invoice = invoices.find((one) => canCarry(one, late));
  if (!invoice) {
    const asNow = isTaxedLike(late.customer, present.customer)
      && !invoices.some((other) => other.currency === late.currency && other.run === "");
    invoice = {
      currency: late.currency,
      run: asNow ? "" : late.run,
      customer: asNow ? present.customer : late.customer,
      lines: [],
      taxes: [],
    };
    invoices.push(invoice);
  }
  invoice.lines.push(...late.lines);
  invoice.taxes.push(...late.taxes);
}

function canCarry(invoice, late) {
  return invoice.currency === late.currency
    && (invoice.run === "" ? isTaxedLike : isSameCustomer)(late.customer, invoice.customer)
    && mayStandTogether([...taxesWithLines(invoice.taxes, invoice.lines), ...late.taxes]);
}

function isTaxedLike(a, b) {
  return ["country_code", "vat_id"].every((field) => (a[field] ?? null) === (b[field] ?? null))
    && (a.tax_territory ?? "none") === (b.tax_territory ?? "none");
}

function isSameCustomer(a, b) {
  return isTaxedLike(a, b) && JSON.stringify(a.address_lines) === JSON.stringify(b.address_lines)
    && ["company", "city", "state", "zip_code", "tax_exempt_reason"]
      .every((field) => (a[field] ?? null) === (b[field] ?? null));
}

/** The taxes of an invoice: one for each category and rate, on the sum of its lines. */
function taxesOf(invoice) {
  return taxesWithLines(distinct(invoice.taxes), invoice.lines).map((tax) => {
    const basis = sumOf(invoice.lines.filter((line) => isSameTax(line.tax, tax)).map((line) => line.amount));
    const subtotal = { ...tax, basis };
    setTax(subtotal, invoice.currency);
    return subtotal;
  });
}

function distinct(taxes) {
  return taxes.filter((tax, i) => taxes.findIndex((other) => isSameTax(tax, other)) === i);
}

/** The taxes of lines in the order in which they come first. */
function distinctTaxes(lines) {
  return distinct(lines.map((line) => line.tax));
}

function taxesWithLines(taxes, lines) {
  return taxes.filter((tax) => lines.some((line) => isSameTax(line.tax, tax)));
}

function setTax(tax, currency) {
  tax.amount = roundedTo(currency, tax.basis.percent(tax.rate));
}

function netOf(invoice) {
  return sumOf(invoice.lines.map((line) => line.amount));
}

function total(invoice, allCredits, rules) {
  const { currency, lines } = invoice;
  const credits = allCredits.filter((credit) => credit.currency === currency);
  const uses = new Map();
  const add = (type, description, amount, tax, creditId) => lines.push({
    ...groupLine(type, currency, amount, { category: tax.category, rate: tax.rate, reason: tax.reason }, rules.month,
      description),
    creditId,
  });
  for (const { credit, tax, amount } of promotional(credits.filter((credit) => !credit.prepaid), taxesOf(invoice),
    currency)) {
    add("credit_consumption", credit.description, amount.negated(), tax, credit.id);
    uses.set(credit.id, (uses.get(credit.id) ?? ZERO).plus(amount));
  }
  const net = netOf(invoice);
  if (net.sign() > 0 && net.compare(rules.smallAmounts.get(currency) ?? ZERO) < 0) {
    taxesOf(invoice).filter((tax) => !tax.basis.isZero())
      .forEach((tax) => add("rounding", null, tax.basis.negated(), tax, null));
  }
  const taxes = taxesOf(invoice);
  const netTotal = netOf(invoice);
  const taxTotal = sumOf(taxes.map((tax) => tax.amount));
  const gross = netTotal.plus(taxTotal);
  let prepaid = ZERO;
  for (const credit of credits.filter((one) => one.prepaid)) {
    const used = credit.remaining.least(gross.minus(prepaid));
    if (used.sign() > 0) {
      uses.set(credit.id, used);
      prepaid = prepaid.plus(used);
    }
  }
  return {
    ...invoice,
    taxes,
    netTotal,
    taxTotal,
    total: gross,
    prepaid,
    amountDue: gross.minus(prepaid),
    sellerTax: sellerTax(taxTotal, currency, rules),
    uses,
  };
}

/** The tax in the currency of the seller's books. */
function sellerTax(taxTotal, currency, rules) {
  const own = rules.seller.currency;
  if (taxTotal.isZero() || currency === own) {
    return null;
  }
  const rate = exchangeRate(rules, currency, own);
  return { currency: own, amount: roundedTo(own, taxTotal.times(rate.rate)), rate };
}

/** What is taken from promotional credits: from each tax in proportion to what is charged, and never more than that. */
function promotional(credits, taxes, currency) {
  const taken = [];
  for (const credit of credits) {
    const most = taxes.length > 0 ? credit.remaining.least(mostCredit(taxes, currency)) : ZERO;
    if (most.sign() > 0) {
      const charged = taxes.filter((tax) => tax.basis.sign() > 0);
      const shares = shared(most, charged.map((tax) => tax.basis), decimalsOf(currency));
      charged.forEach((tax, i) => {
        if (shares[i].sign() > 0) {
          taken.push({ credit, tax, amount: shares[i] });
          tax.basis = tax.basis.minus(shares[i]);
          setTax(tax, currency);
        }
      });
    }
  }
  return taken;
}

/** The net total; less where late usage has made the basis of a tax negative. */
function mostCredit(taxes, currency) {
  const net = sumOf(taxes.map((tax) => tax.basis));
  if (!taxes.some((tax) => tax.basis.sign() < 0)) {
    return net;
  }
  const gross = taxes.reduce((sum, tax) => sum.plus(tax.amount), net);
  const highest = taxes.reduce((rate, tax) => (tax.rate.compare(rate) > 0 ? tax.rate : rate), taxes[0].rate);
  const unit = new Decimal(1n, decimalsOf(currency));
  const most = gross.dividedBy(new Decimal(1n, 0).plus(highest.hundredth()), decimalsOf(currency), "floor").minus(unit);
  return net.least(most);
}
