// The graph view: the drawing, what it says when pointed at, and its controls.

import { useEffect, useRef, useState } from "preact/hooks";
import { type Address, changed, filtersOf, go, href, opened } from "./address";
import { listing, useJson } from "./api";
import { Drawing, type Shown, type Theme } from "./canvas";
import { placed } from "./places";
import type { Graph } from "./types";
import { number, plural, signed, TONES } from "./words";
import { Empty, Failed } from "./parts";

export const FIRST_PAIRS = innerWidth < 640 ? 30 : 70;
const ZOOM_BUTTONS = 44; // pixels at the right that they cover

export function graphAddress(address: Address): string {
  const pairs = Math.min(5000, Math.max(1, Number(address.params.get("pairs")) || FIRST_PAIRS));
  return listing("/graph", filtersOf(address.params), { limit: String(pairs) });
}

export function themeOf(element: Element): Theme {
  const style = getComputedStyle(element);
  const value = (name: string) => style.getPropertyValue(name).trim();
  return { ink: value("--ink"), soft: value("--soft"), card: value("--card"), accent: value("--accent"), tones: [0, 1, 2, 3, 4, 5].map((i) => value(`--t${i}`)) };
}

export function GraphView({ address }: { address: Address }) {
  const { data, error, loading } = useJson<Graph>(graphAddress(address));
  const open = new URLSearchParams(address.params.get("open") ?? "");
  const source = open.get("source"), target = open.get("target");
  const more = data && data.graph.shown < data.graph.pairs;
  if (error) return <Failed error={error} />;
  return (
    <section class="graph" aria-label="Graph of relations">
      {data && data.edges.length === 0 ? <Empty params={address.params} /> : <Canvas graph={data} address={address} chosen={source && target ? { source, target } : null} />}
      {!(data && data.edges.length === 0) && <div class="legend">
        <Scale />
        <span class="dashes"><i class="solid" />reported <i class="dashed" />only said</span>
        {data && (
          <span class="shownpairs">
            {plural(data.graph.shown, "pair")} of {number.format(data.graph.pairs)}{" "}
            {more && <button type="button" class="link" onClick={() => go(href("graph", changed(address.params, { pairs: String(data.graph.shown * 2) })))}>Show more</button>}
          </span>
        )}
        {loading && <span class="busy" role="status">Loading …</span>}
      </div>}
    </section>
  );
}

export function Scale() {
  return (
    <span class="scale" role="img" aria-label="Colours: from strong conflict, orange, over neither, grey, to strong cooperation, blue">
      conflict {[1, 2, 3, 4, 5].map((i) => <i key={i} class={`t${i}`} title={TONES[i]} />)} cooperation
    </span>
  );
}

export function Zoom({ closer, farther, all }: { closer: () => void; farther: () => void; all: () => void }) {
  return (
    <div class="zoom" role="group" aria-label="Zoom">
      <button type="button" onClick={closer} aria-label="Closer">+</button>
      <button type="button" onClick={farther} aria-label="Farther">−</button>
      <button type="button" onClick={all} aria-label="All in view">⤢</button>
    </div>
  );
}

function Canvas({ graph, address, chosen }: { graph: Graph | null; address: Address; chosen: { source: string; target: string } | null }) {
  const place = useRef<HTMLCanvasElement>(null);
  const drawing = useRef<Drawing | null>(null);
  const here = useRef(address);
  here.current = address;
  const [tip, setTip] = useState<{ what: Shown; x: number; y: number } | null>(null);
  const [ring, setRing] = useState<string | null>(null);
  const [said, say] = useState("");
  const names = new Map(graph?.nodes.map((node) => [node.id, node.name]));

  useEffect(() => {
    const canvas = place.current;
    if (!canvas) return;
    const made = new Drawing(canvas, themeOf(canvas), {
      point: (what, x, y) => setTip(what ? { what, x, y } : null),
      pick: (what) => go(opened(here.current, what.edge ? { source: what.edge.source, target: what.edge.target } : { actor: what.node?.id ?? "" })),
      enter: (node) => go(href("graph", changed(here.current.params, { actor: node.id, between: null, open: null, pairs: null }))),
    });
    drawing.current = made;
    (canvas as unknown as { drawing: Drawing }).drawing = made; // for the tests and the benchmark: where things stand
    const dark = matchMedia("(prefers-color-scheme: dark)");
    const recolour = () => made.recolour(themeOf(canvas));
    dark.addEventListener("change", recolour);
    const sized = new ResizeObserver(() => made.draw());
    sized.observe(canvas);
    return () => { dark.removeEventListener("change", recolour); sized.disconnect(); made.destroy(); };
  }, []);

  useEffect(() => {
    const canvas = place.current;
    if (!graph || !canvas) return;
    const size: [number, number] = [canvas.clientWidth, canvas.clientHeight];
    delete canvas.dataset["ready"];
    return placed(graph.nodes, graph.edges, [size[0] - ZOOM_BUTTONS, size[1]], (places) => {
      drawing.current?.show(graph.nodes, graph.edges, places, size);
      canvas.dataset["ready"] = String(graph.edges.length);
    });
  }, [graph]);

  useEffect(() => drawing.current?.choose(chosen), [chosen?.source, chosen?.target, graph]);
  useEffect(() => drawing.current?.ring(ring), [ring, graph]);

  const move = (event: KeyboardEvent) => {
    const way = ({ ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] } as Record<string, [number, number]>)[event.key];
    if (way) {
      event.preventDefault();
      const node = drawing.current?.next(ring, ...way);
      if (node) { setRing(node.id); say(`${node.name}, ${plural(node.statements, "statement")}`); }
    } else if (event.key === "Enter" && ring) {
      go(opened(address, { actor: ring }));
    } else if (event.key === "+" || event.key === "-") {
      drawing.current?.zoom(event.key === "+" ? 1.25 : 0.8);
    } else if (event.key === "0") {
      drawing.current?.reset();
    }
  };
  const about = graph ? `${plural(graph.nodes.length, "actor")}, ${plural(graph.edges.length, "pair")}` : "loading";
  return (
    <div class="canvas">
      <div class="stage" role="application" tabIndex={0} aria-roledescription="graph" aria-label={`Graph of ${about}. Arrow keys go from actor to actor, Enter opens what is said of one. The list of pairs says the same in words.`}
        onKeyDown={move} onFocus={() => { if (!ring) setRing(drawing.current?.next(null, 0, 0)?.id ?? null); }} onBlur={() => setRing(null)}>
        <canvas ref={place} aria-hidden="true" />
      </div>
      <p class="out" role="status">{said}</p>
      <Zoom closer={() => drawing.current?.zoom(1.3)} farther={() => drawing.current?.zoom(0.77)} all={() => drawing.current?.reset()} />
      {tip && <Tip tip={tip} names={names} width={place.current?.clientWidth ?? 0} height={place.current?.clientHeight ?? 0} />}
    </div>
  );
}

function Tip({ tip, names, width, height }: { tip: { what: Shown; x: number; y: number }; names: Map<string, string>; width: number; height: number }) {
  const { node, edge } = tip.what;
  const left = tip.x > width / 2, up = tip.y > height / 2;
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!place.current) return;
    // The style object may be set by script under our policy; style attributes in HTML may not.
    place.current.style.transform = `translate(${Math.round(tip.x + (left ? -14 : 14))}px, ${Math.round(tip.y + (up ? -14 : 14))}px) translate(${left ? "-100%" : "0"}, ${up ? "-100%" : "0"})`;
  });
  return (
    <div class="tip" ref={place} aria-hidden="true">
      {node && <><strong><bdi>{node.name}</bdi></strong><span>{plural(node.statements, "statement")}, {number.format(node.edges)} reported</span></>}
      {edge && (
        <>
          <strong><bdi>{names.get(edge.source)}</bdi> → <bdi>{names.get(edge.target)}</bdi></strong>
          <span>{number.format(edge.edges)} reported, {number.format(edge.statements - edge.edges)} only said · mean {signed(edge.score ?? edge.all_score)}</span>
          <ul>{edge.relations.slice(0, 6).map((count) => <li key={count.relation}><span>{count.relation}</span><b>{count.statements}</b></li>)}</ul>
        </>
      )}
    </div>
  );
}
