// The pairs of the graph as a list: the same in words, and for everybody who cannot or would not use the drawing.

import { useState } from "preact/hooks";
import { type Address, follow, opened } from "./address";
import { useJson } from "./api";
import { graphAddress } from "./graph";
import type { Graph } from "./types";
import { number, plural, signed, tone } from "./words";
import { Failed } from "./parts";

const FIRST = 25;

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
      <p class="small">{plural(data.graph.statements, "statement")} between {plural(data.graph.pairs, "pair")}. Open one to read the sentences.</p>
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
    </>
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
