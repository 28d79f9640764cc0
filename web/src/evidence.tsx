// The evidence: the sentences behind an edge, a bar or a number.

import { useEffect, useRef, useState } from "preact/hooks";
import { type Address, changed, filtersOf, follow, go, href, narrowed } from "./address";
import { json, listing, useJson } from "./api";
import { Failed } from "./parts";
import { Bar } from "./pairs";
import { Card, Key } from "./statement";
import type { ActorHead, Graph, Page, Statement, Vocabulary } from "./types";
import { LABELS, number, plural, shown, signed } from "./words";

const EACH = "20";

export function Evidence({ address, onClose }: { address: Address; onClose: () => void }) {
  const open = new URLSearchParams(address.params.get("open") ?? "");
  const wanted = narrowed(address.params, open);
  const first = listing("/statements", wanted, { limit: EACH });
  const { data, error, loading } = useJson<Page<Statement>>(first);
  const totals = useJson<Graph>(listing("/graph", wanted, { limit: "500" }));
  const [more, setMore] = useState<{ of: string; items: Statement[]; next: string | null; error: string | null } | null>(null);
  const title = useRef<HTMLHeadingElement>(null);
  const key = open.toString();
  useEffect(() => title.current?.focus({ preventScroll: true }), [key]);
  const grown = more?.of === first ? more : null;
  const items = [...(data?.items ?? []), ...(grown?.items ?? [])];
  const next = grown ? grown.next : (data?.next ?? null);
  const pair = open.get("source") && open.get("target") ? [open.get("source") ?? "", open.get("target") ?? ""] : null;
  const both = open.getAll("between").length === 2 ? open.getAll("between") : null;
  const actor = !pair && open.getAll("actor").length === 1 ? (open.get("actor") ?? "") : null;

  async function load() {
    if (!next) return;
    try {
      const page = await json<Page<Statement>>(listing("/statements", wanted, { limit: EACH, cursor: next }));
      setMore({ of: first, items: [...(grown?.items ?? []), ...page.items], next: page.next, error: null });
    } catch (trouble) {
      setMore({ of: first, items: grown?.items ?? [], next, error: (trouble as Error).message });
    }
  }

  return (
    <>
      <div class="panel-head">
        <h2 id="panel-title" ref={title} tabIndex={-1}><Title open={open} totals={totals.data} pair={pair} both={both} actor={actor} /></h2>
        <button type="button" class="close" onClick={onClose} aria-label="Close the evidence">✕</button>
      </div>
      <Breakdown address={address} open={open} totals={totals.data} />
      <p class="actions">
        {(pair ?? both) && <a class="button quiet" href={href("graph", changed(filtersOf(address.params), { between: pair ?? both, actor: null, source: null, target: null }))} onClick={follow}>Everything between the two</a>}
        {actor && <a class="button quiet" href={href("graph", changed(filtersOf(address.params), { actor, between: null }))} onClick={follow}>Only {actor} and its partners</a>}
        {actor && <ActorLink code={actor} params={address.params} />}
        <a class="button quiet" href={href("table", wanted)} onClick={follow}>As a table</a>
      </p>
      {error && <Failed error={error} />}
      {items.length > 0 && <Key />}
      <ol class="cards" role="list" aria-busy={loading}>{items.map((statement) => <Card key={statement.id} statement={statement} />)}</ol>
      {!loading && !error && items.length === 0 && <p class="small">No sentence fits both this and the filters above.</p>}
      {grown?.error && <Failed error={grown.error} />}
      {next && <button type="button" class="quiet" onClick={load}>More sentences</button>}
    </>
  );
}

function Title({ open, totals, pair, both, actor }: { open: URLSearchParams; totals: Graph | null; pair: string[] | null; both: string[] | null; actor: string | null }) {
  const names = new Map(totals?.nodes.map((node) => [node.id, node.name]));
  const name = (code: string) => <bdi>{names.get(code) ?? code}</bdi>;
  const rest = [...open].filter(([each]) => !(pair && (each === "source" || each === "target")) && !(actor && each === "actor") && !(both && each === "between") && each !== "from" && each !== "to" && each !== "dates");
  const from = open.get("from"), to = open.get("to");
  return (
    <>
      {both ? <>{name(both[0] ?? "")} and {name(both[1] ?? "")}</> : pair ? <>{name(pair[0] ?? "")} <span class="to" aria-label="to">→</span> {name(pair[1] ?? "")}</> : actor ? name(actor) : rest.length ? null : "Statements"}
      {rest.map(([each, value]) => <span key={`${each}=${value}`} class="part"> {LABELS[each] ?? each}: <bdi>{shown(each, value)}</bdi></span>)}
      {from && <span class="part"> {from === to || !to ? from : `${from} to ${to}`}</span>}
    </>
  );
}

/** How often which relation, each with its bar; a row narrows what is open to it. */
function Breakdown({ address, open, totals }: { address: Address; open: URLSearchParams; totals: Graph | null }) {
  const vocabulary = useJson<Vocabulary>("/vocabulary");
  if (!totals || !totals.edges.length) return null;
  const counts = new Map<string, { statements: number; edges: number }>();
  let edges = 0, weighted = 0, scored = 0;
  for (const edge of totals.edges) {
    edges += edge.edges;
    if (edge.score !== null) { weighted += edge.score * edge.edges; scored += edge.edges; }
    for (const count of edge.relations) {
      const sum = counts.get(count.relation) ?? { statements: 0, edges: 0 };
      counts.set(count.relation, { statements: sum.statements + count.statements, edges: sum.edges + count.edges });
    }
  }
  const scores = new Map(vocabulary.data?.relations.map((relation) => [relation.code, relation.score]));
  const ranked = [...counts].sort((a, b) => b[1].statements - a[1].statements).slice(0, 8);
  const most = Math.max(1, ...ranked.map(([, count]) => count.statements));
  const all = totals.graph.statements;
  return (
    <div class="breakdown">
      <p class="small"><strong>{number.format(edges)}</strong> reported, <strong>{number.format(all - edges)}</strong> only said{scored ? <> · mean score {signed(weighted / scored)}</> : null}</p>
      <ul role="list" aria-label="By relation">
        {ranked.map(([relation, count]) => {
          const now = new URLSearchParams(open);
          const chosen = now.get("relation") === relation;
          if (chosen) now.delete("relation"); else now.set("relation", relation);
          return (
            <li key={relation}>
              <a href={href(address.view, changed(address.params, { open: now.toString() }), address.id)} onClick={follow} aria-current={chosen ? "true" : undefined} title={chosen ? "Show every relation" : `Only ${relation}`}>
                <span>{relation}</span><Bar solid={count.edges} light={count.statements - count.edges} most={most} score={scores.get(relation) ?? null} /><span class="count">{count.statements}</span>
              </a>
            </li>
          );
        })}
      </ul>
    </div>
  );
}

function ActorLink({ code, params }: { code: string; params: URLSearchParams }) {
  const { data } = useJson<Page<ActorHead>>(`/actors?limit=10&q=${encodeURIComponent(code)}`);
  const found = data?.items.find((item) => item.code === code);
  return found ? <a class="button quiet" href={href("actor", filtersOf(params), found.id)} onClick={follow}>About <bdi>{found.name}</bdi></a> : null;
}

export const closeEvidence = (address: Address): void => go(href(address.view, changed(address.params, { open: null }), address.id));

export const total = (graph: Graph | null): string => (graph ? plural(graph.graph.statements, "statement") : "");
