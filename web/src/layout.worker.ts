// The layout in a worker, so that the page never waits.

import { layout, type LayoutIn } from "./layout";

onmessage = (event: MessageEvent<LayoutIn>) => {
  const { nodes, links, width, height } = event.data;
  postMessage(layout(nodes, links, width, height));
};
