// The address is the state: a link reproduces the view, back and forward work.

import { useEffect, useState } from "preact/hooks";

export const FILTERS = ["q", "actor", "source", "target", "between", "relation", "quad", "mode", "modality", "attributed_to", "outlet", "from", "to", "dates"] as const;
export type Filter = (typeof FILTERS)[number];

export type View = "graph" | "table" | "map" | "sparql" | "add" | "actor" | "article" | "docs";
const NAMED: readonly string[] = ["table", "map", "sparql", "add"];

export interface Address { view: View; id: string; params: URLSearchParams; hash: string }

export function parse(url: URL): Address {
  const params = new URLSearchParams(url.search);
  const [, first = "", ...rest] = url.pathname.split("/");
  const hash = url.hash.slice(1);
  if (first === "article" || first === "actor") {
    return { view: first, id: safeDecode(rest.join("/")), params, hash };
  }
  if (first === "docs") return { view: "docs", id: "", params, hash };
  const named = params.get("view") ?? "";
  return { view: NAMED.includes(named) ? (named as View) : "graph", id: "", params, hash };
}

function safeDecode(text: string): string {
  try { return decodeURIComponent(text); } catch { return text; }
}

/** The address of a view; parameters that are empty are left out, and so is the view that is the first. */
export function href(view: View, params: URLSearchParams, id = "", hash = ""): string {
  const kept = new URLSearchParams([...params].filter(([name, value]) => name !== "view" && value !== ""));
  let path = "/";
  if (view === "article" || view === "actor") path = `/${view}/${encodeURIComponent(id)}`;
  else if (view === "docs") path = "/docs";
  else if (view !== "graph") kept.set("view", view);
  const query = kept.toString();
  return path + (query ? `?${query}` : "") + (hash ? `#${hash}` : "");
}

export function go(to: string, replace = false): void {
  history[replace ? "replaceState" : "pushState"](null, "", to);
  dispatchEvent(new Event("address"));
}

/** Follow a link inside the page, unless the reader wants a new window. */
export function follow(event: MouseEvent): void {
  if (event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
  event.preventDefault();
  go((event.currentTarget as HTMLAnchorElement).getAttribute("href") ?? "/");
}

export function useAddress(): Address {
  const [address, set] = useState(() => parse(new URL(location.href)));
  useEffect(() => {
    const read = () => set(parse(new URL(location.href)));
    addEventListener("popstate", read);
    addEventListener("address", read);
    return () => { removeEventListener("popstate", read); removeEventListener("address", read); };
  }, []);
  return address;
}

/** Only the filters, in their own order: the same filters give the same address. */
export function filtersOf(params: URLSearchParams): URLSearchParams {
  return new URLSearchParams(FILTERS.flatMap((name) => params.getAll(name).filter(Boolean).map((value) => [name, value])));
}

/** `params` with each name of `change` replaced; null or [] takes it away. What is open closes, unless it is changed. */
export function changed(params: URLSearchParams, change: Record<string, string | string[] | null>): URLSearchParams {
  const found = new URLSearchParams(params);
  for (const [name, value] of Object.entries(change)) {
    found.delete(name);
    for (const each of value === null ? [] : [value].flat()) if (each) found.append(name, each);
  }
  return found;
}

/** The filters of the page narrowed by those of what is open (an edge, a bar, a number). */
export function narrowed(params: URLSearchParams, open: URLSearchParams): URLSearchParams {
  const found = filtersOf(params);
  for (const name of new Set(open.keys())) {
    found.delete(name);
    for (const value of open.getAll(name)) found.append(name, value);
  }
  return found;
}

/** The address of the same view with evidence open. */
export const opened = (address: Address, what: Record<string, string | string[]>): string =>
  href(address.view, changed(address.params, { open: query(what) }), address.id);

export function query(what: Record<string, string | string[]>): string {
  return new URLSearchParams(Object.entries(what).flatMap(([name, value]) => [value].flat().map((each) => [name, each]))).toString();
}
