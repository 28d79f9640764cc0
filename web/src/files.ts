// Exactly what is shown, as files.

import type { Party, Statement } from "./types";
import { plainOf } from "./statement";

export function download(name: string, type: string, content: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([content], { type: `${type};charset=utf-8` }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

const COLUMNS: [string, (statement: Statement) => string | number | null][] = [
  ["id", (s) => s.id], ["published", (s) => s.about.published], ["source", (s) => s.source.code ?? s.source.text], ["relation", (s) => s.relation], ["mode", (s) => s.mode],
  ["target", (s) => (s.target ? (s.target.code ?? s.target.text) : null)], ["modality", (s) => s.modality], ["attributed_to", (s) => (s.attributed_to ? (s.attributed_to.code ?? s.attributed_to.text) : null)],
  ["content_of", (s) => s.within?.id ?? null], ["theme", (s) => s.theme], ["plain", plainOf], ["sentence", (s) => s.sentence.text], ["article", (s) => s.about.id], ["title", (s) => s.about.title],
  ["outlet", (s) => s.about.publisher], ["url", (s) => s.about.url], ["rule", (s) => s.rule], ["confidence", (s) => s.confidence],
];

/** A text that a spreadsheet would take for a formula begins with an apostrophe, as in the tables of the service. */
const cell = (value: string | number | null): string => {
  const text = value === null ? "" : typeof value === "string" && /^[=+\-@\t\r]/.test(value) ? `'${value}` : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};

/** CSV (RFC 4180). */
export function csv(items: Statement[]): string {
  return [COLUMNS.map(([name]) => name), ...items.map((item) => COLUMNS.map(([, value]) => cell(value(item))))].map((row) => row.join(",")).join("\r\n") + "\r\n";
}

const BASE = "https://communique.example/";
const CONTEXT = {
  c: `${BASE}ontology#`, schema: "https://schema.org/", oa: "http://www.w3.org/ns/oa#", rel: `${BASE}relation/`, code: `${BASE}code/`, statement: `${BASE}statement/`, article: `${BASE}article/`,
  relation: { "@id": "c:relation", "@type": "@id" }, sourceCode: { "@id": "c:sourceCode", "@type": "@id" }, targetCode: { "@id": "c:targetCode", "@type": "@id" },
  attributedToCode: { "@id": "c:attributedToCode", "@type": "@id" }, modality: { "@id": "c:modality", "@type": "@id" }, content: { "@id": "c:content", "@type": "@id" },
  evidence: { "@id": "c:evidence" }, exact: "oa:exact", about: { "@id": "c:article" }, theme: "c:theme", rule: "c:rule", confidence: "c:confidence",
  headline: "schema:headline", datePublished: "schema:datePublished", name: "schema:name", publisher: "schema:publisher", url: "schema:url",
};

/** JSON-LD with the terms of the ontology (docs/rdf.md). */
export function jsonLd(items: Statement[]): string {
  const code = (party: Party | null) => (party?.code ? `code:${party.code.split(":").map(encodeURIComponent).join(":")}` : undefined);
  const graph = items.map((s) => ({
    "@id": `statement:${s.id}`, "@type": "c:Statement", relation: `rel:${s.relation}`, modality: `c:${s.modality}`, sourceCode: code(s.source), targetCode: code(s.target), attributedToCode: code(s.attributed_to),
    theme: s.theme ?? undefined, content: s.content ? `statement:${s.content}` : undefined, evidence: { exact: s.sentence.text }, rule: s.rule, confidence: s.confidence,
    about: { "@id": `${BASE}article/${encodeURIComponent(s.about.id)}`, "@type": "schema:NewsArticle", headline: s.about.title ?? undefined, datePublished: s.about.published ?? undefined, url: s.about.url ?? undefined, publisher: s.about.publisher ? { name: s.about.publisher } : undefined },
  }));
  return `${JSON.stringify({ "@context": CONTEXT, "@graph": graph }, null, 1)}\n`;
}
