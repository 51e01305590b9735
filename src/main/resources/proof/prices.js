/* The prices of a run, which of them counts for a SKU, and what a quantity costs by it. */

/** A price as the seal has it; only those of the group itself have a third cell. */
function priceOf(row) {
  const [sku, currency, validFrom, model, unit, packageSize, freeUnits, tierScope, rounding, step, taxClass, tiers] =
    cellsOf(row.price);
  return {
    id: row.price_id,
    sku,
    currency,
    validFrom: startOfDay(validFrom),
    validUntil: row.valid_until ? startOfDay(row.valid_until) : ALWAYS,
    model,
    unit,
    packageSize: decimalOf(packageSize),
    freeUnits: decimalOf(freeUnits) ?? ZERO,
    tierScope,
    rounding,
    step: decimalOf(step),
    taxClass,
    tiers: elementsOf(tiers).map((tier) => {
      const [, upTo, unitPrice, flatFee] = cellsOf(tier);
      return { upTo: decimalOf(upTo), unitPrice: decimalOf(unitPrice) ?? ZERO, flatFee: decimalOf(flatFee) ?? ZERO };
    }),
  };
}

/** The prices that a run froze for everyone and for the group; which is preferred the run says too. */
function priceListOf(runLeaf, groupLeaf) {
  const ends = new Map(runLeaf.tables["frozen_price.valid_until"].map((row) => [row.price_id, row.valid_until]));
  const general = runLeaf.tables.frozen_price
    .map((row) => priceOf({ ...row, valid_until: ends.get(row.price_id) }));
  return {
    ownCurrencyFirst: runLeaf.tables["invoicing_run.own_currency_first"].length > 0,
    levels: [groupLeaf.tables.frozen_price.map(priceOf), general]
      .map((prices) => groupedBy(prices, (price) => price.sku)),
  };
}

/**
 * The price of a SKU at an instant: the group's own before those for everyone, then one in the group's currency, then
 * the most exact SKU, and at last the one that began last. What a list lacks the next one may have.
 */
function findPrice(lists, sku, currency, at) {
  const patterns = [sku];
  for (let length = sku.length; length >= 0; length -= 1) {
    patterns.push(`${sku.slice(0, length)}*`);
  }
  for (const list of lists) {
    for (const level of list.levels) {
      const candidates = patterns.map((pattern) => level.get(pattern)).filter((found) => found);
      const orders = list.ownCurrencyFirst
        ? [currency, null].flatMap((only) => candidates.map((prices) => [prices, only]))
        : candidates.flatMap((prices) => [currency, null].map((only) => [prices, only]));
      for (const [prices, only] of orders) {
        const price = inForce(prices, only, at);
        if (price) {
          return price;
        }
      }
    }
  }
  return null;
}

function inForce(prices, currency, at) {
  let last = null;
  for (const price of prices) {
    if (price.validFrom <= at && at < price.validUntil && (currency === null || price.currency === currency)
        && (last === null || price.currency < last.currency
          || (price.currency === last.currency && price.validFrom > last.validFrom))) {
      last = price;
    }
  }
  return last;
}

/** The exact amount for a quantity. */
function amountOf(price, quantity) {
  if (quantity.isZero()) {
    return ZERO;
  }
  switch (price.model) {
    case "per_unit":
    case "graduated":
      return graduated(price, quantity);
    case "volume": {
      const tier = tierOf(price, quantity);
      return quantity.times(tier.unitPrice).plus(quantity.sign() > 0 ? tier.flatFee : ZERO);
    }
    case "package": {
      const charged = requirePositive(price, quantity).minus(price.freeUnits);
      const blocks = (charged.sign() > 0 ? charged : ZERO).dividedBy(price.packageSize, 0, "ceiling");
      return blocks.times(tierOf(price, quantity).unitPrice);
    }
    case "stairstep":
      return tierOf(price, requirePositive(price, quantity)).flatFee;
    default:
      throw new Error(`price model ${price.model} is not known`);
  }
}

/** Each tier prices its own slice of the quantity; every tier entered adds its flat fee. */
function graduated(price, quantity) {
  if (quantity.sign() < 0) {
    return quantity.times(price.tiers[0].unitPrice);
  }
  tierOf(price, quantity);
  let amount = ZERO;
  let below = ZERO;
  for (const tier of price.tiers) {
    if (quantity.compare(below) <= 0) {
      break;
    }
    const upper = tier.upTo === null ? quantity : quantity.least(tier.upTo);
    amount = amount.plus(upper.minus(below).times(tier.unitPrice)).plus(tier.flatFee);
    below = upper;
  }
  return amount;
}

function tierOf(price, quantity) {
  const tier = price.tiers.find((one) => one.upTo === null || quantity.compare(one.upTo) <= 0);
  if (!tier) {
    throw new Error(`the quantity ${quantity} of ${price.sku} is beyond the last tier`);
  }
  return tier;
}

function requirePositive(price, quantity) {
  if (quantity.sign() < 0) {
    throw new Error(`the negative quantity ${quantity} of ${price.sku} has no price in the model ${price.model}`);
  }
  return quantity;
}

/** The price adjustment that counts: the most exact SKU, then the most exact service; null if there is none. */
function findAdjustment(terms, month, service, sku) {
  const exactness = (pattern, text) => {
    const wanted = pattern ?? "*";
    const fits = wanted.endsWith("*") ? text.startsWith(wanted.slice(0, -1)) : wanted === text;
    return fits ? wanted.length + (wanted.endsWith("*") ? 0 : 10_000) : -1;
  };
  let best = null;
  for (const adjustment of terms.price_adjustments ?? []) {
    if (isWithin(month, adjustment.from, adjustment.until)) {
      const of = [exactness(adjustment.sku, sku), exactness(adjustment.service, service)];
      if (of[0] >= 0 && of[1] >= 0 && (best === null || of[0] > best.of[0]
          || (of[0] === best.of[0] && of[1] > best.of[1]))) {
        best = { adjustment, of };
      }
    }
  }
  return best && Decimal.of(best.adjustment.percent).sign() !== 0 ? best.adjustment : null;
}
