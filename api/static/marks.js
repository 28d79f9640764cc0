// Highlights. Offsets count Unicode code points; JavaScript strings count UTF-16 units, so a text is
// first spread into its code points and only ever sliced there.

import { h } from "./dom.js";

/** The code points of a text, as an array of strings. */
export const points = (text) => Array.from(text);

/** The marks of a statement: [start, end, role] with offsets into the article. */
export function marksOf(statement) {
  const roles = [["speaker", statement.attributed_to], ["target", statement.target],
                 ["source", statement.source], ["trigger", statement.trigger]];
  return roles.filter(([, span]) => span).map(([role, span]) => ({ start: span.start, end: span.end, role, id: statement.id }));
}

/**
 * Cut characters (code points that begin at offset `from`) at the borders of marks, which may overlap.
 * Returns pieces {text, start, marks} in order; the texts together are the whole again.
 */
export function pieces(characters, marks, from = 0) {
  const end = from + characters.length;
  const inside = marks.filter((mark) => mark.start < end && mark.end > from);
  const borders = new Set([from, end]);
  for (const mark of inside) {
    borders.add(Math.max(mark.start, from));
    borders.add(Math.min(mark.end, end));
  }
  const sorted = [...borders].sort((a, b) => a - b);
  return sorted.slice(0, -1).map((start, i) => ({
    start,
    text: characters.slice(start - from, sorted[i + 1] - from).join(""),
    marks: inside.filter((mark) => mark.start <= start && mark.end >= sorted[i + 1]),
  }));
}

const NAMES = { source: "who", trigger: "what", target: "to whom", speaker: "says who" };
const RANK = ["trigger", "source", "target", "speaker"];

/** A node for a piece: plain text, or a mark in the colour of its most important role. */
export function pieceNode(piece) {
  if (!piece.marks.length) return document.createTextNode(piece.text);
  const roles = [...new Set(piece.marks.map((mark) => mark.role))].sort((a, b) => RANK.indexOf(a) - RANK.indexOf(b));
  const ids = [...new Set(piece.marks.map((mark) => mark.id))];
  return h("mark", { class: roles[0], title: roles.map((role) => NAMES[role]).join(", "), "data-ids": ids.join(" ") }, piece.text);
}

/** The sentence of a statement with its marks. */
export function sentence(statement) {
  const { text, start } = statement.sentence;
  return h("blockquote", { dir: "auto" }, ...pieces(points(text), marksOf(statement), start).map(pieceNode));
}
