// One article: its text with every statement marked, and a card for each.

import { card } from "./cards.js";
import { h, json, webAddress } from "./dom.js";
import { marksOf, pieceNode, pieces, points } from "./marks.js";

const byId = (id) => document.getElementById(id);

/** The text, cut into sentences that have statements and what stands between; offsets are code points. */
function drawText(article) {
  const characters = points(article.text);
  const marks = article.statements.flatMap(marksOf);
  const sentences = new Map(article.statements.map((s) => [s.sentence.start, s.sentence.end]));
  const starts = [...sentences.keys()].sort((a, b) => a - b);
  const nodes = [];
  let position = 0;
  const plain = (to) => pieces(characters.slice(position, to), marks, position).map(pieceNode);
  for (const start of starts) {
    if (start < position) continue;
    nodes.push(...plain(start));
    position = start;
    nodes.push(h("span", { class: "sentence", id: `c${start}` }, ...plain(sentences.get(start))));
    position = sentences.get(start);
  }
  nodes.push(...plain(characters.length));
  byId("text").replaceChildren(...nodes);
}

function drawHead(article) {
  const title = article.title || "Article without a title";
  document.title = `${title} · communique`;
  byId("title").replaceChildren(h("bdi", {}, title));
  const link = article.url ? webAddress(article.url) : null;
  byId("about").replaceChildren(...[
    article.publisher ? h("span", {}, h("bdi", {}, article.publisher)) : null,
    article.published ? h("time", { datetime: article.published }, article.published) : h("span", {}, "no date"),
    link ? h("a", { href: link, rel: "noopener noreferrer external" }, "Original") : null,
  ].filter(Boolean));
}

/** Light up the marks of the card under the pointer or focus, and the cards of the mark. */
function connect() {
  const light = (ids) => {
    for (const mark of byId("text").querySelectorAll("mark")) mark.classList.toggle("lit", mark.dataset.ids.split(" ").some((id) => ids.has(id)));
    for (const item of byId("list").children) item.classList.toggle("lit", ids.has(item.dataset.id));
    byId("text").classList.toggle("dimmed", ids.size > 0);
  };
  const idsAt = (target) => {
    const mark = target.closest?.("mark[data-ids]");
    const item = target.closest?.("li[data-id]");
    return new Set(mark ? mark.dataset.ids.split(" ") : item ? [item.dataset.id] : []);
  };
  for (const place of [byId("text"), byId("list")]) {
    place.addEventListener("pointerover", (event) => light(idsAt(event.target)));
    place.addEventListener("pointerleave", () => light(new Set()));
    place.addEventListener("focusin", (event) => light(idsAt(event.target)));
    place.addEventListener("focusout", () => light(new Set()));
  }
  byId("text").addEventListener("click", (event) => {
    const [first] = idsAt(event.target);
    if (first) document.getElementById(`s-${first}`)?.scrollIntoView({ block: "center" });
  });
}

async function start() {
  try {
    const id = decodeURIComponent(location.pathname.slice("/article/".length));
    const article = await json(`/articles/${encodeURIComponent(id)}`);
    drawHead(article);
    drawText(article);
    byId("list").replaceChildren(...article.statements.map((statement) => card(statement, { inArticle: true })));
    byId("state").textContent = article.statements.length ? "" : "No statements were found in this article.";
    connect();
    if (location.hash) document.getElementById(location.hash.slice(1))?.scrollIntoView({ block: "center" });
  } catch (error) {
    byId("state").textContent = error.message;
  }
  byId("list").setAttribute("aria-busy", "false");
}

start();
