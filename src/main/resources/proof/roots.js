/* The hashes that somebody has from elsewhere, as he typed or pasted them. */

const HASH_DIGITS = 64;
/** Fewer hexadecimal digits are a number or a word rather than a root with digits missing. */
const FEWEST_OF_A_HASH = 32;
/** So much of the text before a hash says what it is of. */
const BEFORE_A_HASH = 80;

/** Words of letters and digits; those of hexadecimal digits with nothing but blanks and marks between make runs. */
function hexRunsOf(text) {
  const runs = [];
  let end = -1;
  for (const word of text.matchAll(/[0-9a-z]+/g)) {
    const digits = word[0].replace(/^0x/, "");
    if (!/^[0-9a-f]+$/.test(digits)) {
      end = -1;
      continue;
    }
    const part = { digits, start: word.index };
    // Mails that are answered have > before each line, and some print hashes as 01:23 or 01-23.
    if (end >= 0 && /^[\s>:-]+$/.test(text.slice(end, word.index))) {
      runs.at(-1).push(part);
    } else {
      runs.push([part]);
    }
    end = word.index + word[0].length;
  }
  return runs;
}

/** What of a run has as many digits as a hash, in one part or in several, and where it starts. */
function hashesOfRun(parts) {
  const hashes = [];
  parts.forEach((part, first) => {
    let digits = "";
    for (let next = first; next < parts.length && digits.length < HASH_DIGITS; next += 1) {
      digits += parts[next].digits;
    }
    if (digits.length === HASH_DIGITS) {
      hashes.push({ hash: digits, start: part.start });
    }
  });
  return hashes;
}

/**
 * What the text before a hash says of it: "root 3 HASH", "head 21 HASH", "seals: 21, head HASH" and the same in JSON.
 *
 * @return whether it is a head, and the number of the seal or 0
 */
function saidBefore(text) {
  const [, first, word, second] = /(?:\bseals?"?\s*:\s*([0-9]+)\W+)?\b(head|root)\W+(?:([0-9]+)\W+)?$/.exec(text) ?? [];
  return { isHead: word === "head", position: Number(second ?? first ?? 0) };
}

/**
 * The hashes in a text. Groups of digits with blanks and line breaks between are joined where they come to a hash;
 * where that can be done in more than one way all are meant, since what is none of ours matches nothing.
 *
 * @return roots; heads: those that are said to be the head of the chain; positions: the numbers of the seals that any
 *     of both are said to be of; digits: how many the longest has that may be a root with something missing; isBlank:
 *     whether there is no text
 */
function hashesIn(typed) {
  const text = typed.toLowerCase();
  const roots = new Set();
  const heads = new Set();
  const positions = new Set();
  let digits = 0;
  for (const run of hexRunsOf(text)) {
    const hashes = hashesOfRun(run);
    for (const { hash, start } of hashes) {
      const { isHead, position } = saidBefore(text.slice(Math.max(0, start - BEFORE_A_HASH), start));
      (isHead ? heads : roots).add(hash);
      positions.add(position);
    }
    const length = run.reduce((sum, part) => sum + part.digits.length, 0);
    if (hashes.length === 0 && length >= FEWEST_OF_A_HASH) {
      digits = Math.max(digits, length);
    }
  }
  return { roots, heads, positions, digits, isBlank: typed.trim() === "" };
}

/**
 * Which seals are among the roots that somebody has from elsewhere. Good is an invoice only if all are: earlier ones
 * say what was billed before. A head of the chain is another one with each seal, so that of a later or earlier seal
 * says nothing of this one; root or head that somebody has of the same seal have to be the same.
 *
 * @return each seal, whether that of the invoice's run is known, the unknown ones, those of which somebody has another
 *     hash, and a word for all of it
 */
function compareSeals(result, typed) {
  const seals = result.seals.map((seal) => ({
    seal,
    isKnown: [seal.root, seal.content, seal.link].some((hash) => typed.roots.has(hash) || typed.heads.has(hash)),
  }));
  const unknown = seals.filter((one) => !one.isKnown).map((one) => one.seal);
  const isOwnKnown = seals.some((one) => one.seal === result.ownSeal && one.isKnown);
  const others = unknown.filter((seal) => typed.positions.has(seal.position));
  const known = unknown.length === 0 ? "good" : "open";
  const isComparable = isOwnKnown || typed.roots.size === 0;
  return { seals, unknown, others, isOwnKnown, word: isComparable && others.length === 0 ? known : "bad" };
}

/** What is to be said of the roots of an invoice that comes out again. */
function sayingOfRoots({ word, unknown, others, isOwnKnown }, typed, ownSeal) {
  const subjectsOf = (seals) => seals.map((seal) => seal.subject).join(", ");
  const incomplete = typed.digits > 0
    ? ` What looks like a root in what you typed has ${typed.digits} digits; a root has ${HASH_DIGITS}.`
    : "";
  if (word === "good") {
    return ", and all roots that it rests on are among those that you have from elsewhere.";
  }
  if (word === "bad" && isOwnKnown) {
    return ", and its root is one of those that you have from elsewhere, but it rests on earlier runs too, of which "
      + `you have other roots: ${subjectsOf(others)}. Do not trust it before you know why.${incomplete}`;
  }
  if (word === "bad") {
    return ", but its root is none of those that you have from elsewhere: ask for the root of its run, "
      + `${ownSeal?.subject}, or do not trust it. If what you have is the head of the chain of seals at another time, `
      + `it cannot be compared here: write the word head before it.${incomplete}`;
  }
  if (isOwnKnown) {
    return ", and its root is one of those that you have from elsewhere. It rests on earlier runs too, whose roots "
      + `are not: ask for those of ${subjectsOf(unknown)}.${incomplete}`;
  }
  if (typed.heads.size > 0) {
    return ". What you have from elsewhere is the head of the chain of seals at another time, which cannot be compared "
      + `here: ask for the root of the run, ${ownSeal?.subject}, or let your supplier show you that his chain has this `
      + `head ('billing verify --head').${incomplete}`;
  }
  return typed.isBlank
    ? ". Compare its root with one that you have from elsewhere."
    : `. There is no root in what you typed, so nothing was compared: a root has ${HASH_DIGITS} digits, 0 to 9 and a `
      + `to f.${incomplete}`;
}
