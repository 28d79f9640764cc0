// SPARQL: YASGUI's editor (Yasqe) against our own endpoint, with our prefixes and the named queries as examples.
//
// The answer is drawn by our own table: a value from outside is text there, links lead to the views of this page, and it is a
// table for a screen reader. YASGUI's own result viewer writes HTML.

import Yasqe from "@zazuko/yasqe";
import "@zazuko/yasqe/build/yasqe.min.css";
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { changed, follow, go, href } from "./address";
import { useJson } from "./api";
import type { ViewProps } from "./app";
import { Drawing } from "./canvas";
import { themeOf } from "./graph";
import { Failed } from "./parts";
import { placed } from "./places";
import type { GraphEdge, GraphNode, NamedQuery } from "./types";
import { plural } from "./words";

interface Term { type: string; value: string; datatype?: string; "xml:lang"?: string }
type Row = Record<string, Term>;
type Answer = { kind: "rows"; names: string[]; rows: Row[]; triples: boolean } | { kind: "ask"; yes: boolean };

const MOST = 1000;
const FIRST = "# Who accused whom, and in which sentence?\nSELECT ?accuser ?accused ?sentence {\n  GRAPH ?graph {\n    ?statement c:relation rel:ACCUSE ; c:sourceCode ?accuser ; c:targetCode ?accused ; c:evidence/oa:exact ?sentence .\n  }\n} LIMIT 50\n";

export function Sparql({ address, vocabulary }: ViewProps) {
  const place = useRef<HTMLDivElement>(null);
  const editor = useRef<Yasqe | null>(null);
  const [answer, setAnswer] = useState<Answer | null>(null);
  const [error, setError] = useState<string | null>(null);
  const [asking, setAsking] = useState(false);
  const [asGraph, setAsGraph] = useState(false);
  const prefixes = vocabulary?.prefixes ?? {};
  const { data: queries } = useJson<NamedQuery[]>("/queries");
  const named = address.params.get("name");
  const given = address.params.get("query");

  const run = async () => {
    const text = editor.current?.getValue() ?? "";
    setAsking(true); setError(null); setAnswer(null);
    try {
      setAnswer(await ask(text));
    } catch (trouble) {
      setError((trouble as Error).message);
    }
    setAsking(false);
  };
  const latest = useRef(run);
  latest.current = run;

  useEffect(() => {
    if (!place.current || !vocabulary) return;
    const made = new Yasqe(place.current, {
      persistenceId: null, consumeShareLink: null, createShareableLink: () => location.href, createShortLink: undefined, prefixCcApi: null,
      autocompleters: [], showQueryButton: false, resizeable: false, editorHeight: "auto", viewportMargin: Infinity, lineWrapping: true,
      extraKeys: { Tab: false, "Shift-Tab": false, "Ctrl-Enter": () => void latest.current(), "Cmd-Enter": () => void latest.current() },
    } as ConstructorParameters<typeof Yasqe>[1]);
    const field = (made as unknown as { getInputField(): HTMLElement }).getInputField();
    field.setAttribute("aria-label", "SPARQL query; Ctrl and Enter runs it");
    place.current.querySelector(".CodeMirror-scroll")?.setAttribute("tabindex", "0"); // a long query is scrolled by keyboard, too
    editor.current = made;
    return () => { made.destroy(); place.current?.replaceChildren(); editor.current = null; };
  }, [vocabulary]);

  useEffect(() => {
    if (!editor.current || !vocabulary || !queries) return;
    const example = queries.find((query) => query.name === named);
    const text = example?.text ?? given ?? FIRST;
    if (editor.current.getValue() !== text) editor.current.setValue(withPrefixes(text, prefixes));
    if (example || given) void run();
  }, [named, given, vocabulary, queries]);

  const network = useMemo(() => (answer?.kind === "rows" ? gather(answer, prefixes) : null), [answer]);
  return (
    <div class="sparql">
      <section class="sheet" aria-labelledby="sparql-title">
        <div class="sheet-head">
          <h1 id="sparql-title">SPARQL</h1>
          <label class="pick example">Ready questions
            <select value={named ?? ""} onChange={(event) => go(href("sparql", changed(new URLSearchParams(), { name: event.currentTarget.value })))}>
              <option value="">choose …</option>
              {queries?.map((query) => <option key={query.name} value={query.name}>{query.title}</option>)}
            </select>
          </label>
        </div>
        <div class="editor" ref={place} />
        <p class="actions">
          <button type="button" onClick={() => {
            const text = editor.current?.getValue() ?? "";
            const to = href("sparql", changed(new URLSearchParams(), { query: text }));
            if (to === location.pathname + location.search) void run(); else go(to);
          }} disabled={asking}>Run</button>
          <span class="small">or Ctrl + Enter. Prefixes: {Object.keys(prefixes).slice(0, 8).join(", ")} … The endpoint is <a href="/sparql">/sparql</a>; <a href="/docs" onClick={follow}>how to ask it</a>.</span>
        </p>
      </section>
      <section class="sheet" aria-labelledby="answer-title" aria-busy={asking}>
        <div class="sheet-head">
          <h2 id="answer-title">Answer</h2>
          <p class="small" role="status">{asking ? "Asking …" : answer?.kind === "rows" ? `${plural(answer.rows.length, answer.triples ? "triple" : "row")}${answer.rows.length > MOST ? `, the first ${MOST} shown` : ""}` : ""}</p>
          {network && network.edges.length > 0 && (
            <p class="actions" role="group" aria-label="How to show it">
              <button type="button" class="quiet" aria-pressed={!asGraph} onClick={() => setAsGraph(false)}>Table</button>
              <button type="button" class="quiet" aria-pressed={asGraph} onClick={() => setAsGraph(true)}>Graph</button>
            </p>
          )}
        </div>
        {error && <Failed error={error} />}
        {!asking && !error && !answer && <p class="small">Run a query, or choose a ready question.</p>}
        {answer?.kind === "ask" && <p><strong>{answer.yes ? "Yes." : "No."}</strong></p>}
        {answer?.kind === "rows" && answer.rows.length === 0 && <p>No row fits.</p>}
        {answer?.kind === "rows" && answer.rows.length > 0 && (asGraph && network?.edges.length ? <Network nodes={network.nodes} edges={network.edges} /> : (
          <div class="wide" tabIndex={0} role="group" aria-label="Rows">
            <table>
              <thead><tr>{answer.names.map((name) => <th key={name} scope="col">{name}</th>)}</tr></thead>
              <tbody>{answer.rows.slice(0, MOST).map((row, i) => <tr key={i}>{answer.names.map((name) => <td key={name} class={sizeOf(row[name])}>{row[name] && <Value term={row[name]} prefixes={prefixes} />}</td>)}</tr>)}</tbody>
            </table>
          </div>
        ))}
      </section>
    </div>
  );
}

/** Ask our endpoint; graphs come as N-Triples, whose lines are easily read. */
async function ask(query: string): Promise<Answer> {
  let response: Response;
  try {
    response = await fetch("/sparql", { method: "POST", body: new URLSearchParams({ query }), headers: { Accept: "application/sparql-results+json, application/n-triples;q=0.9" } });
  } catch {
    throw new Error("The service cannot be reached. Is it still running? Try again in a moment.");
  }
  const text = await response.text();
  if (!response.ok) {
    let detail = "";
    try { detail = JSON.parse(text).detail ?? ""; } catch { /* an error that is no problem document */ }
    throw new Error(detail || `The service answered with status ${response.status}.`);
  }
  if ((response.headers.get("content-type") ?? "").includes("n-triples")) {
    const rows = text.split("\n").flatMap((line) => { const row = triple(line); return row ? [row] : []; });
    return { kind: "rows", names: ["subject", "predicate", "object"], rows, triples: true };
  }
  const found = JSON.parse(text);
  return typeof found.boolean === "boolean" ? { kind: "ask", yes: found.boolean } : { kind: "rows", names: found.head.vars, rows: found.results.bindings, triples: false };
}

const TRIPLE = /^(<[^>]*>|_:\S+) (<[^>]*>) (<[^>]*>|_:\S+|"(?:[^"\\]|\\.)*"(?:@[\w-]+|\^\^<[^>]*>)?) \.$/;

function triple(line: string): Row | null {
  const found = TRIPLE.exec(line.trim());
  if (!found) return null;
  const term = (text: string): Term => (text.startsWith("<") ? { type: "uri", value: text.slice(1, -1) } : text.startsWith('"') ? { type: "literal", value: unescape_(text.slice(1, text.lastIndexOf('"'))) } : { type: "bnode", value: text });
  return { subject: term(found[1] ?? ""), predicate: term(found[2] ?? ""), object: term(found[3] ?? "") };
}

const ESCAPES: Record<string, string> = { n: "\n", r: "\r", t: "\t", b: "\b", f: "\f" };
function unescape_(text: string): string {
  return text.replace(/\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))/g, (_, four, eight, one) => (four || eight ? String.fromCodePoint(parseInt(four ?? eight, 16)) : (ESCAPES[one] ?? one)));
}

function short(iri: string, prefixes: Record<string, string>): string {
  let best = "", name = iri;
  for (const [prefix, base] of Object.entries(prefixes)) if (iri.startsWith(base) && base.length > best.length) { best = base; name = `${prefix}:${iri.slice(base.length)}`; }
  try { return decodeURI(name); } catch { return name; }
}

/** Where a value of the graph has a view of its own. */
function viewOf(iri: string, prefixes: Record<string, string>): string | null {
  const id = (prefix: string): string | null => {
    const base = prefixes[prefix];
    if (!base || !iri.startsWith(base)) return null;
    try { return decodeURIComponent(iri.slice(base.length)); } catch { return null; }
  };
  const code = id("code"), actor = id("actor"), article = id("article"), relation = id("rel");
  if (code) return href("graph", new URLSearchParams({ actor: code }));
  if (actor) return href("actor", new URLSearchParams(), actor);
  if (article && !iri.includes("#")) return href("article", new URLSearchParams(), article);
  if (relation) return href("table", new URLSearchParams({ relation }));
  return null;
}

/** A sentence gets room, a date or a code stays on one line. */
const sizeOf = (term: Term | undefined): string => (!term || term.type === "uri" ? "" : term.value.length > 110 ? "long" : term.value.length < 16 ? "brief" : "");

function Value({ term, prefixes }: { term: Term; prefixes: Record<string, string> }) {
  if (term.type !== "uri") return <bdi>{term.value}</bdi>;
  const to = viewOf(term.value, prefixes);
  const name = short(term.value, prefixes);
  return to ? <a href={to} onClick={follow}><bdi>{name}</bdi></a> : <bdi title={term.value}>{name}</bdi>;
}

/** The prefixes that a query uses and does not name: over HTTP none is known. */
export function withPrefixes(text: string, prefixes: Record<string, string>): string {
  const code = text.replace(/#[^\n]*|<[^<>\s]*>|"(?:[^"\\\n]|\\.)*"/g, (match) => (match.startsWith("#") && !match.includes(":") ? match : " "));
  const said = new Set([...text.matchAll(/^\s*PREFIX\s+([\w-]*):/gim)].map((match) => match[1]));
  const used = Object.keys(prefixes).filter((prefix) => !said.has(prefix) && new RegExp(`(?:^|[^\\w:])${prefix}:`).test(code));
  return used.map((prefix) => `PREFIX ${prefix}: <${prefixes[prefix]}>\n`).join("") + text;
}

/** Pairs of the columns source and target (or the first two with IRIs), counted. */
function gather(answer: { names: string[]; rows: Row[]; triples: boolean }, prefixes: Record<string, string>): { nodes: GraphNode[]; edges: GraphEdge[] } {
  const iris = answer.names.filter((name) => answer.rows.some((row) => row[name]?.type === "uri"));
  const [from, to] = answer.triples ? ["subject", "object"] : answer.names.includes("source") && answer.names.includes("target") ? ["source", "target"] : iris;
  const counts = new Map<string, { source: string; target: string; n: number }>();
  for (const row of answer.rows) {
    const source = row[from ?? ""], target = row[to ?? ""];
    if (source?.type !== "uri" || target?.type !== "uri" || source.value === target.value) continue;
    const key = `${source.value} ${target.value}`;
    const sum = counts.get(key) ?? { source: short(source.value, prefixes).replace(/^code:/, ""), target: short(target.value, prefixes).replace(/^code:/, ""), n: 0 };
    counts.set(key, { ...sum, n: sum.n + 1 });
  }
  const kept = [...counts.values()].sort((a, b) => b.n - a.n).slice(0, 200);
  const totals = new Map<string, number>();
  for (const { source, target, n } of kept) for (const id of [source, target]) totals.set(id, (totals.get(id) ?? 0) + n);
  return {
    nodes: [...totals].map(([id, n]) => ({ id, name: id, kind: null, iso2: null, iso3: null, statements: n, edges: n, score: null })),
    edges: kept.map(({ source, target, n }) => ({ source, target, statements: n, edges: n, score: null, all_score: null, first: null, last: null, relations: [] })),
  };
}

function Network({ nodes, edges }: { nodes: GraphNode[]; edges: GraphEdge[] }) {
  const place = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const canvas = place.current;
    if (!canvas) return;
    const drawing = new Drawing(canvas, themeOf(canvas), { point: () => {}, pick: () => {}, enter: () => {} });
    const size: [number, number] = [canvas.clientWidth, canvas.clientHeight];
    const giveUp = placed(nodes, edges, size, (places) => { drawing.show(nodes, edges, places, size); canvas.dataset["ready"] = String(edges.length); });
    return () => { giveUp(); drawing.destroy(); };
  }, [nodes, edges]);
  return <div class="canvas network" role="img" aria-label={`Graph of ${plural(edges.length, "pair")}; the table says the same`}><div class="stage"><canvas ref={place} aria-hidden="true" /></div></div>;
}
