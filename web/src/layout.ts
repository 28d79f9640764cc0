// Where the actors stand: forces, then no two names on top of each other.

import { forceCollide, forceLink, forceManyBody, forceSimulation, forceX, forceY, type SimulationNodeDatum } from "d3-force";

export interface LayoutIn { nodes: { id: string; w: number }[]; links: { source: string; target: string; weight: number }[]; width: number; height: number }
export type Places = Record<string, [number, number]>;

interface Body extends SimulationNodeDatum { id: string; w: number }

const HIGH = 13; // half the height of a name, with air

export function layout(nodes: LayoutIn["nodes"], links: LayoutIn["links"], width: number, height: number): Places {
  const side = Math.sqrt(width * height);
  if (nodes.length === 2) return across(nodes, width, height);
  const bodies: Body[] = nodes.map(({ id, w }, i) => {
    const angle = i * 2.399963; // the golden angle: the same start for the same actors
    const radius = side * 0.02 * Math.sqrt(i + 1);
    return { id, w, x: radius * Math.cos(angle), y: radius * Math.sin(angle) };
  });
  const reach = side / Math.sqrt(nodes.length + 1);
  const simulation = forceSimulation(bodies)
    .force("links", forceLink<Body, { source: string; target: string; weight: number }>(links.map((link) => ({ ...link }))).id((body) => body.id).distance(reach * 0.9).strength((link) => 0.12 + 0.25 * Math.min(1, link.weight / 6)))
    .force("apart", forceManyBody<Body>().strength(-reach * 6).distanceMax(side))
    .force("x", forceX<Body>(0).strength(0.055 * Math.min(1, height / width)))
    .force("y", forceY<Body>(0).strength(0.055 * Math.min(1, width / height)))
    .force("collide", forceCollide<Body>((body) => Math.max(16, body.w * 0.62)))
    .stop();
  for (let i = 0; i < (nodes.length > 600 ? 120 : 260); i++) simulation.tick();
  fit(bodies, width, height);
  for (let round = 0; round < 200 && apart(bodies, width, height); round++);
  return Object.fromEntries(bodies.map((body) => [body.id, [body.x ?? 0, body.y ?? 0]]));
}

/** Two actors face each other, with room between them for what they do to each other. */
function across(nodes: LayoutIn["nodes"], width: number, height: number): Places {
  const wide = width > 600;
  return Object.fromEntries(nodes.map(({ id }, i) => [id, wide ? [width * (i ? 0.82 : 0.18), height / 2] : [width / 2, height * (i ? 0.85 : 0.15)]]));
}

/** Into the frame, halfway between true distances and even ones: a crowd gets room, and no half stays empty. */
function fit(bodies: Body[], width: number, height: number): void {
  for (const [axis, size] of [["x", width], ["y", height]] as const) {
    const order = [...bodies].sort((a, b) => (a[axis] ?? 0) - (b[axis] ?? 0));
    const low = order[0]?.[axis] ?? 0;
    const span = (order.at(-1)?.[axis] ?? 1) - low || 1;
    order.forEach((body, i) => {
      const even = order.length > 1 ? i / (order.length - 1) : 0.5;
      const margin = axis === "x" ? body.w + 6 : HIGH + 6;
      const at = order.length > 1 ? 0.55 * (((body[axis] ?? 0) - low) / span) + 0.45 * even : 0.5;
      const room = Math.min(1, 0.45 + order.length / 14); // a few actors stand together in the middle
      body[axis] = margin + (0.5 + (at - 0.5) * room) * (size - 2 * margin);
    });
  }
}

function apart(bodies: Body[], width: number, height: number): boolean {
  let moved = false;
  const order = [...bodies].sort((a, b) => (a.y ?? 0) - (b.y ?? 0));
  for (let i = 0; i < order.length; i++) {
    for (let j = i + 1; j < order.length; j++) {
      const a = order[i]!, b = order[j]!;
      const dx = (b.x ?? 0) - (a.x ?? 0), dy = (b.y ?? 0) - (a.y ?? 0);
      if (dy > 2 * HIGH + 40) break;
      const gapX = a.w + b.w + 12 - Math.abs(dx), gapY = 2 * HIGH + 6 - Math.abs(dy);
      if (gapX <= 0 || gapY <= 0) continue;
      moved = true;
      const axis = gapY <= gapX ? "y" : "x";
      const step = (Math.min(gapX, gapY) / 2 + 0.5) * ((axis === "y" ? dy : dx) >= 0 ? 1 : -1);
      a[axis] = (a[axis] ?? 0) - step;
      b[axis] = (b[axis] ?? 0) + step;
    }
  }
  for (const body of bodies) {
    body.x = Math.min(Math.max(body.x ?? 0, body.w + 4), width - body.w - 4);
    body.y = Math.min(Math.max(body.y ?? 0, HIGH + 4), height - HIGH - 4);
  }
  return moved;
}
