// Where the actors of a graph stand: found in a worker; where that does not answer, here.

import { halfWidth, labelOf } from "./canvas";
import type { LayoutIn, Places } from "./layout";
import type { GraphEdge, GraphNode } from "./types";

const FEW = 150; // actors: their layout takes some 50 ms
const PATIENCE = 3000; // milliseconds for the worker

/** Call `then` with the places once they are found; returns what gives up waiting. */
export function placed(nodes: GraphNode[], edges: GraphEdge[], [width, height]: [number, number], then: (places: Places) => void): () => void {
  const asked: LayoutIn = {
    nodes: nodes.map((node) => ({ id: node.id, w: halfWidth(labelOf(node)) })),
    links: edges.map(({ source, target, statements }) => ({ source, target, weight: statements })),
    width,
    height,
  };
  const worker = new Worker(new URL("./layout.worker.ts", import.meta.url), { type: "module" });
  let over = false, timer = 0;
  const end = () => { over = true; clearTimeout(timer); worker.terminate(); };
  const answer = (places: Places) => { if (!over) { end(); then(places); } };
  const here = async () => { const { layout } = await import("./layout"); answer(layout(asked.nodes, asked.links, width, height)); };
  worker.onmessage = (event: MessageEvent<Places>) => answer(event.data);
  worker.onerror = () => void here();
  if (nodes.length <= FEW) timer = window.setTimeout(here, PATIENCE);
  worker.postMessage(asked);
  return end;
}
