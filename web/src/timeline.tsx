// Counts over time. A bar opens its sentences; dragging over bars takes their days as a filter.

import { useRef, useState } from "preact/hooks";
import { type Address, changed, filtersOf, go, href, opened } from "./address";
import { listing, useJson } from "./api";
import { Failed } from "./parts";
import type { Point, Timeline as Answer } from "./types";
import { day, plural, signed, tone } from "./words";

const TICK = 78; // pixels that a date needs
const WIDE = 1000, HIGH = 92, FLOOR = 18;
const STEPS = ["day", "week", "month", "year"] as const;
type Step = (typeof STEPS)[number];

export function Timeline({ address, params = filtersOf(address.params), title = "Over time" }: { address: Address; params?: URLSearchParams; title?: string }) {
  const between = params.getAll("between");
  const pair = between.length === 2 ? between : null;
  const years = useJson<Answer>(listing("/timeline", params, { by: "year" }));
  const span = spanOf(years.data?.items ?? []);
  const by = (STEPS as readonly string[]).includes(address.params.get("by") ?? "") ? (address.params.get("by") as Step) : fitting(span);
  const more: Record<string, string> = { by, limit: "2000" };
  if (pair) more["split"] = "direction";
  const { data, error } = useJson<Answer>(years.data ? listing("/timeline", params, more) : null);
  const failed = error ?? years.error;
  if (failed) return <Failed error={failed} />;
  return (
    <section class="timeline" aria-label={title}>
      <div class="timeline-head">
        <h2>{title}</h2>
        {pair && <p class="small"><bdi>{pair[0]}</bdi> → <bdi>{pair[1]}</bdi> above, the other way below</p>}
        <label class="small">by <select value={by} onChange={(event) => go(href(address.view, changed(address.params, { by: event.currentTarget.value }), address.id), true)}>
          {STEPS.map((step) => <option key={step} value={step}>{step}</option>)}
        </select></label>
      </div>
      {data && data.items.length === 0 && <p class="small">Nothing here has a date.</p>}
      {data && data.items.length > 0 && <Bars items={data.items} by={by} pair={pair} address={address} />}
      {data && data.undated > 0 && <p class="small">{plural(data.undated, "statement")} without a date.</p>}
    </section>
  );
}

function spanOf(items: Point[]): number {
  const first = items[0], last = items.at(-1);
  return first && last ? (Date.parse(last.end) - Date.parse(first.start)) / 86_400_000 : 0;
}

const fitting = (days: number): Step => (days > 365 * 9 ? "year" : days > 400 ? "month" : days > 62 ? "week" : "day");

interface Slot { period: string; start: string; end: string; up: Point | null; down: Point | null }

/** Every period from the first to the last, also the empty ones: time runs evenly. */
function slots(items: Point[], by: Step, pair: string[] | null): Slot[] {
  const found = new Map<string, Slot>();
  for (const item of items) {
    const slot = found.get(item.start) ?? { period: item.period, start: item.start, end: item.end, up: null, down: null };
    if (pair && item.source !== pair[0]) slot.down = item; else slot.up = item;
    found.set(item.start, slot);
  }
  const starts = [...found.keys()].sort();
  const out: Slot[] = [];
  const last = starts.at(-1) ?? "";
  for (let at = starts[0] ?? ""; at && at <= last && out.length < 1500; at = following(at, by)) {
    out.push(found.get(at) ?? { period: at, start: at, end: before(following(at, by)), up: null, down: null });
  }
  return out;
}

function following(start: string, by: Step): string {
  const date = new Date(`${start}T00:00:00Z`);
  if (by === "year") date.setUTCFullYear(date.getUTCFullYear() + 1);
  else if (by === "month") date.setUTCMonth(date.getUTCMonth() + 1);
  else date.setUTCDate(date.getUTCDate() + (by === "week" ? 7 : 1));
  return date.toISOString().slice(0, 10);
}

function before(day: string): string {
  const date = new Date(`${day}T00:00:00Z`);
  date.setUTCDate(date.getUTCDate() - 1);
  return date.toISOString().slice(0, 10);
}

function Bars({ items, by, pair, address }: { items: Point[]; by: Step; pair: string[] | null; address: Address }) {
  const all = slots(items, by, pair);
  const place = useRef<SVGSVGElement>(null);
  const [drag, setDrag] = useState<[number, number] | null>(null);
  const [at, setAt] = useState(0);
  const most = Math.max(1, ...all.flatMap((slot) => [slot.up?.statements ?? 0, slot.down?.statements ?? 0]));
  const step = WIDE / all.length;
  const middle = pair ? HIGH / 2 : HIGH - FLOOR;
  const unit = (pair ? middle - FLOOR / 2 - 2 : middle - 4) / most;
  const bar = Math.max(1, Math.min(step * 0.82, 46));
  const slotAt = (x: number): number => {
    const box = place.current?.getBoundingClientRect();
    if (!box) return 0;
    return Math.max(0, Math.min(all.length - 1, Math.floor(((x - box.left) / box.width) * all.length)));
  };
  const open = (i: number) => {
    const slot = all[i];
    if (slot?.up || slot?.down) go(opened(address, { from: slot.start, to: slot.end }));
  };
  const finish = () => {
    if (!drag) return;
    const [a, b] = [Math.min(...drag), Math.max(...drag)];
    setDrag(null);
    if (a === b) open(a);
    else go(href(address.view, changed(address.params, { from: all[a]?.start ?? null, to: all[b]?.end ?? null, open: null }), address.id));
  };
  const move = (event: KeyboardEvent) => {
    const by_ = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
    if (by_) {
      event.preventDefault();
      let next = at + by_;
      while (all[next] && !all[next]?.up && !all[next]?.down) next += by_;
      if (all[next]) setAt(next);
    } else if (event.key === "Home" || event.key === "End") {
      event.preventDefault();
      setAt(event.key === "Home" ? 0 : all.length - 1);
    } else if (event.key === "Enter" || event.key === " ") { event.preventDefault(); open(at); }
  };
  const current = all[at];
  const label = current ? said(current, pair) : "";
  const wide = (place.current?.clientWidth ?? 900) / all.length; // of one period
  const every = Math.ceil(TICK / wide);
  const crowded = (i: number) => 0.5 / all.length < 0.04 && i > 0 && (i + 0.5) * wide < TICK * 1.6; // the first begins with the bars
  const ticks = all.map((slot, i) => ({ slot, i })).filter(({ i }) => i % every === 0 && !crowded(i));
  return (
    <div class="bars">
      <div class="slider" tabIndex={0} role="slider" aria-label="Periods: left and right go from one to the next, Enter opens its sentences" aria-valuemin={0} aria-valuemax={Math.max(0, all.length - 1)} aria-valuenow={at} aria-valuetext={label} onKeyDown={move}>
        <svg ref={place} viewBox={`0 0 ${WIDE} ${HIGH}`} preserveAspectRatio="none" aria-hidden="true"
          onPointerDown={(event) => { const i = slotAt(event.clientX); setDrag([i, i]); setAt(i); }}
          onPointerMove={(event) => { if (drag) setDrag([drag[0], slotAt(event.clientX)]); }}
          onPointerUp={finish} onPointerLeave={() => setDrag(null)}>
          {drag && <rect class="brush" x={Math.min(...drag) * step} width={(Math.abs(drag[1] - drag[0]) + 1) * step} height={HIGH} />}
          {all.map((slot, i) => {
            const x = i * step + (step - bar) / 2;
            return (
              <g key={slot.start} class={`slot${i === at ? " at" : ""}`}>
                <title>{said(slot, pair)}</title>
                <rect class="hit" x={i * step} width={step} height={HIGH} />
                {slot.up && <Column x={x} w={bar} y={middle} unit={unit} point={slot.up} up />}
                {slot.down && <Column x={x} w={bar} y={middle} unit={unit} point={slot.down} />}
              </g>
            );
          })}
          <line class="axis" x2={WIDE} y1={middle} y2={middle} />
        </svg>
      </div>
      <ol class="ticks" aria-hidden="true">
        {ticks.map(({ slot, i }) => (
          <Tick key={slot.start} share={(i + 0.5) / all.length} label={by === "year" ? slot.start.slice(0, 4) : by === "month" ? slot.start.slice(0, 7) : slot.start} />
        ))}
      </ol>
    </div>
  );
}

function Tick({ share, label }: { share: number; label: string }) {
  // At the edges a name begins or ends with the bars, so that none is cut.
  return (
    <li class={share < 0.04 ? "first" : share > 0.96 ? "last" : ""} ref={(element) => { if (element) element.style.left = share < 0.04 ? "0" : share > 0.96 ? "100%" : `${(100 * share).toFixed(2)}%`; }}>{label}</li>
  );
}

function Column({ x, w, y, unit, point, up = false }: { x: number; w: number; y: number; unit: number; point: Point; up?: boolean }) {
  const all = point.statements * unit, solid = point.edges * unit;
  const colour = `f${tone(point.score ?? point.all_score)}`;
  return (
    <>
      <rect class={`${colour} faint`} x={x} width={w} y={up ? y - all : y} height={all} />
      <rect class={colour} x={x} width={w} y={up ? y - solid : y} height={solid} />
    </>
  );
}

function said(slot: Slot, pair: string[] | null): string {
  const part = (point: Point | null) => (point ? `${point.statements} (${point.edges} reported, mean ${signed(point.score ?? point.all_score)})` : "0");
  const when = slot.start === slot.end ? day(slot.start) : slot.period.length <= 7 ? day(slot.period) : slot.period;
  return pair ? `${when}: ${pair[0]} to ${pair[1]} ${part(slot.up)}, ${pair[1]} to ${pair[0]} ${part(slot.down)}` : `${when}: ${part(slot.up)}`;
}
