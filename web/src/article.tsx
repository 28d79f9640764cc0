// One article: its text with every statement marked, and a card for each.

import type { ComponentChildren } from "preact";
import { useEffect, useMemo, useState } from "preact/hooks";
import { type Address, follow, href } from "./address";
import { useJson, webAddress } from "./api";
import { marksOf, pieces, points } from "./marks";
import { Failed } from "./parts";
import { Card, Key, Marked } from "./statement";
import type { Article, Statement } from "./types";
import { day, plural } from "./words";

const MOST = 20_000; // characters that the service reads at once

export function ArticleView({ address }: { address: Address }) {
  const { data, error } = useJson<Article>(`/articles/${encodeURIComponent(address.id)}`);
  if (error) return <Failed error={error} />;
  if (!data) return <p class="small" role="status">Loading …</p>;
  return <Reading article={data} hash={address.hash} />;
}

export function Reading({ article, hash = "", draft = false, why, more }: { article: Article; hash?: string; draft?: boolean; why?: (statement: Statement) => ComponentChildren; more?: ComponentChildren }) {
  const [lit, setLit] = useState<ReadonlySet<string>>(new Set());
  const link = webAddress(article.url);
  const title = article.title || "Article without a title";
  useEffect(() => { if (!draft) document.title = `${title} · communique`; }, [title, draft]);
  useEffect(() => {
    const sentence = hash ? document.getElementById(hash) : null;
    if (!sentence) return;
    sentence.scrollIntoView({ block: "center" });
    sentence.focus({ preventScroll: true });
  }, [hash, article.id]);
  const idsAt = (target: EventTarget | null): Set<string> => {
    const element = target instanceof Element ? target : null;
    const mark = element?.closest<HTMLElement>("mark[data-ids]");
    const card = element?.closest<HTMLElement>("li[data-id]");
    return new Set(mark ? (mark.dataset["ids"] ?? "").split(" ") : card ? [card.dataset["id"] ?? ""] : []);
  };
  const point = (event: Event) => setLit(idsAt(event.target));
  const clear = () => setLit(new Set());
  return (
    <div class="reading" onPointerOver={point} onPointerLeave={clear} onFocusCapture={point} onBlurCapture={clear}>
      <article>
        {draft ? <h2 dir="auto">{article.title || "The text"}</h2> : <h1 dir="auto">{title}</h1>}
        <p class="about">
          {article.publisher && <span><bdi>{article.publisher}</bdi></span>}
          {draft && !article.published ? null : article.published ? <time dateTime={article.published}>{day(article.published)}</time> : <span>no date</span>}
          {link && <a href={link} rel="noopener noreferrer external">Original</a>}
          {!draft && article.text.length <= MOST && <a href={href("add", new URLSearchParams({ article: article.id }))} onClick={follow}>Why it was read so</a>}
        </p>
        <Key />
        <Text article={article} lit={lit} />
      </article>
      <section aria-labelledby="found">
        <h2 id="found">{plural(article.statements.length, "statement")}</h2>
        {!article.statements.length && <p class="small">No statements were found in this article.</p>}
        <ol class="cards" role="list">
          {article.statements.map((statement) => (
            <Card key={statement.id} statement={statement} inArticle id={`s-${statement.id}`} lit={lit.has(statement.id)} more={why?.(statement)} />
          ))}
        </ol>
      </section>
      {more}
    </div>
  );
}

/** The text cut into sentences that have statements and what stands between; offsets are code points. */
function Text({ article, lit }: { article: Article; lit: ReadonlySet<string> }) {
  const parts = useMemo(() => sentences(article.text, article.statements), [article]);
  return (
    <div class={`text${lit.size ? " dimmed" : ""}`} dir="auto" onClick={(event) => {
      const mark = event.target instanceof Element ? event.target.closest<HTMLElement>("mark[data-ids]") : null;
      const first = mark?.dataset["ids"]?.split(" ")[0];
      if (first) document.getElementById(`s-${first}`)?.scrollIntoView({ block: "center" });
    }}>
      {parts.map((part) => {
        const inside = part.pieces.map((piece) => <Marked key={piece.start} piece={piece} lit={lit} />);
        return part.sentence ? <span key={part.start} id={`c${part.start}`} class="sentence" tabIndex={-1}>{inside}</span> : <span key={part.start}>{inside}</span>;
      })}
    </div>
  );
}

function sentences(text: string, statements: Statement[]) {
  const characters = points(text);
  const marks = statements.flatMap((statement) => marksOf(statement, false));
  const ends = new Map(statements.map((statement) => [statement.sentence.start, statement.sentence.end]));
  const found: { start: number; sentence: boolean; pieces: ReturnType<typeof pieces> }[] = [];
  let position = 0;
  const add = (to: number, sentence: boolean) => {
    if (to > position) found.push({ start: position, sentence, pieces: pieces(characters.slice(position, to), marks, position) });
    position = Math.max(position, to);
  };
  for (const start of [...ends.keys()].sort((a, b) => a - b)) {
    if (start < position) continue;
    add(start, false);
    add(ends.get(start) ?? start, true);
  }
  add(characters.length, false);
  return found;
}
