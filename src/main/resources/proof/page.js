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

/** Where the verdict is; what it says of the roots comes with them. */
function verdict(result) {
  if (result.difference) {
    const { file, line, expected, found } = result.difference;
    return withChildren(element("div", "", "verdict bad"),
      element("strong", "This is not right."),
      table(["File", "Line", "Expected", "Found"], [[file, line ? `${line}` : "", expected, found]]));
  }
  return element("div", "");
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

function sealRows(compared, ownSeal) {
  return compared.seals.map((one) => [one.seal.subject, element("span", one.seal.root, "hash"),
    element("span", one.seal.link, "hash"), element("span", ...sayingOfSeal(one, compared, ownSeal))]);
}

/** All but what the roots say, of which each letter that is typed may make something else. */
function show(result) {
  const shown = { result, verdict: verdict(result), seals: element("div", "") };
  const parts = [shown.verdict, element("h2", "What was checked"), table(["Step", "", ""], stepRows(result))];
  if (result.seals.length > 0) {
    parts.push(element("h2", "Seals"), shown.seals);
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
  return shown;
}

function showRoots(shown, typed) {
  const { result } = shown;
  const compared = compareSeals(result, typed);
  if (!result.difference) {
    const follows = `Invoice ${result.invoice.number} follows from its usage, prices and terms`;
    shown.verdict.textContent = follows + sayingOfRoots(compared, typed, result.ownSeal);
    shown.verdict.className = `verdict ${compared.word}`;
  }
  shown.seals.replaceChildren(table(["Run", "Root", "Head of the chain then", ""],
    sealRows(compared, result.ownSeal)));
}

/** How many archives were chosen so far, what the newest one came to, if that is known already, and what is shown. */
const newest = { number: 0, result: null, shown: null };

async function checkChosen() {
  const [file] = document.getElementById("archive").files;
  const shownIn = document.getElementById("result");
  newest.number += 1;
  newest.result = null;
  const { number } = newest;
  shownIn.replaceChildren(...(file ? [element("p", "Calculating …")] : []));
  if (!file) {
    return;
  }
  try {
    const bytes = new Uint8Array(await file.arrayBuffer());
    if (number === newest.number) {
      newest.result = checkArchive(filesOfZip(bytes, HOST.text), HOST);
      showNewest();
    }
  } catch (e) {
    if (number !== newest.number) {
      return;
    }
    newest.result = null;
    shownIn.replaceChildren(element("div", `${file.name} cannot be read: ${e.message}`, "verdict bad"));
  }
}

function showNewest() {
  if (newest.result) {
    if (newest.shown?.result !== newest.result) {
      newest.shown = show(newest.result);
    }
    showRoots(newest.shown, hashesIn(document.getElementById("roots").value));
  }
}

document.getElementById("form").addEventListener("submit", (event) => event.preventDefault());
document.getElementById("archive").addEventListener("change", checkChosen);
document.getElementById("roots").addEventListener("input", showNewest);
