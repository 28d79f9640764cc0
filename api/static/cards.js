// Statement cards, as the first page and the article page show them.

import { h } from "./dom.js";
import { sentence } from "./marks.js";

export const articleAddress = (id) => `/article/${encodeURIComponent(id)}`;

const QUADS = { "verbal cooperation": "coop", "material cooperation": "coop", "verbal conflict": "conf", "material conflict": "conf" };
const MODALITIES = { future: "planned", hypothetical: "possible", negated: "did not happen" };

/** The chips of a statement: relation and mode, modality, speaker, and whether it is only said within another. */
function chips(statement) {
  const mode = statement.mode ? ` · ${statement.mode}` : "";
  return h("p", { class: "chips" },
    h("span", { class: `chip ${QUADS[statement.quad] ?? "stance"}`, title: statement.quad }, `${statement.relation}${mode}`),
    MODALITIES[statement.modality] ? h("span", { class: "chip modality" }, MODALITIES[statement.modality]) : null,
    statement.attributed_to ? h("span", { class: "chip voice" }, "according to ", h("bdi", {}, statement.attributed_to.name ?? statement.attributed_to.text)) : null,
    statement.when ? h("span", { class: "chip" }, `${statement.when.date} (“${statement.when.phrase}”)`) : null);
}

function party(side, role) {
  if (!side) return null;
  const unknown = side.id === null;
  return h("bdi", { class: `party ${role}`, title: unknown ? "named in the text, not known to the gazetteer" : `${side.code}, as “${side.text}”` }, side.name ?? side.text, unknown ? " (unknown)" : "");
}

/** The content of a statement: what is denied, alleged or asked for, drawn as a claim and not as a fact. */
function content(statement) {
  const nested = statement.nested;
  if (!nested) return null;
  const elsewhere = nested.sentence.start !== statement.sentence.start;
  return h("div", { class: "nested" },
    h("p", { class: "nested-title" }, "Content of this statement, not reported as a fact:"),
    h("p", { class: "line" }, party(nested.source, "source"), " ", h("span", { class: "arrow", "aria-label": nested.relation }, `—${nested.relation}→`), " ",
      nested.target ? party(nested.target, "target") : "", nested.theme ? h("span", { class: "theme" }, ` ${nested.theme}`) : null),
    MODALITIES[nested.modality] ? h("p", { class: "chips" }, h("span", { class: "chip modality" }, MODALITIES[nested.modality])) : null,
    elsewhere ? sentence(nested) : null,
    content(nested));
}

/** One statement; `inArticle` leaves out the line that says where it stands. */
export function card(statement, { inArticle = false } = {}) {
  const { about, within } = statement;
  const plain = within ? statement.plain.split(" (said only within: ")[0] : statement.plain;
  return h("li", { class: within ? "card claim" : "card", id: `s-${statement.id}`, "data-id": statement.id },
    chips(statement),
    within ? h("p", { class: "within" }, "Only said within: ", h("bdi", {}, within.plain)) : null,
    h("h3", { dir: "auto" }, within ? `“${plain}”` : plain),
    inArticle ? h("a", { class: "jump", href: `#c${statement.sentence.start}` }, "Show the sentence") : sentence(statement),
    content(statement),
    inArticle ? null : h("p", { class: "about" },
      h("a", { href: `${articleAddress(about.id)}#c${statement.sentence.start}` }, h("bdi", {}, about.title || "Article without a title")),
      about.publisher ? h("span", {}, h("bdi", {}, about.publisher)) : null,
      about.published ? h("time", { datetime: about.published }, about.published) : h("span", {}, "no date")));
}
