// The filters that all views share. They live in the address; this form only writes it.

import { useEffect, useId, useRef, useState } from "preact/hooks";
import { type Address, changed, filtersOf, follow, go, href } from "./address";
import { json, useJson } from "./api";
import type { ActorHead, Page, Vocabulary } from "./types";
import { kindWords, LABELS, MODALITY_LABELS, shown } from "./words";

interface Outlet { name: string; articles: number; statements: number }

export function Filters({ address, vocabulary }: { address: Address; vocabulary: Vocabulary | null }) {
  const { params, view } = address;
  const [openMore, setOpenMore] = useState(false);
  const set = (change: Record<string, string | string[] | null>) => go(href(view === "article" || view === "actor" ? "graph" : view, changed(params, { ...change, open: null })));
  const outlets = useJson<Page<Outlet>>(openMore ? "/outlets?limit=500" : null);
  const quads = [...new Set(vocabulary?.relations.map((relation) => relation.quad) ?? [])];
  const voice = params.getAll("attributed_to").length === 1 ? (params.get("attributed_to") ?? "") : "";
  const active = [...filtersOf(params)];
  return (
    <div class="filters">
      <form role="search" aria-label="Filters" class={openMore ? "open" : ""} onSubmit={(event) => event.preventDefault()}>
        <Words value={params.get("q") ?? ""} set={(q) => set({ q })} />
        <div class="pick"><ActorInput label="Who, or to whom" add={(code) => set({ actor: [...params.getAll("actor"), code] })} /></div>
        <label class="pick">Relation
          <select value="" onChange={(event) => {
            const value = event.currentTarget.value;
            const [kind, name] = [value.slice(0, 2), value.slice(2)];
            if (kind === "r:") set({ relation: [...params.getAll("relation"), name] });
            if (kind === "q:") set({ quad: [...params.getAll("quad"), name] });
            event.currentTarget.value = "";
          }}>
            <option value="">any</option>
            {quads.map((quad) => (
              <optgroup key={quad} label={quad}>
                <option value={`q:${quad}`}>all {quad}</option>
                {vocabulary?.relations.filter((relation) => relation.quad === quad).map((relation) => <option key={relation.code} value={`r:${relation.code}`} title={relation.definition}>{relation.code}</option>)}
              </optgroup>
            ))}
          </select>
        </label>
        <label class="pick">Voice
          <select value={voice === "none" || voice === "any" ? voice : ""} onChange={(event) => set({ attributed_to: event.currentTarget.value || null })}>
            <option value="">everything said</option>
            <option value="none">the articles’ own</option>
            <option value="any">somebody quoted</option>
          </select>
        </label>
        <button type="button" class="quiet" aria-expanded={openMore} aria-controls="more-filters" onClick={() => setOpenMore(!openMore)}>More filters</button>
        <div id="more-filters" class="more" hidden={!openMore}>
          <ActorInput label="Who" add={(code) => set({ source: [...params.getAll("source"), code] })} />
          <ActorInput label="To whom" add={(code) => set({ target: [...params.getAll("target"), code] })} />
          <ActorInput label="According to" add={(code) => set({ attributed_to: [...params.getAll("attributed_to").filter((each) => each !== "none" && each !== "any"), code] })} />
          <ActorInput label="Between, and" add={(code) => set({ between: [...params.getAll("between"), code] })} />
          <label>Said to have
            <select value={params.get("modality") ?? ""} onChange={(event) => set({ modality: event.currentTarget.value || null })}>
              <option value="">any</option>
              {(vocabulary?.modalities ?? []).map((each) => <option key={each} value={each}>{MODALITY_LABELS[each] ?? each}</option>)}
            </select>
          </label>
          <label>Outlet
            <select value={params.get("outlet") ?? ""} onChange={(event) => set({ outlet: event.currentTarget.value || null })}>
              <option value="">any</option>
              {outlets.data?.items.map((outlet) => <option key={outlet.name} value={outlet.name}>{outlet.name}</option>)}
            </select>
          </label>
          <label>From<input type="date" value={params.get("from") ?? ""} onChange={(event) => set({ from: event.currentTarget.value || null })} /></label>
          <label>To<input type="date" value={params.get("to") ?? ""} onChange={(event) => set({ to: event.currentTarget.value || null })} /></label>
          <label>Date of
            <select value={params.get("dates") ?? ""} onChange={(event) => set({ dates: event.currentTarget.value || null })}>
              <option value="">publication</option>
              <option value="event">the event</option>
            </select>
          </label>
        </div>
      </form>
      {active.length > 0 && (
        <ul class="active" role="list" aria-label="Filters in force">
          {active.map(([name, value]) => (
            <li key={`${name}=${value}`}>
              <a class="chip" href={href(view === "article" || view === "actor" ? "graph" : view, changed(params, { [name]: params.getAll(name).filter((each) => each !== value), open: null }))} onClick={follow}
                aria-label={`Remove the filter ${LABELS[name]}: ${shown(name, value)}`}>
                {LABELS[name]}: <bdi>{shown(name, value)}</bdi> <span aria-hidden="true">✕</span>
              </a>
            </li>
          ))}
          <li><a class="clear" href={href(view === "article" || view === "actor" ? "graph" : view, new URLSearchParams())} onClick={follow}>Clear all</a></li>
        </ul>
      )}
    </div>
  );
}

function Words({ value, set }: { value: string; set: (words: string) => void }) {
  const [text, setText] = useState(value);
  useEffect(() => setText(value), [value]);
  return (
    <label class="words">Words in the sentence
      <input type="search" value={text} maxLength={500} placeholder="drones, -oil, sanction*" autocomplete="off"
        onInput={(event) => setText(event.currentTarget.value)}
        onKeyDown={(event) => { if (event.key === "Enter") set(text.trim()); }}
        onBlur={() => { if (text.trim() !== value) set(text.trim()); }} />
    </label>
  );
}

/** A combobox (WAI-ARIA 1.2) that finds actors by any name, seat, demonym or office holder. */
export function ActorInput({ label, add }: { label: string; add: (code: string) => void }) {
  const id = useId();
  const [text, setText] = useState("");
  const [found, setFound] = useState<ActorHead[]>([]);
  const [at, setAt] = useState(-1);
  const [open, setOpen] = useState(false);
  const [none, setNone] = useState(false);
  const timer = useRef(0);

  const look = (words: string) => {
    setText(words);
    clearTimeout(timer.current);
    if (!words.trim()) { setFound([]); setOpen(false); setNone(false); return; }
    timer.current = window.setTimeout(async () => {
      try {
        const page = await json<Page<ActorHead>>(`/actors?limit=40&q=${encodeURIComponent(words.trim())}`);
        const seen = new Set<string>();
        const codes = page.items.filter((item) => !seen.has(item.code) && seen.add(item.code)).slice(0, 8);
        setFound(codes); setAt(codes.length ? 0 : -1); setOpen(codes.length > 0); setNone(codes.length === 0);
      } catch { setFound([]); setOpen(false); }
    }, 120);
  };
  const take = (actor: ActorHead | undefined) => {
    if (!actor) return;
    clearTimeout(timer.current);
    setText(""); setFound([]); setOpen(false); setNone(false);
    add(actor.code);
  };
  const key = (event: KeyboardEvent) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (found.length) { setOpen(true); setAt((at + (event.key === "ArrowDown" ? 1 : -1) + found.length) % found.length); }
    } else if (event.key === "Enter" && open) { event.preventDefault(); take(found[at]); }
    else if (event.key === "Escape") setOpen(false);
  };
  return (
    <div class="combo">
      <label for={id}>{label}</label>
      <input id={id} role="combobox" aria-autocomplete="list" aria-expanded={open} aria-controls={`${id}-list`} aria-activedescendant={open && at >= 0 ? `${id}-${at}` : undefined}
        autocomplete="off" placeholder="any name" maxLength={200} value={text} onInput={(event) => look(event.currentTarget.value)} onKeyDown={key} onBlur={() => setTimeout(() => setOpen(false), 150)} />
      <ul id={`${id}-list`} role="listbox" aria-label={label} hidden={!open}>
        {found.map((actor, i) => (
          <li key={actor.code} id={`${id}-${i}`} role="option" aria-selected={i === at} onPointerDown={(event) => { event.preventDefault(); take(actor); }}>
            <b><bdi>{actor.name}</bdi></b> <span class="small">{actor.code} · {kindWords(actor.kind)}{actor.found_by && actor.found_by !== actor.name ? <> · <bdi>{actor.found_by}</bdi></> : null}</span>
          </li>
        ))}
      </ul>
      {none && <p class="small" role="status">Nobody here is called that.</p>}
    </div>
  );
}
