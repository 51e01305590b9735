/* Decimal numbers: whole units and how many decimals they have, as exact as paper. */

/** The quotient of two whole numbers as one. */
function divideWhole(dividend, divisor, rounding) {
  const over = divisor < 0n ? -dividend : dividend;
  const under = divisor < 0n ? -divisor : divisor;
  const quotient = over / under;
  const rest = over % under;
  if (rest === 0n) {
    return quotient;
  }
  const away = over < 0n ? -1n : 1n;
  switch (rounding) {
    case "down":
      return quotient;
    case "up":
      return quotient + away;
    case "floor":
      return over < 0n ? quotient - 1n : quotient;
    case "ceiling":
      return over < 0n ? quotient : quotient + 1n;
    case "half-up":
      return (rest < 0n ? -rest : rest) * 2n >= under ? quotient + away : quotient;
    default:
      throw new Error(`${dividend} / ${divisor} is no whole number`);
  }
}

class Decimal {
  constructor(units, scale) {
    this.units = units;
    this.scale = scale;
  }

  static of(text) {
    const found = /^(-?)([0-9]+)(?:\.([0-9]+))?$/.exec(text);
    if (!found) {
      throw new Error(`'${text}' is not a number`);
    }
    const decimals = found[3] ?? "";
    const units = BigInt(found[2] + decimals);
    return new Decimal(found[1] ? -units : units, decimals.length);
  }

  /** The units that it would have with so many decimals, at least its own. */
  at(scale) {
    return this.units * 10n ** BigInt(scale - this.scale);
  }

  plus(other) {
    const scale = Math.max(this.scale, other.scale);
    return new Decimal(this.at(scale) + other.at(scale), scale);
  }

  minus(other) {
    return this.plus(other.negated());
  }

  times(other) {
    return new Decimal(this.units * other.units, this.scale + other.scale);
  }

  /** The quotient with so many decimals. */
  dividedBy(other, scale, rounding) {
    const shift = scale + other.scale - this.scale;
    return new Decimal(shift >= 0
      ? divideWhole(this.units * 10n ** BigInt(shift), other.units, rounding)
      : divideWhole(this.units, other.units * 10n ** BigInt(-shift), rounding), scale);
  }

  /** The quotient of two numbers above zero with so many significant digits, half up. */
  dividedTo(other, digits) {
    // Of numbers with n and m digits the quotient has its first digit at 10^(n-m) or one place below.
    let scale = digits - (`${this.units}`.length - this.scale) + (`${other.units}`.length - other.scale);
    if (`${this.dividedBy(other, scale, "down").units}`.length > digits) {
      scale -= 1;
    }
    return this.dividedBy(other, scale, "half-up");
  }

  /** With so many decimals. */
  rounded(scale, rounding) {
    return scale >= this.scale
      ? new Decimal(this.at(scale), scale)
      : new Decimal(divideWhole(this.units, 10n ** BigInt(this.scale - scale), rounding), scale);
  }

  percent(percentage) {
    return this.times(percentage).hundredth();
  }

  hundredth() {
    return new Decimal(this.units, this.scale + 2);
  }

  negated() {
    return new Decimal(-this.units, this.scale);
  }

  absolute() {
    return this.units < 0n ? this.negated() : this;
  }

  sign() {
    return this.units < 0n ? -1 : this.units > 0n ? 1 : 0;
  }

  isZero() {
    return this.units === 0n;
  }

  compare(other) {
    return this.minus(other).sign();
  }

  equals(other) {
    return this.compare(other) === 0;
  }

  least(other) {
    return this.compare(other) <= 0 ? this : other;
  }

  /** As people write it, with the decimals that it has. */
  toString() {
    const digits = `${this.absolute().units}`.padStart(this.scale + 1, "0");
    const point = digits.length - this.scale;
    return (this.units < 0n ? "-" : "") + digits.slice(0, point) + (this.scale ? `.${digits.slice(point)}` : "");
  }
}

const ZERO = new Decimal(0n, 0);
const HUNDRED = new Decimal(100n, 0);

function sumOf(decimals) {
  return decimals.reduce((sum, decimal) => sum.plus(decimal), ZERO);
}

/**
 * An amount shared in proportion to weights: each share is rounded down, and what is missing goes, unit by unit, to the
 * largest remainders, of equal ones to the first.
 */
function shared(amount, weights, scale) {
  const total = sumOf(weights);
  if (total.isZero()) {
    return weights.map(() => ZERO);
  }
  const parts = weights.map((weight, place) => {
    const exact = amount.times(weight);
    const share = exact.dividedBy(total, scale, "floor");
    const rest = exact.minus(share.times(total));
    return { place, share, rest: total.sign() < 0 ? rest.negated() : rest };
  });
  let missing = amount.minus(sumOf(parts.map((part) => part.share))).rounded(scale, "half-up").units;
  for (const part of parts.slice().sort((a, b) => b.rest.compare(a.rest) || a.place - b.place)) {
    if (missing <= 0n) {
      break;
    }
    part.share = part.share.plus(new Decimal(1n, scale));
    missing -= 1n;
  }
  return parts.map((part) => part.share);
}
