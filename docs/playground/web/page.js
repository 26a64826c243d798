// The page: joins the form, the engine, the results, predictions and the address.

import { Engine } from "./engine.js";
import * as form from "./form.js";
import * as link from "./link.js";
import * as prediction from "./prediction.js";
import * as result from "./result.js";

const PAUSE = 150; // milliseconds after a key, before the engine is asked
const FIRST = "q01-works-in-curl";
const DEFAULT_BROWSER = "chromium";
const KINDS = {
  question: "Questions",
  predict: "Exercises: predict what happens",
  flaw: "Exercises: find the flaw",
  write: "Exercises: write the answers",
};

const status = document.getElementById("status");
const summary = document.getElementById("summary");
const shown = document.getElementById("shown");
const preset = document.getElementById("preset");
const predict = document.getElementById("predict");
const snippets = document.getElementById("snippets");
const task = document.getElementById("task");

const engine = new Engine();
let presets = new Map();
let judged = null; // what came of the form, once it is in order
let revealed = false;
let timer = 0;
let address = ""; // the fragment that was written last
let linked = ""; // the browser that a link chose
let ready = "Ready."; // and whether it is kept
let damage = ""; // what is wrong with a link

const current = () => presets.get(preset.value);
const isWriting = () => current()?.kind === "write";
const isFlaw = () => current()?.kind === "flaw";
const isHidden = () => predict.checked && !revealed && !isWriting();

start();

async function start() {
  say("Loading the engine…");
  const loading = engine.ready();
  try {
    const offered = await (await fetch(new URL("presets.json", import.meta.url))).json();
    offer(offered);
    await open(location.hash.slice(1));
    for (const part of document.querySelectorAll("[data-needs-engine]")) part.hidden = false;
    listen();
    await loading;
  } catch (error) {
    console.error(error);
    say("The engine could not be loaded. Look whether your network works, and load the page again.");
    return;
  }
  say(ready);
  document.documentElement.dataset.playground = "ready";
  keep();
  await update();
}

/** Say how the page is; what is wrong with its link stays until there is another. */
function say(text) {
  status.textContent = [damage, text].filter(Boolean).join(" ");
  status.classList.toggle("problem", damage !== "");
}

function offer({ presets: all, reasons, servers }) {
  presets = new Map(all.map((one) => [one.id, one]));
  for (const [kind, label] of Object.entries(KINDS)) {
    const group = Object.assign(document.createElement("optgroup"), { label });
    group.append(...all.filter((one) => one.kind === kind).map((one) => new Option(one.title, one.id)));
    if (group.children.length) preset.append(group);
  }
  snippets.append(...servers.map((server) => new Option(server)));
  prediction.offer(reasons);
}

function listen() {
  form.listen(changed);
  result.listen(() => update());
  snippets.addEventListener("change", () => update());
  predict.addEventListener("change", changed);
  preset.addEventListener("change", () => take(preset.value));
  prediction.listen(reveal);
  document.getElementById("reset").addEventListener("click", () => take(preset.value || FIRST));
  document.getElementById("copy").addEventListener("click", copy);
  window.addEventListener("hashchange", async () => {
    if (location.hash.slice(1) === address) return;
    await open(location.hash.slice(1));
    say(ready);
    await update();
  });
}

/** Take the state from a fragment. What is wrong with it is said, and the rest is taken. */
async function open(fragment) {
  let state = { preset: "", predict: false, browser: "", snippets: "", form: null };
  damage = "";
  try {
    state = await link.read(fragment);
  } catch {
    damage = "The form in this link cannot be read: it may have been cut. This is a new one.";
  }
  const fresh = state.form === null && !presets.has(state.preset);
  preset.value = presets.has(state.preset) ? state.preset : fresh ? FIRST : "";
  predict.checked = state.predict;
  snippets.value = state.snippets;
  if (snippets.selectedIndex < 0) snippets.value = "";
  linked = state.browser || DEFAULT_BROWSER;
  result.choose(linked);
  form.write(state.form ?? current().form);
  begin();
}

/** Start from a preset; one that is an exercise hides what comes of it. */
async function take(id) {
  const kind = presets.get(id)?.kind;
  if (kind === "predict" || kind === "flaw") predict.checked = true;
  if (presets.has(id)) form.write(presets.get(id).form);
  preset.value = id;
  begin();
  await update();
}

function begin() {
  revealed = false;
  judged = null;
  prediction.clear();
}

function changed() {
  if (revealed) begin();
  clearTimeout(timer);
  timer = setTimeout(update, PAUSE);
}

async function update() {
  const typed = form.read();
  const browser = result.chosen() || linked;
  await write(typed, browser);
  showTask();
  let found;
  try {
    const asked = { form: typed, browser, snippets_for: snippets.value };
    if (isWriting()) asked.solution = current().solution;
    found = await engine.ask(asked);
  } catch (error) {
    console.error(error);
    shown.classList.add("stale");
    summary.textContent = "Something in the playground itself is wrong. Please report it, with the link to this page.";
    return;
  }
  // Where something else is typed by now, the answer to that is under way.
  if (found !== null && same(typed, form.read())) show(found, browser);
}

function show(found, browser) {
  const wrong = form.tell(found.problems, found.notes);
  shown.classList.toggle("stale", wrong.length > 0);
  if (wrong.length) {
    prediction.ask({ shown: false });
    summary.textContent =
      `Nothing comes of it until this is mended: ${wrong.join(", ")}.` +
      (judged && !isHidden() ? " Below is what came of it before." : "");
    shown.hidden = judged === null || isHidden();
    return;
  }
  judged = found;
  prediction.ask({ shown: isHidden(), isFlaw: isFlaw() });
  shown.hidden = isHidden();
  result.show(found, browser);
  showTask();
  summary.textContent = isHidden() ? "Say what you expect, and then look." : `${goal(found)}${found.summary}`;
}

function goal({ solved }) {
  if (solved === null) return "";
  return solved ? "Done: it works. " : "Not there yet. ";
}

function reveal() {
  revealed = true;
  shown.hidden = false;
  summary.textContent = judged.summary;
  prediction.mark(judged, {
    isFlaw: isFlaw(),
    explanation: unchanged() ? current()?.explanation : "",
    next: current() ? () => take(following()).then(() => preset.focus()) : null,
  });
  prediction.ask({ shown: false });
  showTask();
}

/** The preset after this one, of the same kind; behind the last comes the first. */
function following() {
  const alike = [...presets.values()].filter(({ kind }) => kind === current().kind);
  return alike[(alike.indexOf(current()) + 1) % alike.length].id;
}

/** Whether the form still is what the preset has. */
function unchanged() {
  return current() !== undefined && same(form.read(), current().form);
}

function same(one, other) {
  const names = Object.keys(one);
  return names.every((name) =>
    typeof one[name] === "object"
      ? one[name].length === other[name]?.length && one[name].every((item, index) => same(item, other[name][index]))
      : one[name] === other[name],
  );
}

/** The question or exercise, and the answer where it is not to be found out. */
function showTask() {
  const { kind, title, prompt, explanation } = current() ?? {};
  const parts = [];
  if (kind) parts.push(result.node("p", "title", title));
  if (prompt) parts.push(result.node("p", "", prompt));
  if (kind === "question" && !isHidden()) parts.push(result.node("p", "", explanation));
  if (kind === "write") {
    if (judged?.solved) parts.push(result.node("p", "", explanation));
    const button = Object.assign(result.node("button", "", "Put in a solution"), { type: "button" });
    button.addEventListener("click", () => {
      form.write({ ...form.read(), answers: current().solution });
      update();
    });
    parts.push(button);
  }
  if (task.textContent !== parts.map(({ textContent }) => textContent).join("")) task.replaceChildren(...parts);
  task.hidden = parts.length === 0;
}

/** Write the state into the address. */
async function write(typed, browser) {
  address = await link.written({
    preset: preset.value,
    predict: predict.checked,
    browser: browser === DEFAULT_BROWSER ? "" : browser,
    snippets: snippets.value,
    form: current() && same(typed, current().form) ? null : typed,
  });
  history.replaceState(null, "", `#${address}`);
}

async function copy() {
  await write(form.read(), result.chosen());
  try {
    await navigator.clipboard.writeText(location.href);
    say("The link is copied.");
  } catch {
    say("The link could not be copied: take it from the address bar.");
  }
}

/** Keep the page for when there is no network. */
async function keep() {
  try {
    const registration = await navigator.serviceWorker.register(
      new URL("../playground-offline.js", import.meta.url),
      { scope: new URL("../playground", import.meta.url).pathname },
    );
    const worker = registration.installing ?? registration.waiting;
    if (worker && !registration.active) {
      await new Promise((resolve, reject) => {
        worker.addEventListener("statechange", () => {
          if (worker.state === "activated") resolve();
          if (worker.state === "redundant") reject(new Error("not kept"));
        });
      });
    }
    ready = "Ready. It works without a network, too.";
    say(ready);
    document.documentElement.dataset.playground = "kept";
  } catch (error) {
    console.info(`Not kept for when there is no network: ${error.message}`);
  }
}
