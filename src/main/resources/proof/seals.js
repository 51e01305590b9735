/* Whether the files of the archive are those that it was made of, and what of them was sealed. */

const MANIFEST = "manifest.sha256";
const PAGE = "index.html";
const CONTENTS = "contents.json";

/** The files of an archive, and the host's means to read them. */
class Archive {
  /** @param host text: bytes of UTF-8 to text; sha256: bytes to bytes */
  constructor(files, host) {
    this.files = files;
    this.host = host;
    this.used = new Set([PAGE]);
  }

  bytes(path) {
    const bytes = this.files.get(path);
    if (!bytes) {
      throw new Difference(path, 0, "a file of the archive", "nothing");
    }
    this.used.add(path);
    return bytes;
  }

  /** Every file was asked for: else it could pass for something that was checked. */
  requireAllUsed() {
    for (const path of this.files.keys()) {
      if (!this.used.has(path)) {
        throw new Difference(path, 0, "no file that the calculation has no use for", "one that no step reads");
      }
    }
  }

  text(path) {
    const bytes = this.bytes(path);
    try {
      return this.host.text(bytes);
    } catch (e) {
      throw new Difference(path, 0, "text in UTF-8", "bytes that are none");
    }
  }

  json(path) {
    return this.read(path, JSON.parse);
  }

  hash(bytes) {
    return hex(this.host.sha256(bytes));
  }

  has(path) {
    return this.files.has(path);
  }

  /** What a function makes of a file's text; what it cannot read is a difference in that file. */
  read(path, parse) {
    const text = this.text(path);
    return readable(path, 0, () => parse(text));
  }
}

/** What a function makes of a part of a file; what it cannot read is a difference there. */
function readable(path, line, parse) {
  try {
    return parse();
  } catch (e) {
    throw e instanceof Difference ? e : new Difference(path, line, "what can be read", e.message);
  }
}

/** Each file has the hash that the manifest says, and the manifest has each file: once, in order, and nothing else. */
function checkManifest(archive) {
  const said = archive.text(MANIFEST).split("\n");
  const paths = [...archive.files.keys()].filter((path) => path !== PAGE && path !== MANIFEST).sort(compareTexts);
  paths.forEach((path, i) => {
    const line = `${archive.hash(archive.files.get(path))}  ${path}`;
    if (said[i] !== line) {
      const isSame = said[i]?.endsWith(`  ${path}`);
      throw new Difference(isSame ? path : MANIFEST, isSame ? 0 : i + 1,
        isSame ? `SHA-256 ${said[i].slice(0, 64)}` : line, isSame ? `SHA-256 ${line.slice(0, 64)}` : `${said[i]}`);
    }
  });
  if (said.length !== paths.length + 1 || said[paths.length] !== "") {
    throw new Difference(MANIFEST, paths.length + 1, "its end", said.slice(paths.length).join(" "));
  }
  return paths.length;
}

function joined(...parts) {
  const bytes = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let place = 0;
  for (const part of parts) {
    bytes.set(part, place);
    place += part.length;
  }
  return bytes;
}

const LEAF = Uint8Array.of(0);
const NODE = Uint8Array.of(1);

/** The root of the tree in which a leaf has its place (RFC 9162, 2.1.3.2; the tree is that of RFC 6962). */
function rootOf(leafHash, index, size, path, hash) {
  let place = index;
  let last = size - 1;
  let root = leafHash;
  for (const sibling of path) {
    if (last === 0) {
      return null;
    }
    if (place % 2 === 1 || place === last) {
      root = hash(joined(NODE, bytesOfHex(sibling), root));
      while (place % 2 === 0 && place !== 0) {
        place /= 2;
        last = Math.floor(last / 2);
      }
    } else {
      root = hash(joined(NODE, root, bytesOfHex(sibling)));
    }
    place = Math.floor(place / 2);
    last = Math.floor(last / 2);
  }
  return last === 0 && place === 0 ? hex(root) : null;
}

/** What a later version of the program wrote may mean something else. */
function requireFormat(format, newest, file, what) {
  if (!Number.isInteger(format) || format < 1 || format > newest) {
    throw new Difference(file, 0, `${what} of format ${newest} or before, which this page knows`,
      `format ${format}: use the page of a newer archive`);
  }
}

/** A seal with the leaves of it that are in the archive: each leads to the root, and its rows are those it names. */
function readSeal(archive, folder) {
  const file = `${folder}/seal.json`;
  const seal = archive.json(file);
  requireFormat(seal.format, NEWEST_FORMAT, file, "a seal");
  if (seal.kind !== "run") {
    throw new Difference(file, 0, "the seal of a run", `one of a ${seal.kind}`);
  }
  // The link has it as text, which is the same for 1 and "1".
  if (!Number.isSafeInteger(seal.position) || seal.position < 1) {
    throw new Difference(file, 0, "a position in the chain, 1 or more", JSON.stringify(seal.position) ?? "none");
  }
  const link = archive.hash(bytesOf([seal.position, seal.format, seal.kind, seal.subject, seal.content, seal.root,
    seal.before].join("\n")));
  if (link !== seal.link) {
    throw new Difference(file, 0, `link ${seal.link}`, link);
  }
  const leaves = new Map();
  for (const leaf of seal.leaves) {
    leaves.set(leaf.name, readLeaf(archive, folder, seal, leaf));
  }
  return { ...seal, folder, leaves };
}

function readLeaf(archive, folder, seal, leaf) {
  const file = `${folder}/${leaf.name}.leaf`;
  const bytes = archive.bytes(file);
  const hash = (input) => archive.host.sha256(input);
  const own = hash(joined(LEAF, bytes));
  const trees = [["root", seal.size, leaf.path], ["content", seal.content_size, leaf.content_path]];
  for (const [name, size, path] of trees) {
    const found = rootOf(own, leaf.index, size, path, hash);
    if (found !== seal[name]) {
      throw new Difference(file, 0, `a leaf under the ${name} ${seal[name]}`, `${found}`);
    }
  }
  const [subject, ...lines] = archive.text(file).split("\n");
  return { subject, tables: readTables(archive, `${folder}/${leaf.name}`, leaf.kind, lines) };
}

/** The tables of a leaf, of which it says name, number of rows and hash, in the order of the format. */
function readTables(archive, prefix, kind, lines) {
  const tables = {};
  let next = 0;
  TABLES[kind].forEach((table) => {
    const file = `${prefix}.${table.key}.rows`;
    tables[table.key] = [];
    if (archive.has(file)) {
      const rows = archive.read(file, (text) => rowsOf(text, table.columns));
      rows.forEach((row, i) => Object.defineProperty(row, "place", { value: { file, line: i + 1 } }));
      tables[table.key] = rows;
      const found = `${table.name} ${rows.length} ${archive.hash(archive.bytes(file))}`;
      if (lines[next] !== found) {
        throw new Difference(file, 0, `what is sealed: ${lines[next]}`, found);
      }
      next += 1;
    } else if (LEFT_OUT.includes(table.name) && lines[next]?.startsWith(`${table.name} `)) {
      next += 1;
    }
  });
  if (lines[next] !== "" || next !== lines.length - 1) {
    throw new Difference(`${prefix}.leaf`, next + 2, "a table whose rows are in the archive", `${lines[next]}`);
  }
  return tables;
}

/** The bytes of a text in UTF-8. */
function bytesOf(text) {
  return Uint8Array.from(encodeURIComponent(text).match(/%..|./g) ?? [],
    (part) => (part.length === 3 ? parseInt(part.slice(1), 16) : part.charCodeAt(0)));
}
