/* What the files of the archive say: rows as PostgreSQL writes them, CSV, instants and months. */

/** Something that is not as it should be, with the place where it was found. */
class Difference extends Error {
  constructor(file, line, expected, found) {
    super(`${file}${line ? `, line ${line}` : ""}: expected ${expected}, found ${found}`);
    Object.assign(this, { file, line, expected, found });
  }
}

/* A cell of (a,"b c",,...) and an element of {a,"b c"}: quotes and backslashes are doubled or escaped inside quotes. */
const CELL = /"[^"\\]*(?:(?:\\[^]|"")[^"\\]*)*"|[^",()\\]*/y;
const ELEMENT = /"[^"\\]*(?:(?:\\[^]|"")[^"\\]*)*"|[^",{}\\]*/y;

/** The rows of a table: each is (cell,cell,...) and ends with a line break, which cells may have as well. */
function rowsOf(text, columns) {
  const rows = [];
  let place = 0;
  while (place < text.length) {
    const { parts, end } = partsAt(text, place, "(", ")", CELL);
    if (text[end] !== "\n" || parts.length !== columns.length) {
      throw new Error(`row ${rows.length + 1} has ${parts.length} cells, expected ${columns.length}`);
    }
    const cells = parts.map(cellOf);
    rows.push(Object.fromEntries(columns.map((column, i) => [column, cells[i]])));
    place = end + 1;
  }
  return rows;
}

/** The cells of one row that is a cell itself. */
function cellsOf(row) {
  return partsAt(row, 0, "(", ")", CELL).parts.map(cellOf);
}

function elementsOf(array) {
  return array === "{}" ? [] : partsAt(array, 0, "{", "}", ELEMENT).parts.map(unquoted);
}

/** The parts between brackets, and where these end. */
function partsAt(text, start, first, last, part) {
  const parts = [];
  let end = start;
  let letter = text[end] === first ? "," : "";
  while (letter === ",") {
    part.lastIndex = end + 1;
    parts.push(part.exec(text)[0]);
    end = part.lastIndex;
    letter = text[end];
  }
  if (letter !== last) {
    throw new Error(`'${text.slice(start, start + 40)}' does not go from ${first} to ${last}`);
  }
  return { parts, end: end + 1 };
}

/** Nothing at all is null. */
function cellOf(part) {
  return part === "" ? null : unquoted(part);
}

function unquoted(part) {
  return part[0] === '"' ? part.slice(1, -1).replace(/\\([^])|""/g, (whole, escaped) => escaped ?? '"') : part;
}

/**
 * The rows of a CSV file (RFC 4180) by the names of its columns, each with the line on which it begins.
 *
 * @param requireColumns fails if it does not know the columns
 */
function csvOf(text, requireColumns = () => {}) {
  const rows = [];
  let cells = [];
  let line = 1;
  let begun = 1;
  for (let place = 0; place < text.length;) {
    let cell;
    if (text[place] === '"') {
      let end = text.indexOf('"', place + 1);
      while (end >= 0 && text[end + 1] === '"') {
        end = text.indexOf('"', end + 2);
      }
      if (end < 0) {
        throw new Error(`line ${begun}: a quote is not closed`);
      }
      const quoted = text.slice(place + 1, end);
      line += quoted.split("\n").length - 1;
      cell = quoted.replaceAll('""', '"');
      place = end + 1;
    } else {
      let end = place;
      while (end < text.length && text[end] !== "," && text[end] !== "\r" && text[end] !== "\n") {
        end += 1;
      }
      cell = text.slice(place, end);
      place = end;
    }
    cells.push(cell);
    if (text[place] === ",") {
      place += 1;
    } else if (text.startsWith("\r\n", place) || text[place] === "\n") {
      place += text[place] === "\r" ? 2 : 1;
      rows.push({ line: begun, cells });
      cells = [];
      line += 1;
      begun = line;
    } else {
      throw new Error(`line ${line}: a row does not end where it should`);
    }
  }
  const columns = rows.shift()?.cells ?? [];
  requireColumns(columns);
  return rows.map((row) => {
    if (row.cells.length !== columns.length) {
      throw new Error(`line ${row.line}: ${row.cells.length} cells, expected ${columns.length}`);
    }
    return Object.assign(Object.fromEntries(columns.map((column, i) => [column, row.cells[i]])), { line: row.line });
  });
}

const ALWAYS = 10n ** 30n;

/** Microseconds since 1970, of 2026-10-31T23:00:00.5Z. */
function instantOf(text) {
  const found = /^([0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2})(?:\.([0-9]{1,6}))?Z$/.exec(text);
  if (!found) {
    throw new Error(`'${text}' is no instant`);
  }
  return BigInt(Date.parse(`${found[1]}Z`)) * 1000n + BigInt((found[2] ?? "").padEnd(6, "0"));
}

/** The same of seconds, as the seal has them. */
function instantOfSeconds(text) {
  if (text === "Infinity" || text === "-Infinity") {
    return text === "Infinity" ? ALWAYS : -ALWAYS;
  }
  return Decimal.of(text).rounded(6, "down").units;
}

/** 00:00 UTC of a day. */
function startOfDay(day) {
  return instantOf(`${day}T00:00:00Z`);
}

/** To the microsecond, so that two of them look alike only if they are the same. */
function textOfInstant(micros) {
  return micros === null
    ? ""
    : `${new Date(Number(micros / 1000n)).toISOString().slice(0, -1)}${`${micros % 1000n}`.padStart(3, "0")}Z`;
}

/** A month as a number that counts on: 2026-10, or a day in it. */
function monthOf(text) {
  return 12 * Number(text.slice(0, 4)) + Number(text.slice(5, 7)) - 1;
}

function startOfMonth(month) {
  return BigInt(Date.UTC(Math.floor(month / 12), month % 12)) * 1000n;
}

function textOfMonth(month) {
  return `${Math.floor(month / 12)}-${`${(month % 12) + 1}`.padStart(2, "0")}`;
}

function lastDayOf(month) {
  return textOfInstant(startOfMonth(month + 1) - 1n).slice(0, 10);
}

function isWithin(month, from, until) {
  return (from == null || monthOf(from) <= month) && (until == null || monthOf(until) >= month);
}

/** Texts in the order of their characters' numbers, as the database has them. */
function compareTexts(a, b) {
  if (a === b) {
    return 0;
  }
  const left = Array.from(a);
  const right = Array.from(b);
  for (let i = 0; i < left.length && i < right.length; i += 1) {
    if (left[i] !== right[i]) {
      return left[i].codePointAt(0) - right[i].codePointAt(0);
    }
  }
  return left.length - right.length;
}

/** EUR 12.50 */
function moneyOf(text) {
  const [currency, amount] = text.split(" ");
  return { currency, amount: Decimal.of(amount) };
}

function decimalOf(text) {
  return text == null ? null : Decimal.of(text);
}

/** Lists of values by their keys, both in the order in which they come. */
function groupedBy(values, keyOf) {
  const groups = new Map();
  for (const value of values) {
    const key = keyOf(value);
    if (groups.has(key)) {
      groups.get(key).push(value);
    } else {
      groups.set(key, [value]);
    }
  }
  return groups;
}
