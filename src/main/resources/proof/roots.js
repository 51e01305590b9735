/* The hashes that somebody has from elsewhere, as he typed or pasted them. */

const HASH_DIGITS = 64;
/** Fewer hexadecimal digits are a number or a word rather than a root with digits missing. */
const FEWEST_OF_A_HASH = 32;
/** So much of the text before a hash says what it is of, and of the text after it. */
const BESIDE_A_HASH = 160;

const NUMBER = "([0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)";
/** "root 3 HASH", "head 21 HASH", "head_HASH", "seals: 21, head HASH" and the same in JSON. */
const DIRECTLY_BEFORE = new RegExp(`(?:(?<![0-9a-z])seals?"?\\s*:\\s*${NUMBER}[^0-9a-z]+)?`
  + `(?<![0-9a-z])(head|root)[^0-9a-z]+(?:${NUMBER}[^0-9a-z]+)?$`);
/** "the head of our chain at seal 21"; not "head 2026-11-30" or "head 12:30". */
const NUMBER_OF_HEAD = new RegExp(`(?<![0-9a-z])(?:seals?|head)[^0-9a-z]*${NUMBER}(?!:?[0-9]|[a-z,-])`, "g");
/** As "root 3 HASH run 2026-09/run-1" ends, and the same in JSON. */
const SUBJECT = /^[^0-9a-z]*(?:content[^0-9a-z]+[0-9a-f]{64}[^0-9a-z]+)?(?:kind[^0-9a-z]+)?run[^0-9a-z]+(?:subject[^0-9a-z]+)?([^\s",]+)/;
/** A UUID has as many digits as half a hash. */
const UUID = /(?<![0-9a-z-])[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}(?![0-9a-z-])/g;
/**
 * What may be between groups of digits. Mails that are answered have > before each line, quoted-printable ends them with
 * =, some print hashes as 01:23 or 01-23, and others let them break at places that nobody sees.
 */
const BETWEEN = /^(?:[\s>:|\u00ad\u200b-]|=\r?\n)+$/;

/** Words of letters and digits; those of hexadecimal digits with nothing but blanks and marks between make runs. */
function hexRunsOf(text) {
  const runs = [];
  let last = -1;
  for (const word of text.matchAll(/[0-9a-z]+/g)) {
    const digits = word[0].replace(/^0x/, "");
    if (!/^[0-9a-f]+$/.test(digits)) {
      last = -1;
      continue;
    }
    const end = word.index + word[0].length;
    const part = { digits, start: word.index, end };
    if (last >= 0 && BETWEEN.test(text.slice(last, word.index))) {
      runs.at(-1).push(part);
    } else {
      runs.push([part]);
    }
    last = end;
  }
  return runs;
}

/** What of a run has as many digits as a hash, in one part or joined of several, in the order of their places. */
function hashesOfRun(parts) {
  const hashes = [];
  parts.forEach((part, first) => {
    let digits = "";
    let after = first;
    while (after < parts.length && digits.length < HASH_DIGITS) {
      digits += parts[after].digits;
      after += 1;
    }
    if (digits.length === HASH_DIGITS) {
      hashes.push({ hash: digits, first, after, start: part.start, end: parts[after - 1].end });
    }
  });
  return hashes;
}

function numberOf(text) {
  return Number((text ?? "0").replaceAll(",", ""));
}

/**
 * What the text before a hash says of it.
 *
 * @param from where the hash before it ended
 * @return head, root, or nothing, the number of the seal or 0, and whether that is directly before it
 */
function saidBefore(text, from, start) {
  const [, first, word, second] = DIRECTLY_BEFORE.exec(text.slice(Math.max(0, start - BESIDE_A_HASH), start)) ?? [];
  if (word) {
    return { word, position: numberOf(second ?? first), isDirect: true };
  }
  const before = text.slice(Math.max(from, start - BESIDE_A_HASH), start).replace(/^[^]*\n/, "");
  const isHead = [...before.matchAll(/(?<![0-9a-z])(head|root)s?(?![0-9a-z])/g)].at(-1)?.[1] === "head";
  return isHead
    ? { word: "head", position: numberOf([...before.matchAll(NUMBER_OF_HEAD)].at(-1)?.[1]), isDirect: false }
    : { word: "", position: 0, isDirect: false };
}

/** The hashes of a run with what the text beside them says. */
function saidOfRun(text, run, from) {
  const hashes = hashesOfRun(run);
  let done = 0;
  const said = hashes.map((one) => {
    while (hashes[done].end <= one.start) {
      done += 1;
    }
    const isJoined = one.after - one.first > 1;
    const subject = SUBJECT.exec(text.slice(one.end, one.end + BESIDE_A_HASH))?.[1] ?? "";
    return { ...one, isJoined, subject, ...saidBefore(text, done > 0 ? hashes[done - 1].end : from, one.start) };
  });
  const direct = said.filter((one) => one.isDirect);
  said.filter((one) => !one.isDirect && direct.some((other) => other.start < one.end && one.start < other.end))
    .forEach((one) => Object.assign(one, { word: "", position: 0 }));
  const named = said.filter((one) => one.word);
  named.forEach((one, i) => {
    // "root 21 01 23 ..." can be read in two ways, of which nobody knows which is meant.
    one.isOneOfSeveral = named[i - 1]?.end > one.start || named[i + 1]?.start < one.end;
  });
  return said;
}

/** How many digits the stretches of a run have that are in no hash. */
function digitsLeft(run, hashes) {
  const stretches = [[]];
  let next = 0;
  let covered = 0;
  run.forEach((part, i) => {
    for (; next < hashes.length && hashes[next].first <= i; next += 1) {
      covered = Math.max(covered, hashes[next].after);
    }
    if (i >= covered) {
      stretches.at(-1).push(part.digits.length);
    } else if (stretches.at(-1).length > 0) {
      stretches.push([]);
    }
  });
  return stretches.flatMap((lengths) => {
    const sum = lengths.reduce((a, b) => a + b, 0);
    const whole = lengths.filter((length) => length >= FEWEST_OF_A_HASH);
    return sum >= HASH_DIGITS + FEWEST_OF_A_HASH && whole.length > 0 ? whole : [sum];
  }).filter((length) => length >= FEWEST_OF_A_HASH);
}

/**
 * The hashes in a text. Groups of digits with blanks and line breaks between are joined where they come to a hash;
 * where that can be done in more than one way all are meant, since what is none of ours matches nothing. For the same
 * reason a join of which nothing says that it is a root is no sign of another one.
 *
 * @return hashes: all; roots: those that are roots, if not of this invoice then of others; heads: those that are said
 *     to be the head of the chain; claims: those that are said to be of some seal, with its position or 0 and its
 *     subject or nothing; digits: how many something has that may be a root with digits missing or too many, or 0;
 *     isBlank: whether there is no text
 */
function hashesIn(typed) {
  const text = typed.toLowerCase().replace(UUID, (uuid) => "~".repeat(uuid.length));
  const found = { hashes: new Set(), roots: new Set(), heads: new Set(), claims: [], digits: 0 };
  const left = [];
  let end = 0;
  for (const run of hexRunsOf(text)) {
    const said = saidOfRun(text, run, end);
    for (const { hash, word, position, subject, isJoined, isOneOfSeveral } of said) {
      const isHead = word === "head";
      found.hashes.add(hash);
      if (word || !isJoined) {
        (isHead ? found.heads : found.roots).add(hash);
      }
      if (!isOneOfSeveral && (position > 0 || (word === "root" && subject))) {
        found.claims.push({ hash, isHead, position, subject: isHead ? "" : subject });
      }
    }
    end = said.at(-1)?.end ?? end;
    left.push(...digitsLeft(run, said));
  }
  left.sort((a, b) => Math.abs(a - HASH_DIGITS) - Math.abs(b - HASH_DIGITS));
  return { ...found, digits: left[0] ?? 0, isBlank: typed.trim() === "" };
}
