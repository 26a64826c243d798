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
  choice.replaceChildren(new Option("choose a reason", ""), ...reasons.map((reason) => new Option(reason)));
}

/** Ask what is expected, or what is wrong where that is known to be something; or take the questions away. */
export function ask({ shown, isFlaw }) {
  form.hidden = !shown;
  for (const part of form.querySelectorAll("[data-of]")) {
    part.hidden = part.disabled = (part.dataset.of === "flaw") !== Boolean(isFlaw);
  }
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
export function mark({ browsers }, { isFlaw, explanation, next }) {
  const said = new FormData(form);
  const preflights = browsers.map(({ sent }) => (sent.some(({ is_preflight: is }) => is) ? "yes" : "no"));
  const rows = isFlaw
    ? [row("What is wrong?", said.get("reason"), common(browsers.map(({ reason }) => reason)))]
    : [
        row("Can script read the response?", said.get("word"), common(browsers.map(({ word }) => word))),
        row("Does a preflight come first?", said.get("preflight"), common(preflights)),
      ];
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
