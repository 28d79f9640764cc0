// Words and colours that several views share.

import type { Modality } from "./types";

export const MODALITIES: Record<Modality, string> = { actual: "happened", future: "planned", hypothetical: "possible", negated: "did not happen" };

export const LABELS: Record<string, string> = {
  q: "words", actor: "either side", source: "who", target: "to whom", between: "between", relation: "relation", quad: "class", mode: "mode",
  modality: "said to have", attributed_to: "voice", outlet: "outlet", from: "from", to: "to", dates: "date of",
};

export const MODALITY_LABELS: Record<string, string> = { actual: "happened", future: "planned for later", hypothetical: "possible only", negated: "not happened" };

/** How a filter reads as a chip. */
export function shown(name: string, value: string): string {
  if (name === "attributed_to") return value === "none" ? "the article’s own" : value === "any" ? "somebody quoted" : `according to ${value}`;
  if (name === "modality") return MODALITY_LABELS[value] ?? value;
  if (name === "dates") return value === "event" ? "the event" : "publication";
  return value;
}

/** Five steps from conflict to cooperation; 0 is no score. */
export function tone(score: number | null | undefined): 0 | 1 | 2 | 3 | 4 | 5 {
  if (score === null || score === undefined) return 0;
  return score <= -4 ? 1 : score <= -0.5 ? 2 : score <= 0.5 ? 3 : score <= 4 ? 4 : 5;
}

export const TONES = ["no score", "strong conflict", "conflict", "neither", "cooperation", "strong cooperation"];

export const signed = (score: number | null): string => (score === null ? "–" : `${score > 0 ? "+" : score < 0 ? "−" : ""}${Math.abs(score).toFixed(1)}`);

export const number = new Intl.NumberFormat("en");

export const plural = (count: number, one: string, many = `${one}s`): string => `${number.format(count)} ${count === 1 ? one : many}`;

export function kindWords(kind: string | null): string {
  return (kind ?? "").replaceAll("_", " ");
}

const MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];

/** A date as people write it; a month or a year stays one. */
export function day(text: string | null): string {
  if (!text) return "no date";
  const [year, month, date] = text.split("-");
  const name = month ? MONTHS[Number(month) - 1] : undefined;
  if (!name) return text;
  return date ? `${Number(date)} ${name} ${year}` : `${name} ${year}`;
}
