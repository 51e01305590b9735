/* What the page shows. All that comes from the archive is put there as text. */

const HOST = {
  text: (bytes) => new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes),
  sha256,
};

function element(name, text, className) {
  const made = document.createElement(name);
  made.textContent = text ?? "";
  if (className) {
    made.className = className;
  }
  return made;
}

function withChildren(parent, ...children) {
  parent.append(...children);
  return parent;
}

function table(heads, rows) {
  const cells = (name, texts) => withChildren(document.createElement("tr"),
    ...texts.map((cell) => (cell instanceof Node ? withChildren(element(name), cell) : element(name, cell))));
  return withChildren(element("div", "", "wide"), withChildren(document.createElement("table"),
    withChildren(document.createElement("thead"), cells("th", heads)),
    withChildren(document.createElement("tbody"), ...rows.map((row) => cells("td", row)))));
}

function mark(difference) {
  return difference ? element("span", "differs", "bad") : element("span", "right", "good");
}

/** The hexadecimal hashes in a text. */
function hashesIn(text) {
  return new Set((text.toLowerCase().match(/\b[0-9a-f]{64}\b/g) ?? []));
}

/** Which seal is that of the invoice's run, and which are among the roots that were typed in. */
function comparedSeals(result, roots) {
  const subject = `invoice ${result.invoice?.number}`;
  return result.seals.map((seal) => ({
    seal,
    isOwn: [...seal.leaves.values()].some((leaf) => leaf.subject === subject),
    isKnown: [seal.root, seal.content, seal.link].some((hash) => roots.has(hash)),
  }));
}

function verdict(result, compared, roots) {
  if (result.difference) {
    const { file, line, expected, found } = result.difference;
    return withChildren(element("div", "", "verdict bad"),
      element("strong", "This is not right."),
      table(["File", "Line", "Expected", "Found"], [[file, line ? `${line}` : "", expected, found]]));
  }
  const follows = `Invoice ${result.invoice.number} follows from its usage, prices and terms`;
  if (compared.some((one) => one.isOwn && one.isKnown)) {
    return element("div", `${follows}, and its root is one of those that you have from elsewhere.`, "verdict good");
  }
  return roots.size > 0
    ? element("div", `${follows}, but its root is none of those that you have from elsewhere: ask for the root of `
      + "its run, or do not trust it.", "verdict bad")
    : element("div", `${follows}. Compare its root with one that you have from elsewhere.`, "verdict open");
}

function stepRows(result) {
  return result.steps.map((step) => [step.name, mark(step.difference), step.detail]);
}

function lineRows(result) {
  const { currency } = result.invoice;
  return result.lines.map(({ line, place, difference }) => [
    `${place}`,
    line.type,
    line.project ?? "",
    line.sku ?? line.description ?? "",
    line.quantity ? `${line.quantity} ${line.unit}` : "",
    `${line.amount} ${currency}`,
    `${line.records}`,
    mark(difference),
  ]);
}

function sealRows(compared) {
  return compared.map(({ seal, isKnown }) => [seal.subject, element("span", seal.root, "hash"),
    element("span", seal.link, "hash"),
    isKnown ? element("span", "one of yours", "good") : element("span", "not compared", "open")]);
}

function show(result, roots) {
  const compared = comparedSeals(result, roots);
  const parts = [verdict(result, compared, roots), element("h2", "What was checked"),
    table(["Step", "", ""], stepRows(result))];
  if (result.seals.length > 0) {
    parts.push(element("h2", "Seals"), table(["Run", "Root", "Head of the chain then", ""], sealRows(compared)));
  }
  if (result.lines.length > 0) {
    parts.push(element("h2", `Lines of ${result.invoice.number}`), table(["Line", "Type", "Project", "What", "Quantity",
      "Amount", "Usage rows", ""], lineRows(result)));
  }
  if (result.figures.length > 0) {
    parts.push(element("h2", "Figures"), table(["Figure", "Invoiced", ""],
      result.figures.map((figure) => [figure.name, figure.found, mark(figure.difference)])));
  }
  document.getElementById("result").replaceChildren(...parts);
}

async function checkChosen() {
  const [file] = document.getElementById("archive").files;
  const shownIn = document.getElementById("result");
  if (!file) {
    return;
  }
  shownIn.replaceChildren(element("p", "Calculating …"));
  try {
    const files = filesOfZip(new Uint8Array(await file.arrayBuffer()), HOST.text);
    show(checkArchive(files, HOST), hashesIn(document.getElementById("roots").value));
  } catch (e) {
    shownIn.replaceChildren(element("div", `${file.name} cannot be read: ${e.message}`, "verdict bad"));
  }
}

document.getElementById("form").addEventListener("submit", (event) => event.preventDefault());
document.getElementById("archive").addEventListener("change", checkChosen);
document.getElementById("roots").addEventListener("input", checkChosen);
