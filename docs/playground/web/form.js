// The form: reads it, fills it in, and shows what is wrong beside each field. What is wrong, the engine says.

const FIELDS = ["origin", "url", "method", "headers", "body", "mode", "credentials", "redirect"];
const ANSWER = ["to", "status", "method", "url", "headers"];

const form = document.getElementById("form");
const answers = document.getElementById("answers");
const template = document.getElementById("answer");
let made = 0;

/** All that is typed in. */
export function read() {
  const typed = Object.fromEntries(FIELDS.map((name) => [name, document.getElementById(name).value]));
  typed.answers = [...answers.children].map((row) => ({
    ...Object.fromEntries(ANSWER.map((name) => [name, control(row, name).value])),
    lost: control(row, "lost").checked,
  }));
  return typed;
}

/** Fill the form in; whatever is missing or of no use gets what an empty form has. */
export function write(typed) {
  for (const name of FIELDS) set(document.getElementById(name), typed?.[name]);
  const rows = Array.isArray(typed?.answers) ? typed.answers.slice(0, 50) : [];
  answers.replaceChildren(...rows.map(row));
  renumber();
  grow();
}

function set(element, value) {
  const text = typeof value === "string" ? value : "";
  element.value = text;
  if (element.matches("select") && element.selectedIndex < 0) element.selectedIndex = 0;
}

function control(row, name) {
  return row.querySelector(`[name="${name}"]`);
}

function row(answer) {
  const element = template.content.firstElementChild.cloneNode(true);
  made += 1;
  for (const name of ANSWER) {
    const field = control(element, name);
    field.id = `answer-${made}-${name}`;
    field.closest(".field").querySelector("label").htmlFor = field.id;
    set(field, answer?.[name] ?? (name === "status" ? "200" : ""));
  }
  control(element, "lost").checked = answer?.lost === true;
  element.querySelector("details").open = Boolean(answer?.url || answer?.method);
  return element;
}

function renumber() {
  [...answers.children].forEach((element, index) => {
    const name = `Answer ${index + 1}`;
    element.querySelector("legend").textContent = name;
    const up = element.querySelector('[data-act="up"]');
    up.disabled = index === 0;
    up.setAttribute("aria-label", `Move up ${name}`);
    element.querySelector('[data-act="remove"]').setAttribute("aria-label", `Remove ${name}`);
    const lost = control(element, "lost").checked;
    for (const field of ["status", "headers"]) control(element, field).disabled = lost;
  });
}

/** Each text is as high as what is in it. */
function grow() {
  for (const text of form.querySelectorAll("textarea")) {
    text.rows = Math.max(text.name === "body" ? 1 : 2, text.value.split("\n").length);
  }
}

/** Call `changed` whenever something is typed, chosen, added, moved or removed. */
export function listen(changed) {
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("input", () => {
    renumber();
    grow();
    changed();
  });
  document.getElementById("add").addEventListener("click", () => {
    answers.append(row(null));
    renumber();
    control(answers.lastElementChild, "to").focus();
    changed();
  });
  answers.addEventListener("click", ({ target }) => {
    const act = target.dataset.act;
    const element = target.closest(".answer");
    if (act === "remove") {
      const near = element.nextElementSibling ?? element.previousElementSibling;
      element.remove();
      (near === null ? document.getElementById("add") : near.querySelector('[data-act="remove"]')).focus();
    } else if (act === "up") {
      element.previousElementSibling.before(element);
      (target.matches(":disabled") || element.previousElementSibling === null
        ? element.querySelector('[data-act="remove"]')
        : target
      ).focus();
    } else {
      return;
    }
    renumber();
    changed();
  });
}

/** Say beside each field what is wrong with it, or what else to know; gives the names of those that are wrong. */
export function tell(problems, notes) {
  for (const [kind, texts] of [["problem", problems], ["note", notes]]) {
    const told = new Map(Object.entries(texts).map(([place, text]) => [fieldOf(place), text]));
    for (const field of form.querySelectorAll(".field")) tellField(field, kind, told.get(field));
  }
  return Object.keys(problems).map((place) => {
    const field = fieldOf(place);
    const label = field.querySelector("label").textContent;
    const legend = field.closest(".answer")?.querySelector("legend").textContent;
    return legend ? `${legend}: ${label}` : label;
  });
}

function fieldOf(place) {
  const [, index, name] = place.match(/^answers\.(\d+)\.(.+)$/) ?? [];
  const element = name ? control(answers.children[index], name) : document.getElementById(place);
  const details = element.closest("details");
  if (details) details.open = true;
  return element.closest(".field");
}

function tellField(field, kind, text) {
  const element = field.querySelector("input, select, textarea");
  const id = `${element.id}-${kind}`;
  const there = document.getElementById(id);
  const described = new Set((element.getAttribute("aria-describedby") ?? "").split(" ").filter(Boolean));
  if (text === undefined) {
    there?.remove();
    described.delete(id);
  } else {
    const place = there ?? Object.assign(document.createElement("p"), { id, className: kind });
    if (place.textContent !== text) place.textContent = text;
    field.append(place);
    described.add(id);
  }
  if (kind === "problem") element.toggleAttribute("aria-invalid", text !== undefined);
  if (kind === "problem" && text !== undefined) element.setAttribute("aria-invalid", "true");
  if (described.size) element.setAttribute("aria-describedby", [...described].join(" "));
  else element.removeAttribute("aria-describedby");
}
