// Shows what comes of it: four browsers side by side, and the report that cors_sim.show made for one.

const SIGNS = { readable: "✓", blocked: "✗" };

const browsers = document.getElementById("browsers");
const report = document.getElementById("report");
const cards = new Map();

/** The name of the browser that is explained. */
export function chosen() {
  return browsers.querySelector("input:checked")?.value ?? "";
}

/** Choose the browser of that name, if there is one. */
export function choose(name) {
  const card = cards.get(name);
  if (card) card.radio.checked = true;
}

/** Call `changed` when another browser is chosen. */
export function listen(changed) {
  browsers.addEventListener("change", changed);
}

/** Show what comes of it in each browser. */
export function show(judged, selected) {
  for (const browser of judged.browsers) {
    const card = cards.get(browser.name) ?? made(browser);
    fill(card, browser);
  }
  if (chosen() === "") choose(cards.has(selected) ? selected : judged.browsers[0].name);
  for (const { element, radio } of cards.values()) element.classList.toggle("chosen", radio.checked);
  showReport(judged.report);
}

function made({ name, title }) {
  const element = node("section", "browser");
  const label = node("label", "check");
  const radio = Object.assign(document.createElement("input"), { type: "radio", name: "browser", value: name });
  label.append(radio, ` ${title}`);
  const heading = node("h3");
  heading.append(label);
  const body = node("div");
  element.append(heading, body);
  browsers.append(element);
  const card = { element, radio, body };
  cards.set(name, card);
  return card;
}

function fill({ element, body }, { word, headline, reason, sent, error, console: lines, unanswered }) {
  element.dataset.word = word;
  const verdict = node("p", "word");
  const sign = node("span", "", SIGNS[word] ?? "?");
  sign.setAttribute("aria-hidden", "true");
  verdict.append(sign, ` ${headline}`);
  const parts = [verdict];
  if (reason) {
    const link = node("a", "", reason);
    link.href = `reference/reasons.html#${reason}`;
    const code = node("code");
    code.append(link);
    const place = node("p", "reason");
    place.append(code);
    parts.push(place);
  }
  if (unanswered) parts.push(node("p", "", `It asks ${unanswered}, and no answer is for that.`));
  if (sent.length) parts.push(wire(sent));
  if (error) parts.push(said("Script gets", [error]));
  if (lines.length) parts.push(said("Console", lines));
  body.replaceChildren(...parts);
}

function wire(sent) {
  const steps = sent.map(({ request, status, is_preflight: isPreflight }) => {
    const method = isPreflight ? "preflight" : request.split(" ", 1)[0];
    return `${method} → ${status.split(" ", 1)[0] === "no" ? "no answer" : status.split(" ", 1)[0]}`;
  });
  return node("p", "wire", steps.join(", "));
}

function said(title, lines) {
  const place = node("div", "said");
  place.append(node("h4", "", title));
  for (const line of lines) place.append(node("pre", "", line));
  return place;
}

/** The report is made of escaped text by cors_sim.show; below other headings, its own are of lower levels. */
function showReport(html) {
  const open = new Set([...report.querySelectorAll("details[open] > summary")].map(placeOf));
  report.innerHTML = html;
  for (const heading of report.querySelectorAll("h1, h2, h3")) {
    heading.setAttribute("aria-level", Number(heading.tagName[1]) + 2);
  }
  for (const summary of report.querySelectorAll("details > summary")) {
    if (open.has(placeOf(summary))) summary.parentElement.open = true;
  }
}

function placeOf(summary) {
  return summary.textContent.replace(/ → .*/, "");
}

export function node(tag, className = "", text = "") {
  return Object.assign(document.createElement(tag), { className, textContent: text });
}
