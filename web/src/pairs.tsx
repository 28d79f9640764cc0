// The pairs of the graph as a list: the same in words, and for everybody who cannot or would not use the drawing.

import { useState } from "preact/hooks";
import { type Address, filtersOf, follow, href, opened } from "./address";
import { listing, useJson } from "./api";
import { graphAddress } from "./graph";
import { Card, Key } from "./statement";
import type { Graph, Page, Statement } from "./types";
import { number, plural, signed, tone } from "./words";
import { Failed } from "./parts";

const FIRST = 25;
const FEW = 4;

export function Pairs({ address }: { address: Address }) {
  const [all, setAll] = useState(false);
  const { data, error } = useJson<Graph>(graphAddress(address));
  if (error) return <Failed error={error} />;
  if (!data) return <p class="small" role="status">Loading …</p>;
  const names = new Map(data.nodes.map((node) => [node.id, node.name]));
  const most = Math.max(1, ...data.edges.map((edge) => edge.statements));
  return (
    <>
      <h2 id="panel-title" tabIndex={-1}>Strongest pairs</h2>
      {data.edges.length === 0 && <p class="small">No pair of actors fits these filters. They may still fit statements that name nobody as the target: <a href={href("table", filtersOf(address.params))} onClick={follow}>look there</a>.</p>}
      {data.edges.length > 0 && <p class="small">{plural(data.graph.statements, "statement")} in {plural(data.graph.pairs, "ordered pair")}. Open one to read the sentences.</p>}
      <ol class="pairs" role="list">
        {data.edges.slice(0, all ? undefined : FIRST).map((edge) => (
          <li key={`${edge.source}>${edge.target}`}>
            <a class="pair" href={opened(address, { source: edge.source, target: edge.target })} onClick={follow}>
              <span class="names"><bdi>{names.get(edge.source)}</bdi> <span class="to" aria-label="to">→</span> <bdi>{names.get(edge.target)}</bdi></span>
              <span class="count">{number.format(edge.statements)}<span class="out"> statements</span></span>
              <Bar solid={edge.edges} light={edge.statements - edge.edges} most={most} score={edge.score ?? edge.all_score} />
              <span class="small">{edge.relations.slice(0, 3).map((count) => `${count.relation} ${count.statements}`).join(" · ")}<span class="score"> {signed(edge.score ?? edge.all_score)}</span></span>
            </a>
          </li>
        ))}
      </ol>
      {!all && data.edges.length > FIRST && <button type="button" class="quiet" onClick={() => setAll(true)}>All {number.format(data.edges.length)} that the graph shows</button>}
      {data.edges.length > 0 && data.edges.length <= FEW && <Latest address={address} />}
    </>
  );
}

/** Where few pairs are left, their sentences are what one came for. */
function Latest({ address }: { address: Address }) {
  const wanted = filtersOf(address.params);
  const { data, error } = useJson<Page<Statement>>(listing("/statements", wanted, { limit: "12" }));
  if (error) return <Failed error={error} />;
  if (!data?.items.length) return null;
  return (
    <section class="latest" aria-labelledby="latest">
      <h3 id="latest">The latest sentences</h3>
      <Key />
      <ol class="cards" role="list">{data.items.map((statement) => <Card key={statement.id} statement={statement} />)}</ol>
      {data.next && <a class="button quiet" href={href("table", wanted)} onClick={follow}>All of them, as a table</a>}
    </section>
  );
}

/** Solid: reported. Light: only said. Drawn as SVG: our policy allows no style attributes. */
export function Bar({ solid, light, most, score }: { solid: number; light: number; most: number; score: number | null }) {
  const unit = 100 / most;
  return (
    <svg class="bar" viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true">
      <rect class="rail" width="100" height="6" rx="1" />
      <rect class={`f${tone(score)} faint`} x={solid * unit} width={light * unit} height="6" />
      <rect class={`f${tone(score)}`} width={solid * unit} height="6" />
    </svg>
  );
}
