// Highlights. Offsets count Unicode code points; JavaScript strings count UTF-16 units, so a text is first spread into its
// code points and only ever sliced there.

import type { Party, Statement } from "./types";

export type Role = "trigger" | "source" | "target" | "speaker" | "theme" | "content";
export interface Mark { start: number; end: number; role: Role; id: string }
export interface Piece { start: number; text: string; marks: Mark[] }

export const ROLE_NAMES: Record<Role, string> = { source: "who", trigger: "what", target: "to whom", speaker: "according to whom", theme: "about what", content: "what is said" };
const RANK: Role[] = ["trigger", "source", "target", "speaker", "theme", "content"];

/** The code points of a text, as an array of strings. */
export const points = (text: string): string[] => Array.from(text);

/** Whose word a statement is, or null: the verb of a denial names nobody, it only says that somebody has said it. */
export function voiceOf({ attributed_to, within }: Statement): Party | null {
  return attributed_to && within && attributed_to.id === null && /^\p{Ll}+$/u.test(attributed_to.text) ? null : attributed_to;
}

/** The marks of a statement, with offsets into the article. */
export function marksOf(statement: Statement, inner = true): Mark[] {
  const { id } = statement;
  const found: Mark[] = [];
  const add = (span: { start: number; end: number } | null, role: Role) => { if (span) found.push({ start: span.start, end: span.end, role, id }); };
  add(voiceOf(statement), "speaker");
  add(statement.target, "target");
  add(statement.source, "source");
  add(statement.trigger, "trigger");
  add(themeOf(statement), "theme");
  const { nested } = statement;
  if (inner && nested && nested.sentence.start === statement.sentence.start) {
    // Who denies that he did it stands before the denial: only what is not the statement's own is its content.
    const own = new Set(found.map((mark) => mark.start));
    const spans = [nested.source, nested.trigger, nested.target].filter((span) => span !== null && !own.has(span.start)) as { start: number; end: number }[];
    if (spans.length) add({ start: Math.min(...spans.map((span) => span.start)), end: Math.max(...spans.map((span) => span.end)) }, "content");
  }
  return found;
}

/** Where the words of the theme stand in the sentence: after the trigger if they are there, else where they first are. */
function themeOf({ theme, sentence, trigger, nested }: Statement): { start: number; end: number } | null {
  if (!theme || nested) return null;
  const after = points(sentence.text).slice(0, trigger.end - sentence.start).join("").length;
  const late = sentence.text.indexOf(theme, after);
  const at = late >= 0 ? late : sentence.text.indexOf(theme);
  if (at < 0) return null;
  const start = sentence.start + points(sentence.text.slice(0, at)).length;
  return { start, end: start + points(theme).length };
}

/**
 * Cut characters (code points that begin at offset `from`) at the borders of marks, which may overlap.
 * The texts of the pieces together are the whole again.
 */
export function pieces(characters: string[], marks: Mark[], from = 0): Piece[] {
  const end = from + characters.length;
  const inside = marks.filter((mark) => mark.start < end && mark.end > from);
  const borders = new Set([from, end]);
  for (const mark of inside) {
    borders.add(Math.max(mark.start, from));
    borders.add(Math.min(mark.end, end));
  }
  const sorted = [...borders].sort((a, b) => a - b);
  return sorted.slice(0, -1).map((start, i) => {
    const stop = sorted[i + 1] ?? end;
    return { start, text: characters.slice(start - from, stop - from).join(""), marks: inside.filter((mark) => mark.start <= start && mark.end >= stop) };
  });
}

/** The roles of a piece, the most important first. */
export function rolesOf(piece: Piece): Role[] {
  return [...new Set(piece.marks.map((mark) => mark.role))].sort((a, b) => RANK.indexOf(a) - RANK.indexOf(b));
}
