// The drawing of the graph on a canvas: pan, zoom, drag, point at things. It knows nothing of the page around it.
//
// Why not cytoscape or sigma: docs/decisions/2026-11-27-the-page.md has what was measured.

import { Fingers } from "./fingers";
import type { GraphEdge, GraphNode } from "./types";
import { tone } from "./words";

export interface Theme { ink: string; soft: string; card: string; accent: string; tones: string[] }
export interface Shown { node?: GraphNode; edge?: GraphEdge }
export interface Listeners { point: (what: Shown | null, x: number, y: number) => void; pick: (what: Shown) => void; enter: (node: GraphNode) => void }

interface Spot { node: GraphNode; label: string; x: number; y: number; w: number; rank: number; pill: boolean }
interface Line { edge: GraphEdge; a: Spot; b: Spot; width: number; colour: string }

const FONT = "600 12px system-ui, 'Segoe UI', Roboto, 'Noto Sans', sans-serif";
const BEND = 0.13;
const HALF = 11;
const FEW = 14; // arrows that say in words what they are
const SMALL = "500 11px system-ui, 'Segoe UI', Roboto, 'Noto Sans', sans-serif";

export function labelOf(node: GraphNode): string {
  if (node.kind === "state" || node.id.length <= 8) return node.id;
  return node.name.length > 20 ? `${node.name.slice(0, 19).trimEnd()}…` : node.name;
}

const ruler = document.createElement("canvas").getContext("2d");

export function halfWidth(label: string): number {
  if (!ruler) return 9 + label.length * 3.9;
  ruler.font = FONT;
  return 9 + ruler.measureText(label).width / 2;
}

export class Drawing {
  private readonly context: CanvasRenderingContext2D;
  private readonly still = document.createElement("canvas");
  private readonly picture = document.createElement("canvas");
  private painted = ""; // of what state the picture is
  private moves = 0; // how often the actors, or the colours, have changed
  private spots: Spot[] = [];
  private lines: Line[] = [];
  private byId = new Map<string, Spot>();
  private k = 1;
  private tx = 0;
  private ty = 0;
  private hover: Shown | null = null;
  private chosen: { source: string; target: string } | null = null;
  private focus: string | null = null;
  private frame = 0;
  private moving: Spot | null = null;
  private ratio = 1;
  private size: [number, number] = [0, 0];

  constructor(private readonly canvas: HTMLCanvasElement, private theme: Theme, private readonly on: Listeners) {
    const context = canvas.getContext("2d");
    if (!context) throw new Error("this browser has no canvas");
    this.context = context;
    this.listen();
  }

  /** Show a graph whose actors stand at `places`, in pixels of the canvas. */
  show(nodes: GraphNode[], edges: GraphEdge[], places: Record<string, [number, number]>, size: [number, number]): void {
    this.size = size;
    const ranked = [...nodes].sort((a, b) => b.statements - a.statements);
    this.spots = ranked.map((node, rank) => {
      const [x, y] = places[node.id] ?? [0, 0];
      const label = labelOf(node);
      return { node, label, x, y, w: halfWidth(label), rank, pill: true };
    });
    this.byId = new Map(this.spots.map((spot) => [spot.node.id, spot]));
    const most = Math.max(1, ...edges.map((edge) => edge.statements));
    this.lines = [...edges].sort((a, b) => a.statements - b.statements).flatMap((edge) => {
      const a = this.byId.get(edge.source), b = this.byId.get(edge.target);
      if (!a || !b) return [];
      const width = 1.2 + (4.2 * Math.log(1 + edge.statements)) / Math.log(1 + most);
      return [{ edge, a, b, width, colour: "" }];
    });
    this.k = 1; this.tx = this.ty = 0; this.hover = null;
    this.recolour(this.theme);
  }

  recolour(theme: Theme): void {
    this.theme = theme;
    this.moves++;
    for (const line of this.lines) line.colour = theme.tones[tone(line.edge.score ?? line.edge.all_score)] ?? theme.soft;
    this.draw();
  }

  choose(pair: { source: string; target: string } | null): void {
    this.chosen = pair;
    this.draw();
  }

  /** Put the ring of the keyboard on an actor; none takes it away. */
  ring(id: string | null): void {
    this.focus = id;
    this.draw();
  }

  /** The actor nearest to `id` in a direction, or the most frequent one. */
  next(id: string | null, dx: number, dy: number): GraphNode | null {
    const from = id === null ? undefined : this.byId.get(id);
    if (!from) return this.spots[0]?.node ?? null;
    let best: Spot | null = null, least = Infinity;
    for (const spot of this.spots) {
      const x = spot.x - from.x, y = spot.y - from.y;
      const along = x * dx + y * dy, aside = Math.abs(x * dy) + Math.abs(y * dx);
      const cost = along + 2 * aside;
      if (spot !== from && along > 4 && cost < least) { least = cost; best = spot; }
    }
    return (best ?? from).node;
  }

  zoom(factor: number, x = this.canvas.clientWidth / 2, y = this.canvas.clientHeight / 2): void {
    const k = Math.min(6, Math.max(0.4, this.k * factor));
    this.tx = x - ((x - this.tx) * k) / this.k;
    this.ty = y - ((y - this.ty) * k) / this.k;
    this.k = k;
    this.freed();
    this.draw();
  }

  reset(): void {
    this.k = 1; this.tx = this.ty = 0;
    this.freed();
    this.draw();
  }

  /** How close it is; 1: all in view. */
  get scale(): number { return this.k; }

  /** A drawing that is closer than the whole takes one finger, too; else that finger moves the page. */
  private freed(): void { this.canvas.style.touchAction = this.k > 1.01 ? "none" : "pan-y"; }

  /** Where an actor stands on the screen of the canvas (tests and benchmarks point there). */
  at(id: string): [number, number] | null {
    const spot = this.byId.get(id);
    return spot ? this.screen(spot.x, spot.y) : null;
  }

  /** A point of the screen where the arrow of a pair is and nothing lies on it, or none. */
  middle(source: string, target: string): [number, number] | null {
    const line = this.lines.find(({ edge }) => edge.source === source && edge.target === target);
    if (!line) return null;
    for (const t of [0.5, 0.45, 0.55, 0.4, 0.6, 0.35, 0.65, 0.3, 0.7, 0.25, 0.75]) {
      const [x, y] = this.screen(...along(line, t));
      const found = this.find(x, y);
      if (found?.edge === line.edge) return [x, y];
    }
    return null;
  }

  destroy(): void { cancelAnimationFrame(this.frame); }

  private screen(x: number, y: number): [number, number] { return [x * this.k + this.tx, y * this.k + this.ty]; }

  draw(): void {
    if (!this.frame) this.frame = requestAnimationFrame(() => { this.frame = 0; this.paint(); });
  }

  private paint(): void {
    const { canvas, context } = this;
    this.ratio = devicePixelRatio || 1;
    const width = Math.round(canvas.clientWidth * this.ratio), height = Math.round(canvas.clientHeight * this.ratio);
    if (canvas.width !== width || canvas.height !== height) { canvas.width = width; canvas.height = height; }
    if (!width || !height) return;
    this.fit(canvas.clientWidth, canvas.clientHeight);
    this.labels();
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.clearRect(0, 0, width, height);
    if (this.moving) {
      // Only what hangs on the actor that is dragged changes: the rest was painted once, when the dragging began.
      context.drawImage(this.still, 0, 0);
      this.layer(context, (line) => line.a === this.moving || line.b === this.moving, (spot) => spot === this.moving || this.nextTo(spot, this.moving));
      return;
    }
    const near = this.near();
    context.globalAlpha = near === null ? 1 : this.hover || this.focus ? 0.16 : 0.4;
    context.drawImage(this.whole(width, height), 0, 0);
    context.globalAlpha = 1;
    if (!near) return;
    const bright = new Set<Spot | undefined>([this.byId.get(this.hover?.node?.id ?? this.focus ?? "")]);
    for (const line of this.lines) if (near(line)) { bright.add(line.a); bright.add(line.b); }
    this.layer(context, near, (spot) => bright.has(spot));
  }

  /** Everything, painted when something has moved: pointing at things only dims it. */
  private whole(width: number, height: number): HTMLCanvasElement {
    const state = [this.moves, this.k, this.tx, this.ty, width, height, this.ratio].join();
    if (state !== this.painted) {
      this.picture.width = width; this.picture.height = height;
      const context = this.picture.getContext("2d");
      if (context) this.layer(context, () => true, () => true);
      this.painted = state;
    }
    return this.picture;
  }

  /** The drawing follows the size of its frame. */
  private fit(width: number, height: number): void {
    const [w, h] = this.size;
    if (!w || !h || !width || !height || (w === width && h === height)) return;
    for (const spot of this.spots) { spot.x *= width / w; spot.y *= height / h; }
    this.size = [width, height];
    this.moves++;
  }

  private nextTo(spot: Spot, other: Spot | null): boolean {
    return this.lines.some((line) => (line.a === spot && line.b === other) || (line.b === spot && line.a === other));
  }

  private hold(spot: Spot): void {
    this.still.width = this.canvas.width; this.still.height = this.canvas.height;
    const context = this.still.getContext("2d");
    if (context) this.layer(context, (line) => line.a !== spot && line.b !== spot, (each) => each !== spot);
    this.moving = spot;
  }

  private drop(): void {
    if (!this.moving) return;
    this.moving = null;
    this.moves++;
    this.draw();
  }

  private layer(context: CanvasRenderingContext2D, lines: (line: Line) => boolean, spots: (spot: Spot) => boolean): void {
    context.setTransform(this.ratio, 0, 0, this.ratio, 0, 0);
    for (const line of this.lines) if (lines(line)) this.stroke(context, line);
    context.globalAlpha = 1;
    for (const spot of [...this.spots].reverse()) if (spots(spot)) this.pill(context, spot);
    if (this.lines.length <= FEW && !this.moving) this.words(context, lines);
  }

  /** What few arrows mean, in words beside them, where there is room. */
  private words(context: CanvasRenderingContext2D, lines: (line: Line) => boolean): void {
    const taken = this.spots.map((spot) => { const [x, y] = this.screen(spot.x, spot.y); return [x, y, spot.w + 4, HALF + 3] as const; });
    context.font = SMALL;
    context.textAlign = "center";
    context.textBaseline = "middle";
    for (const line of [...this.lines].reverse()) {
      const told = line.edge.relations.slice(0, this.lines.length > 4 || this.canvas.clientWidth < 600 ? 1 : 3);
      if (!told.length) continue;
      const long = told.map((count) => `${count.relation} ${count.statements}`).join(" · ");
      const w = context.measureText(long).width / 2 + 5;
      const start = this.screen(line.a.x, line.a.y), end = this.screen(line.b.x, line.b.y), bent = control(start, end);
      for (const t of [0.5, 0.42, 0.58, 0.34, 0.66]) {
        const [x, y] = quad(start, bent, end, t);
        if (x - w < 0 || x + w > this.canvas.clientWidth || taken.some(([ox, oy, ow, oh]) => Math.abs(ox - x) < ow + w && Math.abs(oy - y) < oh + 9)) continue;
        taken.push([x, y, w, 9]);
        if (!lines(line)) break;
        context.fillStyle = this.theme.card;
        context.beginPath();
        context.roundRect(x - w, y - 9, 2 * w, 18, 5);
        context.fill();
        context.fillStyle = this.theme.ink;
        context.fillText(long, x, y + 0.5);
        break;
      }
    }
  }

  /** Which arrows stay bright: those at what is pointed at or chosen. None: all. */
  private near(): ((line: Line) => boolean) | null {
    const node = this.hover?.node?.id ?? this.focus;
    if (node) return (line) => line.edge.source === node || line.edge.target === node;
    const { hover, chosen } = this;
    if (hover?.edge) return (line) => line.edge === hover.edge || this.isChosen(line);
    if (chosen) return (line) => this.isChosen(line);
    return null;
  }

  private isChosen({ edge }: Line): boolean {
    return this.chosen !== null && edge.source === this.chosen.source && edge.target === this.chosen.target;
  }

  private stroke(context: CanvasRenderingContext2D, line: Line): void {
    const start = this.screen(line.a.x, line.a.y), end = this.screen(line.b.x, line.b.y);
    const bent = control(start, end);
    if (this.isOutside(start, bent, end)) return;
    const at = enters(start, bent, end, line.b.pill ? line.b.w + 3 : 8, line.b.pill ? HALF + 3 : 8);
    const tip = quad(start, bent, end, at);
    const angle = Math.atan2(tip[1] - quad(start, bent, end, at - 0.04)[1], tip[0] - quad(start, bent, end, at - 0.04)[0]);
    const head = 6 + 1.5 * line.width;
    const chosen = context === this.context && this.isChosen(line); // the picture of everything has no emphasis
    context.globalAlpha = chosen ? 1 : 0.82;
    context.strokeStyle = context.fillStyle = line.colour;
    context.lineWidth = line.width + (chosen ? 1.5 : 0);
    if (line.edge.edges === 0) context.setLineDash([2 + line.width, 3 + line.width]);
    context.beginPath();
    context.moveTo(start[0], start[1]);
    const back: [number, number] = [tip[0] - head * 0.8 * Math.cos(angle), tip[1] - head * 0.8 * Math.sin(angle)];
    context.quadraticCurveTo(start[0] + (bent[0] - start[0]) * at, start[1] + (bent[1] - start[1]) * at, back[0], back[1]);
    context.stroke();
    context.setLineDash([]);
    context.beginPath();
    context.moveTo(tip[0], tip[1]);
    for (const turn of [0.42, -0.42]) context.lineTo(tip[0] - head * Math.cos(angle + turn), tip[1] - head * Math.sin(angle + turn));
    context.fill();
  }

  private isOutside(...points: Point[]): boolean {
    const { clientWidth: width, clientHeight: height } = this.canvas;
    return points.every(([x]) => x < 0) || points.every(([x]) => x > width) || points.every(([, y]) => y < 0) || points.every(([, y]) => y > height);
  }

  private pill(context: CanvasRenderingContext2D, spot: Spot): void {
    const [x, y] = this.screen(spot.x, spot.y);
    const pointed = context === this.context && (this.hover?.node === spot.node || this.focus === spot.node.id);
    context.lineWidth = pointed ? 2.5 : 1.1;
    context.strokeStyle = pointed ? this.theme.accent : this.theme.ink;
    context.fillStyle = this.theme.card;
    context.beginPath();
    if (!spot.pill) {
      context.arc(x, y, 4.5, 0, Math.PI * 2);
      context.fill();
      context.stroke();
      return;
    }
    context.roundRect(x - spot.w, y - HALF, 2 * spot.w, 2 * HALF, HALF);
    context.fill();
    context.stroke();
    context.font = FONT;
    context.textAlign = "center";
    context.textBaseline = "middle";
    context.fillStyle = this.theme.ink;
    context.fillText(`\u2068${spot.label}\u2069`, x, y + 0.5, 2 * spot.w - 8);
  }

  /** Names that would lie on a more frequent one become dots, until there is room for them. */
  private labels(): void {
    const cells = new Map<string, Spot[]>();
    const cell = 90;
    for (const spot of this.spots) {
      const [x, y] = this.screen(spot.x, spot.y);
      const column = Math.floor(x / cell), row = Math.floor(y / cell);
      let free = true;
      for (let i = -2; i <= 2 && free; i++) for (let j = -1; j <= 1 && free; j++) {
        for (const other of cells.get(`${column + i}/${row + j}`) ?? []) {
          const [ox, oy] = this.screen(other.x, other.y);
          if (Math.abs(ox - x) < other.w + spot.w + 2 && Math.abs(oy - y) < 2 * HALF + 2) { free = false; break; }
        }
      }
      spot.pill = free || spot === this.moving;
      if (spot.pill) {
        const key = `${column}/${row}`;
        const inside = cells.get(key);
        if (inside) inside.push(spot); else cells.set(key, [spot]);
      }
    }
  }

  private find(x: number, y: number): Shown | null {
    for (const spot of this.spots) {
      const [sx, sy] = this.screen(spot.x, spot.y);
      const w = spot.pill ? spot.w + 2 : 8, h = spot.pill ? HALF + 2 : 8;
      if (Math.abs(sx - x) <= w && Math.abs(sy - y) <= h) return { node: spot.node };
    }
    let best: Line | null = null, least = 8;
    for (const line of this.lines) {
      const start = this.screen(line.a.x, line.a.y), end = this.screen(line.b.x, line.b.y), bent = control(start, end);
      const left = Math.min(start[0], end[0], bent[0]) - 8, right = Math.max(start[0], end[0], bent[0]) + 8;
      if (x < left || x > right) continue;
      let before = start;
      for (let i = 1; i <= 14; i++) {
        const point = quad(start, bent, end, i / 14);
        const away = distance(x, y, before, point) - line.width / 2;
        if (away < least) { least = away; best = line; }
        before = point;
      }
    }
    return best ? { edge: best.edge } : null;
  }

  private listen(): void {
    const { canvas } = this;
    let down: { x: number; y: number; spot: Spot | null; moved: boolean } | null = null;
    const place = (event: PointerEvent): [number, number] => {
      const box = canvas.getBoundingClientRect();
      return [event.clientX - box.left, event.clientY - box.top];
    };
    const fingers = new Fingers(canvas, {
      zoom: (factor, x, y) => this.zoom(factor, x, y),
      pan: (dx, dy) => { this.tx += dx; this.ty += dy; this.draw(); },
    });
    this.freed();
    canvas.addEventListener("pointerdown", (event) => {
      if (fingers.two) { down = null; this.drop(); return; }
      const [x, y] = place(event);
      const found = this.find(x, y);
      down = { x, y, spot: found?.node ? (this.byId.get(found.node.id) ?? null) : null, moved: false };
      if (event.pointerType === "mouse") canvas.setPointerCapture(event.pointerId);
    });
    canvas.addEventListener("pointermove", (event) => {
      if (fingers.two) return;
      const [x, y] = place(event);
      if (down && (event.pointerType === "mouse" || this.k > 1.01) && (down.moved || Math.hypot(x - down.x, y - down.y) > 4)) {
        if (down.spot) {
          if (!down.moved) this.hold(down.spot);
          down.spot.x = (x - this.tx) / this.k;
          down.spot.y = (y - this.ty) / this.k;
        } else {
          this.tx += x - down.x;
          this.ty += y - down.y;
          [down.x, down.y] = [x, y];
        }
        down.moved = true;
        this.on.point(null, x, y);
        this.draw();
        return;
      }
      const found = this.find(x, y);
      if (found?.node !== this.hover?.node || found?.edge !== this.hover?.edge) { this.hover = found; this.draw(); }
      canvas.style.cursor = found ? "pointer" : "grab";
      this.on.point(found, x, y);
    });
    canvas.addEventListener("pointerup", (event) => {
      const [x, y] = place(event);
      if (down && !down.moved) {
        const found = this.find(x, y);
        if (found) this.on.pick(found);
      }
      down = null;
      this.drop();
    });
    canvas.addEventListener("pointercancel", () => {
      down = null;
      this.drop();
    });
    canvas.addEventListener("pointerleave", () => {
      if (this.hover) { this.hover = null; this.draw(); }
      this.on.point(null, 0, 0);
    });
    canvas.addEventListener("dblclick", (event) => {
      const box = canvas.getBoundingClientRect();
      const found = this.find(event.clientX - box.left, event.clientY - box.top);
      if (found?.node) this.on.enter(found.node);
    });
  }
}

type Point = [number, number];

function control(start: Point, end: Point): Point {
  return [(start[0] + end[0]) / 2 + (end[1] - start[1]) * BEND, (start[1] + end[1]) / 2 - (end[0] - start[0]) * BEND];
}

function quad(a: Point, b: Point, c: Point, t: number): Point {
  const s = 1 - t;
  return [s * s * a[0] + 2 * s * t * b[0] + t * t * c[0], s * s * a[1] + 2 * s * t * b[1] + t * t * c[1]];
}

function along(line: { a: Spot; b: Spot }, t: number): Point {
  const start: Point = [line.a.x, line.a.y], end: Point = [line.b.x, line.b.y];
  return quad(start, control(start, end), end, t);
}

/** Where on the curve the box around its end begins. */
function enters(a: Point, b: Point, c: Point, w: number, h: number): number {
  let low = 0, high = 1;
  for (let i = 0; i < 9; i++) {
    const at = (low + high) / 2;
    const [x, y] = quad(a, b, c, at);
    if (Math.abs(x - c[0]) < w && Math.abs(y - c[1]) < h) high = at; else low = at;
  }
  return low;
}

function distance(x: number, y: number, a: Point, b: Point): number {
  const dx = b[0] - a[0], dy = b[1] - a[1];
  const t = Math.max(0, Math.min(1, ((x - a[0]) * dx + (y - a[1]) * dy) / (dx * dx + dy * dy || 1)));
  return Math.hypot(x - a[0] - t * dx, y - a[1] - t * dy);
}
