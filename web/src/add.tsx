// Add an article: what would be found in a text, and why; stored when the service may, and the reader says so.

import { useEffect, useRef, useState } from "preact/hooks";
import { filtersOf, follow, go, href } from "./address";
import type { ViewProps } from "./app";
import { ask, forget, json, useJson } from "./api";
import { Reading } from "./article";
import { Failed } from "./parts";
import type { Article, Explained, Health } from "./types";
import { plural } from "./words";
import { Reasons, Why } from "./why";

const MOST = 20_000;
const EXAMPLE = "China denied that Russia had asked it for drones. According to US officials, Russia made the request in March.";
const SEND = { method: "POST", headers: { "Content-Type": "application/json" } };

interface Draft { text: string; title: string; publisher: string; published: string; url: string }
const NOTHING: Draft = { text: "", title: "", publisher: "", published: "", url: "" };

const body = (draft: Draft, id?: string | null): string => JSON.stringify({ ...Object.fromEntries(Object.entries(draft).filter(([name, value]) => name === "text" || value.trim())), ...(id ? { id } : {}) });

export function Add({ address, vocabulary }: ViewProps) {
  const [draft, setDraft] = useState<Draft>(NOTHING);
  const [found, setFound] = useState<Explained | null>(null);
  const [error, setError] = useState<string | null>(null);
  const [reading, setReading] = useState(false);
  const there = address.params.get("article"); // one of the graph, whose reasons are wanted
  const set = (change: Partial<Draft>) => setDraft((before) => ({ ...before, ...change }));

  async function read(wanted: Draft) {
    setReading(true); setError(null);
    try {
      setFound((await ask("/extract", { ...SEND, body: body(wanted, there) })) as Explained);
    } catch (trouble) {
      setFound(null);
      setError((trouble as Error).message);
    }
    setReading(false);
  }
  useEffect(() => {
    if (!there) return;
    json<Article>(`/articles/${encodeURIComponent(there)}`).then(({ text, title, publisher, published, url }) => {
      const wanted = { text, title: title ?? "", publisher: publisher ?? "", published: published ?? "", url: url ?? "" };
      setDraft(wanted);
      void read(wanted);
    }, (trouble: Error) => setError(trouble.message));
  }, [there]);
  async function take(files: FileList | null) {
    const file = files?.[0];
    if (!file) return;
    if (file.size > 4 * MOST) { setError(`${file.name} is too long: at most ${MOST} characters.`); return; }
    setError(null);
    set({ text: await file.text() });
  }
  return (
    <div class="try">
      <form class="sheet" onSubmit={(event) => { event.preventDefault(); void read(draft); }} aria-label="A text to read">
        <div class="sheet-head"><h1>{there ? "Why it was read so" : "Add an article"}</h1><p class="small">See at once what is found in a text, and why. It is stored only when you say so.</p></div>
        <label class="field">Text of an article, in English
          <textarea rows={4} maxLength={MOST} required value={draft.text} placeholder={EXAMPLE} onInput={(event) => set({ text: event.currentTarget.value })} />
        </label>
        <div class="fields">
          <label class="field">Title<input type="text" value={draft.title} maxLength={500} onInput={(event) => set({ title: event.currentTarget.value })} /></label>
          <label class="field">Outlet<input type="text" value={draft.publisher} maxLength={200} onInput={(event) => set({ publisher: event.currentTarget.value })} /></label>
          <label class="field">Published on<input type="date" value={draft.published} onInput={(event) => set({ published: event.currentTarget.value })} /></label>
          <label class="field">Address<input type="url" value={draft.url} maxLength={2000} placeholder="https://" onInput={(event) => set({ url: event.currentTarget.value })} /></label>
        </div>
        <p class="actions">
          <button type="submit" disabled={reading || !draft.text.trim()}>{reading ? "Reading …" : "Read it"}</button>
          <button type="button" class="quiet" onClick={() => set({ text: EXAMPLE })}>An example</button>
          <label class="button quiet file">A file …<input type="file" accept=".txt,.md,text/plain" onChange={(event) => void take(event.currentTarget.files)} /></label>
        </p>
        <p class="out" role="status">{reading ? "Reading" : found ? `${plural(found.statements.length, "statement")} found` : ""}</p>
        {error && <Failed error={error} />}
      </form>
      {!found && !error && <p class="small hint" role="note">{reading ? "Reading: the first text takes some seconds." : "Every statement comes with its rule and the senses that were passed over, every actor with the row that gave the name. The date decides who held which office."}</p>}
      {found && !there && <Store draft={draft} />}
      {found && <Reading article={found} why={(statement) => <Why statement={statement} explained={found} relations={vocabulary?.relations ?? []} />} more={<Reasons explained={found} />} draft />}
    </div>
  );
}

/** The token lives as long as the window, and nowhere else. */
let token = "";

function Store({ draft }: { draft: Draft }) {
  const { data: health } = useJson<Health>("/health");
  const [given, setGiven] = useState(token);
  const [storing, setStoring] = useState(false);
  const [error, setError] = useState<string | null>(null);
  const [stored, setStored] = useState<Article | null>(null);
  const place = useRef<HTMLInputElement>(null);
  useEffect(() => setStored(null), [draft]);

  async function store(event: Event) {
    event.preventDefault();
    setStoring(true); setError(null);
    try {
      const answer = (await ask("/articles", { ...SEND, body: body(draft), headers: { ...SEND.headers, Authorization: `Bearer ${given}` } })) as Article;
      token = given;
      forget();
      setStored(answer);
    } catch (trouble) {
      setError((trouble as Error).message);
      place.current?.focus();
    }
    setStoring(false);
  }
  if (!health) return null;
  return (
    <section class="sheet store" aria-label="Store it">
      {!health.writable && <p class="small">It cannot be stored here: this service was started for reading only. Whoever runs it can start it with <code>KG_TOKEN</code>, or store the text with <code>kg build FILE</code>.</p>}
      {health.writable && !stored && (
        <form onSubmit={store}>
          <label class="field">Token of this service<input ref={place} type="password" required value={given} autocomplete="current-password" onInput={(event) => setGiven(event.currentTarget.value)} /></label>
          <button type="submit" disabled={storing || !given}>{storing ? "Storing …" : "Store it"}</button>
          <p class="small" role="status">{storing ? "Read, stored, and counted: some seconds." : "With its edges, counts and origin, as kg build does."}</p>
        </form>
      )}
      {error && <Failed error={error} />}
      {stored && <p role="status">Stored, with {plural(stored.statements.length, "statement")}: <a href={href("article", filtersOf(new URLSearchParams()), stored.id)} onClick={follow}><bdi>{stored.title || "the article"}</bdi></a>. <button type="button" class="link" onClick={() => go(href("graph", new URLSearchParams()))}>See the graph</button></p>}
    </section>
  );
}
