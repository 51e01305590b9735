/* How the seals of an archive compare with the roots that somebody has from elsewhere, and what is to be said of it. */

/** A root of which so many digits are missing, or too many, was meant to be one, also beside others. */
const FEW_DIGITS = 8;

/**
 * What the typed hashes say of one seal. Suppliers number their seals alike, so that a root of which only the position
 * or only the run is the same may be another supplier's.
 *
 * @return isKnown: one of its hashes is among them; isOther: another one is, of the same seal; isDoubtful: another one
 *     is, of what may be the same seal
 */
function comparedSeal(seal, typed) {
  const own = [seal.root, seal.content, seal.link];
  const claims = typed.claims.filter(({ hash }) => !own.includes(hash));
  const isHere = ({ position }) => position === seal.position;
  const isSameRun = ({ subject }) => subject === seal.subject?.toLowerCase();
  if (own.some((hash) => typed.hashes.has(hash))) {
    // The same root in another chain: what was sealed before it is another thing.
    const isDoubtful = !typed.hashes.has(seal.link) && claims.some((claim) => claim.isHead && isHere(claim));
    return { seal, isKnown: true, isOther: false, isDoubtful };
  }
  const isOther = claims.some((claim) => isHere(claim) && (claim.subject === "" || isSameRun(claim)));
  const isDoubtful = !isOther && claims.some((claim) => isHere(claim) || isSameRun(claim));
  return { seal, isKnown: false, isOther, isDoubtful };
}

/**
 * Which seals are among the roots that somebody has from elsewhere. Good is an invoice only if all are: earlier ones
 * say what was billed before. A head of the chain is another one with each seal, so that of a later or earlier seal
 * says nothing of this one; root or head that somebody has of the same seal have to be the same.
 *
 * @return each seal, which are known and unknown, those of which somebody has another hash or may have, and a word for
 *     all of it
 */
function compareSeals(result, typed) {
  const seals = result.seals.map((seal) => comparedSeal(seal, typed));
  const where = (isIt) => seals.filter(isIt).map((one) => one.seal);
  const known = where((one) => one.isKnown);
  const unknown = where((one) => !one.isKnown);
  const others = where((one) => one.isOther);
  const doubtful = where((one) => one.isDoubtful);
  const isOwnKnown = known.includes(result.ownSeal);
  const isComparable = isOwnKnown || typed.roots.size === 0;
  const word = unknown.length === 0 && doubtful.length === 0 ? "good" : "open";
  return { seals, known, unknown, others, doubtful, isOwnKnown,
    word: isComparable && others.length === 0 ? word : "bad" };
}

/** What is to be said of one seal, and how good that is. */
function sayingOfSeal({ seal, isKnown, isOther, isDoubtful }, { word, isOwnKnown }, ownSeal) {
  if (isOther) {
    return ["differs from yours", "bad"];
  }
  if (isDoubtful) {
    return [isKnown ? "one of yours, but another head" : "perhaps differs from yours", "open"];
  }
  if (isKnown) {
    return ["one of yours", "good"];
  }
  return seal === ownSeal && word === "bad" && !isOwnKnown ? ["none of yours", "bad"] : ["not compared", "open"];
}

function subjectsOf(seals) {
  return seals.map((seal) => seal.subject).join(", ");
}

function sayingOfDigits({ digits }, isOwnKnown) {
  return digits > 0 && (!isOwnKnown || Math.abs(digits - HASH_DIGITS) <= FEW_DIGITS)
    ? ` What looks like a root in what you typed has ${digits} digits; a root has ${HASH_DIGITS}.`
    : "";
}

/** Of an invoice of whose own run the root is known, but that is not good. */
function sayingOfEarlierSeals({ unknown, others, doubtful }) {
  if (others.length > 0) {
    return ", but it rests on earlier runs too, of which "
      + `you have other roots: ${subjectsOf(others)}. Do not trust it before you know why.`;
  }
  const asked = unknown.length > 0
    ? `. It rests on earlier runs too, whose roots are not: ask for those of ${subjectsOf(unknown)}.`
    : ".";
  return doubtful.length > 0
    ? `${asked} You have other hashes that may be of ${subjectsOf(doubtful)}: either they are another supplier's, or the `
      + "chain of seals was made anew. Ask which, and do not trust the invoice before you know."
    : asked;
}

/** Of an invoice of whose own run nothing is known, neither good nor bad. */
function sayingOfNoRoot(known, typed, ownSubject) {
  if (known.length > 0) {
    return `. What you have from elsewhere is of earlier runs that it rests on, ${subjectsOf(known)}, and says nothing `
      + `of its own: ask for the root of the run, ${ownSubject}.`;
  }
  if (typed.heads.size > 0) {
    return ". What you have from elsewhere is the head of the chain of seals at another time, which cannot be compared "
      + `here: ask for the root of the run, ${ownSubject}, or let your supplier show you that his chain has this `
      + "head ('billing verify --head').";
  }
  if (typed.hashes.size > 0) {
    return `. The groups of digits in what you typed come to no root of it, which may be as you typed them: if they are `
      + `the root of its run, ${ownSubject}, write the word root before them, or all ${HASH_DIGITS} digits without blanks.`;
  }
  return typed.isBlank
    ? ". Compare its root with one that you have from elsewhere."
    : `. There is no root in what you typed, so nothing was compared: a root has ${HASH_DIGITS} digits, 0 to 9 and a `
      + "to f.";
}

/** What is to be said of the roots of an invoice that comes out again. */
function sayingOfRoots(compared, typed, ownSeal) {
  const { word, known, isOwnKnown } = compared;
  if (word === "good") {
    return ", and all roots that it rests on are among those that you have from elsewhere.";
  }
  const note = sayingOfDigits(typed, isOwnKnown);
  if (isOwnKnown) {
    return `, and its root is one of those that you have from elsewhere${sayingOfEarlierSeals(compared)}${note}`;
  }
  if (word === "bad") {
    return ", but its root is none of those that you have from elsewhere: ask for the root of its run, "
      + `${ownSeal?.subject}, or do not trust it. If what you have is the head of the chain of seals at another time, `
      + `it cannot be compared here: write the word head before it.${note}`;
  }
  return sayingOfNoRoot(known, typed, ownSeal?.subject) + note;
}
