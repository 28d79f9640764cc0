// The first page: pairs and statements. All filters live in the address.

import { card } from "./cards.js";
import { h, json } from "./dom.js";

const byId = (id) => document.getElementById(id);
const form = byId("filters");
const FILTERS = ["q", "source", "target", "actor", "relation", "attributed_to", "modality", "from", "to"];
const ACTORS = ["source", "target", "actor"];
const FOR_DYADS = ["source", "target", "actor", "relation", "from", "to"];
const LABELS = { q: "words", source: "who", target: "to whom", actor: "either side", relation: "relation", attributed_to: "voice", modality: "modality", from: "from", to: "to" };
const PAGE = 20;

let running = null;
let nextStatements = null;
let nextDyads = null;
let widest = 1;

/** The filters of the address, empty ones left out. */
function wanted() {
  const given = new URLSearchParams(location.search);
  const kept = new URLSearchParams();
  for (const name of FILTERS) for (const value of given.getAll(name)) if (value) kept.append(name, value);
  return kept;
}

function address(path, names, parameters, cursor) {
  const query = new URLSearchParams([...parameters].filter(([name]) => names.includes(name)));
  query.set("limit", PAGE);
  if (cursor) query.set("cursor", cursor);
  return `${path}?${query}`;
}

/** What is only the content of a statement is shown inside it, unless a filter may ask for just that. */
function statementsAddress(parameters, cursor) {
  const particular = ["source", "target", "actor", "relation", "modality", "attributed_to"].some((name) => parameters.has(name));
  return address("/statements", FILTERS, parameters, cursor) + (particular ? "" : "&contents=false");
}

function go(parameters) {
  const query = parameters.toString();
  history.pushState(null, "", query ? `?${query}` : location.pathname);
  show();
}

function fill(parameters) {
  for (const name of ["q", "relation", "modality", "from", "to", ...ACTORS]) form.elements[name].value = parameters.get(name) ?? "";
  const voice = parameters.get("attributed_to");
  form.elements.voice.value = voice === null ? "" : voice === "none" ? "none" : "of";
  form.elements.speaker.value = voice && voice !== "none" ? voice : "";
  byId("speaker").hidden = form.elements.voice.value !== "of";
}

function tell(error) {
  byId("problem").hidden = !error;
  byId("problem").textContent = error ? error.message : "";
}

/** Draw everything for the address as it is now. */
async function show() {
  running?.abort();
  running = new AbortController();
  const { signal } = running;
  const parameters = wanted();
  fill(parameters);
  showActive(parameters);
  tell(null);
  byId("state").textContent = "Loading …";
  for (const id of ["list", "dyads"]) byId(id).setAttribute("aria-busy", "true");
  try {
    const [statements, dyads] = await Promise.all([
      json(statementsAddress(parameters), signal),
      json(address("/dyads", FOR_DYADS, parameters), signal),
    ]);
    byId("list").replaceChildren();
    byId("dyads").replaceChildren();
    widest = Math.max(1, ...dyads.items.map((dyad) => dyad.statements));
    addDyads(dyads, parameters);
    addStatements(statements, parameters);
  } catch (error) {
    if (error.name === "AbortError") return;
    byId("list").replaceChildren();
    byId("dyads").replaceChildren();
    byId("more-statements").hidden = byId("more-dyads").hidden = true;
    byId("state").textContent = "";
    tell(error);
  }
  for (const id of ["list", "dyads"]) byId(id).setAttribute("aria-busy", "false");
}

function addStatements(page, parameters) {
  byId("list").append(...page.items.map((statement) => card(statement)));
  nextStatements = page.next;
  byId("more-statements").hidden = !page.next;
  const shown = byId("list").children.length;
  byId("state").textContent = shown ? `${shown} shown${page.next ? "" : ", and there are no more"}`
    : parameters.size ? "Nothing fits these filters. Take one away, or clear them all."
    : "The graph is empty. Build one with: kg build FOLDER";
}

function addDyads(page, parameters) {
  byId("dyads").append(...page.items.map((dyad) => dyadRow(dyad, parameters)));
  nextDyads = page.next;
  byId("more-dyads").hidden = !page.next;
  if (!byId("dyads").children.length) byId("dyads").append(h("li", { class: "state" }, "No pairs here."));
}

function dyadRow(dyad, parameters) {
  const link = new URLSearchParams([...parameters].filter(([name]) => !ACTORS.includes(name)));
  link.set("source", dyad.source.code);
  link.set("target", dyad.target.code);
  const chosen = parameters.get("source") === dyad.source.code && parameters.get("target") === dyad.target.code;
  const solid = h("i", { class: `solid ${tone(dyad.score)}` });
  const light = h("i", { class: "light" });
  solid.style.width = `${(100 * dyad.edges) / widest}%`;
  light.style.width = `${(100 * (dyad.statements - dyad.edges)) / widest}%`;
  const top = dyad.relations.slice(0, 3).map((count) => `${count.relation} ${count.statements}`).join(" · ");
  const score = dyad.score === null ? "no score" : `score ${dyad.score > 0 ? "+" : ""}${dyad.score}`;
  return h("li", {}, h("a", { class: "dyad", href: `?${link}`, "aria-current": chosen ? "true" : null, on: { click: follow } },
    h("span", { class: "names" }, h("bdi", {}, dyad.source.name), h("span", { class: "arrow", "aria-label": "to" }, " → "), h("bdi", {}, dyad.target.name)),
    h("span", { class: "count" }, String(dyad.statements)),
    h("span", { class: "bar", "aria-hidden": "true" }, solid, light),
    h("span", { class: "small" }, `${dyad.edges} reported, ${dyad.statements - dyad.edges} otherwise · ${score}`, h("br"), top)));
}

/** Five steps of a scale from conflict to cooperation. */
function tone(score) {
  if (score === null) return "t0";
  return score <= -4 ? "t1" : score < -0.5 ? "t2" : score <= 0.5 ? "t3" : score < 4 ? "t4" : "t5";
}

function follow(event) {
  if (event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
  event.preventDefault();
  go(new URLSearchParams(new URL(event.currentTarget.href).search));
  byId("statements").focus({ preventScroll: true });
  byId("statements").scrollIntoView({ block: "nearest" });
}

/** The filters in force, each with a link that takes it away. */
function showActive(parameters) {
  byId("active").replaceChildren(...[...parameters].map(([name, value]) => {
    const rest = new URLSearchParams([...parameters].filter(([n, v]) => n !== name || v !== value));
    const shown = name === "attributed_to" ? (value === "none" ? "the article’s own" : `attributed to ${value}`) : value;
    return h("a", { class: "chip", href: `?${rest}`, "aria-label": `Remove the filter ${LABELS[name]}: ${shown}`, on: { click: follow } }, `${LABELS[name]}: `, h("bdi", {}, shown), " ×");
  }));
  byId("clear").hidden = !parameters.size;
}

/** What was typed as an actor, as a code: a code stays, a name becomes that of the best match. */
async function code(text) {
  const typed = text.trim();
  if (!typed) return "";
  const { items } = await json(`/actors?limit=1&q=${encodeURIComponent(typed)}`);
  if (!items.length) throw new Error(`Nobody in this graph is called “${typed}”.`);
  return items[0].code;
}

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const value = (name) => form.elements[name].value.trim();
  const parameters = new URLSearchParams();
  try {
    for (const name of ["q", "relation", "modality", "from", "to"]) if (value(name)) parameters.set(name, value(name));
    for (const name of ACTORS) if (value(name)) parameters.set(name, await code(value(name)));
    if (value("voice") === "none") parameters.set("attributed_to", "none");
    if (value("voice") === "of" && value("speaker")) parameters.set("attributed_to", await code(value("speaker")));
    go(parameters);
  } catch (error) {
    tell(error);
  }
});

form.elements.voice.addEventListener("change", () => { byId("speaker").hidden = form.elements.voice.value !== "of"; });

let typing = 0;
form.addEventListener("input", (event) => {
  if (event.target.getAttribute("list") !== "actors") return;
  clearTimeout(typing);
  const typed = event.target.value.trim();
  typing = setTimeout(async () => {
    const { items } = await json(`/actors?limit=12&q=${encodeURIComponent(typed)}`).catch(() => ({ items: [] }));
    byId("actors").replaceChildren(...items.map((actor) => h("option", { value: actor.name }, `${actor.code} · ${actor.kind.replaceAll("_", " ")}`)));
  }, 150);
});

byId("clear").addEventListener("click", (event) => { event.preventDefault(); go(new URLSearchParams()); });

async function more(button, load) {
  button.disabled = true;
  try {
    await load();
  } catch (error) {
    tell(error);
  }
  button.disabled = false;
}

byId("more-statements").addEventListener("click", (event) => more(event.currentTarget, async () => {
  const first = byId("list").children.length;
  const parameters = wanted();
  addStatements(await json(statementsAddress(parameters, nextStatements)), parameters);
  byId("list").children[first]?.querySelector("a")?.focus();
}));
byId("more-dyads").addEventListener("click", (event) => more(event.currentTarget, async () => {
  const parameters = wanted();
  addDyads(await json(address("/dyads", FOR_DYADS, parameters, nextDyads)), parameters);
}));
addEventListener("popstate", show);

async function start() {
  if (matchMedia("(min-width: 760px)").matches || ["source", "target", "actor", "relation", "attributed_to", "modality", "from", "to"].some((name) => wanted().has(name))) byId("more").open = true;
  try {
    const { relations, modalities } = await json("/vocabulary");
    const classes = Map.groupBy ? Map.groupBy(relations, (r) => r.quad) : relations.reduce((m, r) => m.set(r.quad, [...(m.get(r.quad) ?? []), r]), new Map());
    for (const [quad, members] of classes) {
      form.elements.relation.append(h("optgroup", { label: quad }, ...members.map((r) => h("option", { value: r.code, title: r.definition }, r.code))));
    }
    form.elements.modality.append(...modalities.map((modality) => h("option", { value: modality }, modality)));
  } catch (error) {
    tell(error);
  }
  show();
}

start();
