// The statements as a table: sorted, paged, each row opens its sentence in its paragraph; exactly what is shown goes out as CSV or JSON-LD.

import { Fragment } from "preact";
import { useState } from "preact/hooks";
import { type Address, changed, filtersOf, follow, go, href } from "./address";
import { json, listing, useJson } from "./api";
import { download, jsonLd, csv } from "./files";
import { marksOf, pieces, points } from "./marks";
import { Empty, Failed } from "./parts";
import { Chips, Key, Marked, PartyName, plainOf, quadClass, Tree } from "./statement";
import type { Article, Page, Statement } from "./types";
import { day, plural } from "./words";

const EACH = "50";
const COLUMNS = [["published", "Date"], ["source", "Who"], ["relation", "Relation"], ["target", "To whom"]] as const;

export function Table({ address }: { address: Address }) {
  const sort = address.params.get("sort") || "-published";
  const wanted = filtersOf(address.params);
  const first = listing("/statements", wanted, { sort, limit: EACH });
  const { data, error, loading } = useJson<Page<Statement>>(first);
  const [more, setMore] = useState<{ of: string; items: Statement[]; next: string | null; error: string | null } | null>(null);
  const [open, setOpen] = useState<string | null>(null);
  const grown = more?.of === first ? more : null;
  const items = [...(data?.items ?? []), ...(grown?.items ?? [])];
  const next = grown ? grown.next : (data?.next ?? null);

  async function load() {
    if (!next) return;
    try {
      const page = await json<Page<Statement>>(listing("/statements", wanted, { sort, limit: EACH, cursor: next }));
      setMore({ of: first, items: [...(grown?.items ?? []), ...page.items], next: page.next, error: null });
    } catch (trouble) {
      setMore({ of: first, items: grown?.items ?? [], next, error: (trouble as Error).message });
    }
  }
  const sorted = (name: string) => (sort === name ? "ascending" : sort === `-${name}` ? "descending" : undefined);
  return (
    <section class="sheet" aria-labelledby="table-title">
      <div class="sheet-head">
        <h1 id="table-title">Statements</h1>
        <p class="small" role="status">{loading ? "Loading …" : items.length ? `${plural(items.length, "statement")} shown${next ? "" : ", that is all"}` : ""}</p>
        <p class="actions">
          <button type="button" class="quiet" disabled={!items.length} onClick={() => download("statements.csv", "text/csv", csv(items))}>CSV</button>
          <button type="button" class="quiet" disabled={!items.length} onClick={() => download("statements.jsonld", "application/ld+json", jsonLd(items))}>JSON-LD</button>
        </p>
      </div>
      {error && <Failed error={error} />}
      {!loading && !error && !items.length && <Empty params={address.params} />}
      {items.length > 0 && (
        <table>
          <thead>
            <tr>
              {COLUMNS.map(([name, label]) => (
                <th key={name} scope="col" aria-sort={sorted(name)} class={`c-${name}`}>
                  <button type="button" class="sort" onClick={() => go(href("table", changed(address.params, { sort: sort === name ? `-${name}` : name })))}>
                    {label}<span aria-hidden="true">{sorted(name) === "ascending" ? " ▲" : sorted(name) === "descending" ? " ▼" : ""}</span>
                  </button>
                </th>
              ))}
              <th scope="col" class="c-plain">What is stated</th>
              <th scope="col" class="c-outlet">Outlet</th>
            </tr>
          </thead>
          <tbody>
            {items.map((statement) => (
              <Fragment key={statement.id}>
                <tr class={statement.within ? "claim" : ""}>
                  <td class="c-published">{statement.about.published ? <time dateTime={statement.about.published}>{statement.about.published}</time> : "–"}</td>
                  <td class="c-source"><PartyName party={statement.source} /></td>
                  <td class="c-relation"><span class={`chip ${quadClass(statement.quad)}`}>{statement.relation}</span></td>
                  <td class="c-target">{statement.target ? <PartyName party={statement.target} /> : "–"}</td>
                  <td class="c-plain">
                    <button type="button" class="plain" aria-expanded={open === statement.id} aria-controls={`row-${statement.id}`} onClick={() => setOpen(open === statement.id ? null : statement.id)}>
                      <bdi>{statement.within ? `“${plainOf(statement)}”` : plainOf(statement)}</bdi>
                    </button>
                    <Chips statement={statement} />
                  </td>
                  <td class="c-outlet"><bdi>{statement.about.publisher ?? "–"}</bdi></td>
                </tr>
                {open === statement.id && <tr class="detail" id={`row-${statement.id}`}><td colSpan={6}><Detail statement={statement} /></td></tr>}
              </Fragment>
            ))}
          </tbody>
        </table>
      )}
      {grown?.error && <Failed error={grown.error} />}
      {next && <button type="button" class="quiet" onClick={load}>More statements</button>}
    </section>
  );
}

/** The sentence in its paragraph, and the claim inside it as a tree. */
function Detail({ statement }: { statement: Statement }) {
  const { params } = { params: new URLSearchParams(location.search) };
  const { data, error } = useJson<Article>(`/articles/${encodeURIComponent(statement.about.id)}`);
  if (error) return <Failed error={error} />;
  if (!data) return <p class="small" role="status">Loading …</p>;
  const characters = points(data.text);
  const { start, end } = paragraph(characters, statement.sentence.start, statement.sentence.end);
  return (
    <div class="within-text">
      <Key />
      {statement.within && <p class="small">Only said within: <bdi>{statement.within.plain}</bdi></p>}
      <p class="paragraph" dir="auto">
        {characters.slice(start, statement.sentence.start).join("")}
        <span class="sentence">{pieces(characters.slice(statement.sentence.start, statement.sentence.end), marksOf(statement), statement.sentence.start).map((piece) => <Marked key={piece.start} piece={piece} />)}</span>
        {characters.slice(statement.sentence.end, end).join("")}
      </p>
      <Tree statement={statement} />
      <p class="about">
        <a href={href("article", filtersOf(params), data.id, `c${statement.sentence.start}`)} onClick={follow}><bdi>{data.title || "Article without a title"}</bdi></a>
        <span>{data.publisher && <bdi>{data.publisher}</bdi>}</span><span>{day(data.published)}</span>
        <span>rule <code>{statement.rule}</code>, right in {Math.round(statement.confidence * 100)} % of measured cases</span>
      </p>
    </div>
  );
}

/** The paragraph around a sentence: up to an empty line, or a line's end where there are no empty lines; not too long. */
export function paragraph(characters: string[], from: number, to: number): { start: number; end: number } {
  let start = from, end = to;
  while (start > 0 && characters[start - 1] !== "\n" && from - start < 900) start--;
  while (end < characters.length && characters[end] !== "\n" && end - to < 900) end++;
  return { start, end };
}
