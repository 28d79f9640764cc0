// The world as one actor sees it: each state in the colour of what is stated between the two.

import { geoNaturalEarth1, geoPath } from "d3-geo";
import type { FeatureCollection, Geometry } from "geojson";
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { feature } from "topojson-client";
import type { GeometryCollection, Topology } from "topojson-specification";
import { changed, filtersOf, follow, go, href, opened } from "./address";
import { listing, useJson } from "./api";
import type { ViewProps } from "./app";
import { ActorInput } from "./filters";
import { Fingers } from "./fingers";
import { Scale, Zoom } from "./graph";
import { Bar } from "./pairs";
import { Empty, Failed } from "./parts";
import { Timeline } from "./timeline";
import type { Graph } from "./types";
import { number, plural, signed, tone } from "./words";

interface World { world: Topology<{ countries: GeometryCollection<{ name: string }> }>; points: Record<string, { at: [number, number]; name: string }> }
interface Between { code: string; name: string; statements: number; edges: number; score: number | null }

const WIDE = 1000, HIGH = 505;

export function MapView({ address }: ViewProps) {
  const world = useJson<World>("/static/world.json");
  const shared = filtersOf(address.params);
  const all = useJson<Graph>(address.params.get("of") ? null : listing("/graph", shared, { limit: "500" }));
  const of = address.params.get("of") ?? [...(all.data?.nodes ?? [])].filter((node) => node.kind === "state").sort((a, b) => b.statements - a.statements)[0]?.id ?? "";
  const { data, error } = useJson<Graph>(of ? listing("/graph", changed(shared, { actor: [...shared.getAll("actor"), of] }), { limit: "5000" }) : null);
  const [tip, setTip] = useState("");
  const between = useMemo(() => gather(data, of), [data, of]);
  const name = data?.nodes.find((node) => node.id === of)?.name ?? of;
  const failed = error ?? world.error ?? all.error;
  const show = (code: string): Record<string, string | string[]> => (code === of ? { actor: of } : { between: [of, code] });
  if (failed) return <Failed error={failed} />;
  return (
    <div class="mapview">
      <div class="picture">
      <section class="map" aria-labelledby="map-title">
        <div class="sheet-head">
          <h1 id="map-title"><bdi>{name || "…"}</bdi> and the world</h1>
          <div class="pick"><ActorInput label="Another actor" add={(code) => go(href("map", changed(address.params, { of: code, open: null })))} /></div>
        </div>
        {!of && all.data && <Empty params={address.params} />}
        {world.data && <Shapes world={world.data} between={between} of={of} pick={(code) => go(opened(address, show(code)))} point={setTip} />}
        <p class="legend"><Scale /><span class="tipline" aria-hidden="true">{tip || "Point at a country; click to read the sentences."}</span></p>
      </section>
      {of && <Timeline address={address} params={changed(shared, { actor: [...shared.getAll("actor"), of] })} title={`${name} and others, over time`} />}
      </div>
      <aside class="panel list" aria-labelledby="map-list">
        <h2 id="map-list">{plural(between.length, "partner")}</h2>
        <p class="small">The map in words, with those who have no territory.</p>
        <ol class="pairs" role="list">
          {between.map((each) => (
            <li key={each.code}>
              <a class="pair" href={opened(address, show(each.code))} onClick={follow}>
                <span class="names"><bdi>{each.name}</bdi></span><span class="count">{number.format(each.statements)}<span class="out"> statements</span></span>
                <Bar solid={each.edges} light={each.statements - each.edges} most={between[0]?.statements ?? 1} score={each.score} />
                <span class="small"><span class="score">{signed(each.score)}</span></span>
              </a>
            </li>
          ))}
        </ol>
      </aside>
    </div>
  );
}

/** What is stated between `of` and each other, in both directions. */
function gather(graph: Graph | null, of: string): Between[] {
  const names = new Map(graph?.nodes.map((node) => [node.id, node.name]));
  const found = new Map<string, { statements: number; edges: number; sum: number; weight: number }>();
  for (const edge of graph?.edges ?? []) {
    const other = edge.source === of ? edge.target : edge.target === of ? edge.source : null;
    if (other === null) continue;
    const sum = found.get(other) ?? { statements: 0, edges: 0, sum: 0, weight: 0 };
    const score = edge.score ?? edge.all_score;
    const weight = score === null ? 0 : edge.edges || edge.statements;
    found.set(other, { statements: sum.statements + edge.statements, edges: sum.edges + edge.edges, sum: sum.sum + weight * (score ?? 0), weight: sum.weight + weight });
  }
  return [...found].map(([code, { statements, edges, sum, weight }]) => ({ code, name: names.get(code) ?? code, statements, edges, score: weight ? sum / weight : null }))
    .sort((a, b) => b.statements - a.statements || (a.code < b.code ? -1 : 1));
}

function Shapes({ world, between, of, pick, point }: { world: World; between: Between[]; of: string; pick: (code: string) => void; point: (words: string) => void }) {
  const { shapes, spots } = useMemo(() => project(world), [world]);
  const known = new Map(between.map((each) => [each.code, each]));
  const words = (code: string, name: string) => {
    const found = known.get(code);
    return code === of ? name : found ? `${found.name}: ${plural(found.statements, "statement")}, ${found.edges} reported, mean ${signed(found.score)}` : `${name}: nothing stated`;
  };
  const tint = (code: string) => (code === of ? "self" : known.has(code) ? `f${tone(known.get(code)?.score)}` : "none");
  const handlers = (code: string, name: string) => ({
    onPointerEnter: () => point(words(code, name)),
    onPointerLeave: () => point(""),
    onClick: () => { if (code === of || known.has(code)) pick(code); },
  });
  const { place, at, zoom, all, moved } = useMoves();
  // Strokes keep their width, and small states their size, however close one is.
  return (
    <div class="worldframe">
      <svg ref={place} class="world" viewBox={`0 0 ${WIDE} ${HIGH}`} role="img" aria-label="World map; the list of partners says the same in words" onClickCapture={(event) => { if (moved()) event.stopPropagation(); }}>
        <g transform={`translate(${at.x} ${at.y}) scale(${at.k})`}>
          {shapes.map(({ id, name, path }) => <path key={id + name} d={path} class={`land ${tint(id)}`} data-code={id} {...handlers(id, name)}><title>{words(id, name)}</title></path>)}
          {spots.map(({ id, name, x, y }) => (
            <g key={id} class={`spot ${known.has(id) || id === of ? "on" : ""}`} data-code={id} {...handlers(id, name)}>
              <circle class="reach" cx={x} cy={y} r={9 / at.k} /><circle class={tint(id)} cx={x} cy={y} r={(known.has(id) || id === of ? 5 : 1.6) / Math.sqrt(at.k)} /><title>{words(id, name)}</title>
            </g>
          ))}
        </g>
      </svg>
      <Zoom closer={() => zoom(1.5)} farther={() => zoom(1 / 1.5)} all={all} />
    </div>
  );
}

interface At { k: number; x: number; y: number }

/** Never so far out, nor so far aside, that the world leaves its frame. */
function bound({ k, x, y }: At): At {
  const close = Math.min(12, Math.max(1, k));
  return { k: close, x: Math.min(0, Math.max(WIDE * (1 - close), x)), y: Math.min(0, Math.max(HIGH * (1 - close), y)) };
}

const zoomed = (at: At, factor: number, x: number, y: number): At => {
  const k = Math.min(12, Math.max(1, at.k * factor));
  return bound({ k, x: x - ((x - at.x) * k) / at.k, y: y - ((y - at.y) * k) / at.k });
};

/** Wheel, two fingers, and dragging what is closer than the whole. */
function useMoves() {
  const place = useRef<SVGSVGElement>(null);
  const [at, setAt] = useState<At>({ k: 1, x: 0, y: 0 });
  const dragged = useRef(false);
  useEffect(() => { if (place.current) place.current.style.touchAction = at.k > 1 ? "none" : "pan-y"; }, [at.k > 1]);
  useEffect(() => {
    const svg = place.current;
    if (!svg) return;
    const unit = () => WIDE / (svg.getBoundingClientRect().width || WIDE);
    const pan = (dx: number, dy: number) => setAt((now) => bound({ k: now.k, x: now.x + dx * unit(), y: now.y + dy * unit() }));
    const fingers = new Fingers(svg, { zoom: (factor, x, y) => setAt((now) => zoomed(now, factor, x * unit(), y * unit())), pan });
    let from: [number, number] | null = null;
    const down = (event: PointerEvent) => { from = [event.clientX, event.clientY]; dragged.current = false; };
    const move = (event: PointerEvent) => {
      if (fingers.two) { dragged.current = true; return; }
      if (!from || (!dragged.current && Math.hypot(event.clientX - from[0], event.clientY - from[1]) < 5)) return;
      dragged.current = true;
      pan(event.clientX - from[0], event.clientY - from[1]);
      from = [event.clientX, event.clientY];
    };
    const up = () => { from = null; };
    svg.addEventListener("pointerdown", down);
    svg.addEventListener("pointermove", move);
    for (const end of ["pointerup", "pointercancel", "pointerleave"]) svg.addEventListener(end, up);
  }, []);
  return { place, at, zoom: (factor: number) => setAt(zoomed(at, factor, WIDE / 2, HIGH / 2)), all: () => setAt({ k: 1, x: 0, y: 0 }), moved: () => dragged.current };
}

function project({ world, points }: World) {
  const countries = feature(world, world.objects.countries) as FeatureCollection<Geometry, { name: string }>;
  const projection = geoNaturalEarth1().fitExtent([[4, 4], [WIDE - 4, HIGH - 4]], countries);
  const path = geoPath(projection).digits(1);
  return {
    shapes: countries.features.map((each) => ({ id: String(each.id), name: each.properties.name, path: path(each) ?? "" })),
    spots: Object.entries(points).flatMap(([id, { at, name }]) => {
      const place = projection(at);
      return place ? [{ id, name, x: Math.round(place[0] * 10) / 10, y: Math.round(place[1] * 10) / 10 }] : [];
    }),
  };
}
