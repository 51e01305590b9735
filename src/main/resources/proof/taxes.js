/* Which tax is due, by the countries of seller and buyer, as the seller's program decides. */

const EUROPEAN_UNION = ("AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK").split(" ");

function territoryByCode(code) {
  return TERRITORIES.find((territory) => code?.length === 2 && territory.codes.includes(code));
}

function territoryOf(buyer) {
  return territoryByCode(buyer.country_code) ?? TERRITORIES.find((one) => one.key === buyer.tax_territory);
}

function stateOf(country) {
  const territory = territoryByCode(country);
  return territory?.ownState ? territory.state : country;
}

/** The country whose tax law holds where the buyer is; null where none does. */
function taxCountry(seller, buyer) {
  const territory = territoryOf(buyer);
  if (!territory) {
    return buyer.country_code;
  }
  const own = stateOf(seller.country_code) === territory.state ? territory.ownState : territory.others;
  const atHome = buyer.country_code === seller.country_code && territory.codes.includes(buyer.country_code);
  return own || (atHome ? buyer.country_code : null);
}

function taxCategory(seller, buyer) {
  if (buyer.tax_exempt_reason != null) {
    return "E";
  }
  const country = taxCountry(seller, buyer);
  const state = stateOf(seller.country_code);
  if (country === null) {
    return "O";
  }
  if (country === seller.country_code || stateOf(country) === state) {
    return "S";
  }
  if (!EUROPEAN_UNION.includes(state) || !EUROPEAN_UNION.includes(country)) {
    return "O";
  }
  const prefix = (buyer.vat_id ?? "").slice(0, 2);
  const registeredIn = prefix === "EL" ? "GR" : prefix === "GR" ? "" : prefix;
  return EUROPEAN_UNION.includes(registeredIn) && registeredIn !== state ? "AE" : "S";
}

/** The tax of a line: category, rate and, where the buyer is exempt, his reason. */
function taxOf(rules, buyer, taxClass) {
  const category = taxCategory(rules.seller, buyer);
  if (category !== "S") {
    return { category, rate: ZERO, reason: category === "E" ? buyer.tax_exempt_reason : category };
  }
  const country = taxCountry(rules.seller, buyer);
  const last = lastDayOf(rules.month);
  const [rate] = rules.taxRates
    .filter((one) => one.country_code === country && one.tax_class === taxClass && one.valid_from <= last)
    .sort((a, b) => compareTexts(b.valid_from, a.valid_from));
  if (!rate) {
    throw new Error(`there is no tax rate of class ${taxClass} for ${country} on ${last}`);
  }
  const percent = Decimal.of(rate.rate);
  return { category: percent.isZero() ? "Z" : "S", rate: percent, reason: null };
}

function isSameTax(a, b) {
  return a.category === b.category && a.rate.equals(b.rate);
}

/** What is not subject to tax is alone, and a tax has one reason. */
function mayStandTogether(decisions) {
  const outside = decisions.filter((decision) => decision.category === "O").length;
  return (outside === 0 || outside === decisions.length)
    && decisions.every((one) => decisions.every((other) => !isSameTax(one, other) || one.reason === other.reason));
}

/** The rate between two currencies through the euro: as published, or to ten significant digits. */
function exchangeRate(rules, from, to) {
  const perEuro = (currency) => (currency === "EUR" ? Decimal.of("1") : rules.rates.get(currency));
  if (!perEuro(from) || !perEuro(to)) {
    throw new Error(`there is no exchange rate from ${from} to ${to} for ${textOfMonth(rules.month)}`);
  }
  return { rate: from === "EUR" ? perEuro(to) : perEuro(to).dividedTo(perEuro(from), 10), day: rules.ratesOf };
}

function decimalsOf(currency) {
  return DECIMALS[currency] ?? 2;
}

function roundedTo(currency, amount) {
  return amount.rounded(decimalsOf(currency), "half-up");
}
