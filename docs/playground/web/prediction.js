// Predict first, then see: takes what somebody expects, and holds it against what comes of it.

import { node } from "./result.js";

const form = document.getElementById("prediction");
const marks = document.getElementById("marks");

const WORDS = {
  readable: "readable",
  blocked: "blocked",
  opaque: "opaque",
  differs: "not the same everywhere",
  "not-established": "not established",
  yes: "yes",
  no: "no",
};

/** Offer the reasons that a fetch can fail for. */
export function offer(reasons) {
  const choice = document.getElementById("reason");
  choice.replaceChildren(new Option("nothing, or something else", ""), ...reasons.map((reason) => new Option(reason)));
}

/** Ask for what is expected, or take the question away. */
export function ask({ shown, withReason }) {
  form.hidden = !shown;
  document.getElementById("reason-field").hidden = !withReason;
}

/** Begin anew. */
export function clear() {
  form.reset();
  marks.hidden = true;
  marks.replaceChildren();
}

/** Call `revealed` when somebody has said what they expect. */
export function listen(revealed) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    revealed();
  });
}

/** Say what was right, with `explanation` below and a button to go on. */
export function mark(judged, { withReason, explanation, next }) {
  const said = new FormData(form);
  const rows = [
    row("Can script read the response?", said.get("word"), common(judged.browsers.map(({ word }) => word))),
    row(
      "Does a preflight come first?",
      said.get("preflight"),
      common(judged.browsers.map(({ sent }) => (sent.some(({ is_preflight: is }) => is) ? "yes" : "no"))),
    ),
  ];
  if (withReason) {
    const reasons = judged.browsers.map(({ reason }) => reason);
    rows.push(row("What is wrong?", said.get("reason"), common(reasons)));
  }
  const list = node("ul");
  list.append(...rows);
  const right = rows.filter(({ dataset }) => dataset.right === "yes").length;
  const title = node("h3", "", `${right} of ${rows.length} right`);
  title.tabIndex = -1;
  marks.replaceChildren(title, list);
  if (explanation) marks.append(node("p", "", explanation));
  if (next) {
    const button = Object.assign(node("button", "", "Next"), { type: "button" });
    button.addEventListener("click", next);
    marks.append(button);
  }
  marks.hidden = false;
  title.focus();
}

function row(question, expected, found) {
  const isRight = expected === found;
  const item = node("li", isRight ? "right" : "wrong");
  item.dataset.right = isRight ? "yes" : "no";
  const sign = node("span", "", isRight ? "✓ " : "✗ ");
  sign.setAttribute("aria-hidden", "true");
  const verdict = isRight ? `Right: ${told(found)}.` : `You said ${told(expected)}; it is ${told(found)}.`;
  item.append(sign, `${question} ${verdict}`);
  return item;
}

function told(word) {
  return word === "" ? "nothing" : (WORDS[word] ?? word);
}

function common(words) {
  return words.every((word) => word === words[0]) ? words[0] : "differs";
}
