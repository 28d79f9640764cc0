// Answers of the service: each address is asked once, and the last ones are kept.

import { useEffect, useState } from "preact/hooks";

const KEPT = 80;
const answers = new Map<string, Promise<unknown>>();

export class Trouble extends Error {}

/** Fetch JSON; an error carries the sentence of the problem document. */
export function json<T>(address: string): Promise<T> {
  const known = answers.get(address);
  if (known) return known as Promise<T>;
  const asked = ask(address, {});
  answers.set(address, asked);
  asked.catch(() => answers.delete(address));
  const oldest = answers.keys().next().value;
  if (answers.size > KEPT && oldest !== undefined) answers.delete(oldest);
  return asked as Promise<T>;
}

/** What was answered before may be another now. */
export function forget(): void { answers.clear(); }

export async function ask(address: string, init: RequestInit): Promise<unknown> {
  let response: Response;
  try {
    response = await fetch(address, { ...init, headers: { Accept: "application/json", ...init.headers } });
  } catch {
    throw new Trouble("The service cannot be reached. Is it still running? Try again in a moment.");
  }
  const body = await response.json().catch(() => null);
  if (!response.ok) throw new Trouble(body?.detail ?? `The service answered with status ${response.status}.`);
  return body;
}

export interface Asked<T> { data: T | null; error: string | null; loading: boolean }

/** What the service answers to an address, the last answer until the next is there; none asks nothing. */
export function useJson<T>(address: string | null): Asked<T> {
  const [state, set] = useState<Asked<T>>({ data: null, error: null, loading: address !== null });
  useEffect(() => {
    if (address === null) { set({ data: null, error: null, loading: false }); return; }
    let current = true;
    set((before) => ({ ...before, loading: true }));
    json<T>(address).then(
      (data) => current && set({ data, error: null, loading: false }),
      (error: Error) => current && set({ data: null, error: error.message, loading: false }),
    );
    return () => { current = false; };
  }, [address]);
  return state;
}

export const listing = (path: string, params: URLSearchParams, more: Record<string, string> = {}): string => {
  const all = new URLSearchParams(params);
  for (const [name, value] of Object.entries(more)) all.set(name, value);
  const text = all.toString();
  return path + (text ? `?${text}` : "");
};

/** A web address that may be linked to, or null: only http and https. */
export function webAddress(text: string | null): string | null {
  try {
    const url = new URL(text ?? "");
    return url.protocol === "https:" || url.protocol === "http:" ? url.href : null;
  } catch {
    return null;
  }
}
