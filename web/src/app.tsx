// The page: a bar of views, the filters, the view, and the panel with the evidence.

import type { ComponentType } from "preact";
import { useEffect, useState } from "preact/hooks";
import { type Address, changed, filtersOf, follow, go, href, useAddress, type View } from "./address";
import { ActorView } from "./actor";
import { useJson } from "./api";
import { ArticleView } from "./article";
import { Docs } from "./docs";
import { closeEvidence, Evidence } from "./evidence";
import { Filters } from "./filters";
import { GraphView } from "./graph";
import { MeasuresPanel } from "./measures";
import { Pairs } from "./pairs";
import { Failed } from "./parts";
import { Table } from "./table";
import { Timeline } from "./timeline";
import type { Vocabulary } from "./types";

const VIEWS: [View, string][] = [["graph", "Graph"], ["table", "Statements"], ["map", "Map"], ["sparql", "SPARQL"], ["add", "Add"], ["docs", "API"]];
const TITLES: Partial<Record<View, string>> = { graph: "Who said and did what to whom", table: "Statements", map: "Map", sparql: "SPARQL", add: "Add an article", docs: "API" };

export function App() {
  const address = useAddress();
  const { data: vocabulary, error } = useJson<Vocabulary>("/vocabulary");
  const { view, params } = address;
  useEffect(() => { const title = TITLES[view]; if (title) document.title = `${title} · communique`; }, [view]);
  const filtered = view !== "sparql" && view !== "add" && view !== "docs";
  const isOpen = filtered && params.has("open");
  const shared = filtersOf(params);
  return (
    <>
      <a class="skip" href="#main">Skip to the content</a>
      <header class="top">
        <a class="brand" href="/" onClick={follow}><img src="/static/icon.svg" alt="" width="26" height="26" />communique</a>
        <nav aria-label="Views">
          {VIEWS.map(([name, label]) => <a key={name} href={href(name, name === "docs" || name === "sparql" || name === "add" ? new URLSearchParams() : changed(shared, { of: name === "map" ? params.get("of") : null }))} onClick={follow} aria-current={view === name ? "page" : undefined}>{label}</a>)}
        </nav>
      </header>
      {filtered && view !== "article" && <Filters address={address} vocabulary={vocabulary} />}
      {error && <Failed error={error} />}
      <main id="main" class={`view-${view}${isOpen ? " has-open" : ""}`} tabIndex={-1}>
        {view === "graph" && <GraphPage address={address} />}
        {view === "table" && <Table address={address} />}
        {view === "article" && <ArticleView address={address} />}
        {view === "actor" && <ActorView address={address} />}
        {view === "map" && <Later load={() => import("./map").then((found) => found.MapView)} address={address} vocabulary={vocabulary} />}
        {view === "sparql" && <Later load={() => import("./sparql").then((found) => found.Sparql)} address={address} vocabulary={vocabulary} />}
        {view === "add" && <Later load={() => import("./add").then((found) => found.Add)} address={address} vocabulary={vocabulary} />}
        {view === "docs" && <Docs />}
        {isOpen && view !== "graph" && <Panel address={address} />}
      </main>
    </>
  );
}

function GraphPage({ address }: { address: Address }) {
  const isOpen = address.params.has("open");
  return (
    <>
      <div class="picture">
        <GraphView address={address} />
        <Timeline address={address} />
      </div>
      {isOpen ? <Panel address={address} /> : (
        <aside class="panel" aria-labelledby="panel-title">
          <nav class="tabs" aria-label="Beside the graph">
            {([["", "Pairs"], ["measures", "Measures"]] as const).map(([name, label]) => <a key={name} href={href("graph", changed(address.params, { panel: name }))} onClick={follow} aria-current={(address.params.get("panel") ?? "") === name ? "true" : undefined}>{label}</a>)}
          </nav>
          {address.params.get("panel") === "measures" ? <MeasuresPanel address={address} /> : <Pairs address={address} />}
        </aside>
      )}
    </>
  );
}

function Panel({ address }: { address: Address }) {
  const close = () => closeEvidence(address);
  useEffect(() => {
    const escape = (event: KeyboardEvent) => { if (event.key === "Escape" && !event.defaultPrevented) close(); };
    addEventListener("keydown", escape);
    return () => removeEventListener("keydown", escape);
  });
  return <aside class="panel evidence" aria-labelledby="panel-title"><Evidence address={address} onClose={close} /></aside>;
}

export interface ViewProps { address: Address; vocabulary: Vocabulary | null }

/** A view whose code is fetched when it is first wanted. */
function Later({ load, ...props }: ViewProps & { load: () => Promise<ComponentType<ViewProps>> }) {
  const [Found, setFound] = useState<ComponentType<ViewProps> | null>(null);
  const [error, setError] = useState<string | null>(null);
  useEffect(() => { load().then((found) => setFound(() => found), () => setError("This part of the page could not be loaded. Reload the page.")); }, []);
  if (error) return <Failed error={error} />;
  return Found ? <Found {...props} /> : <p class="small" role="status">Loading …</p>;
}

export { go };
