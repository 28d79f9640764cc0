// A statement: in plain words, with its chips, its sentence with the words marked, and what is only said inside it.

import type { ComponentChildren } from "preact";
import { changed, filtersOf, follow, href, useAddress } from "./address";
import { type Mark, marksOf, type Piece, pieces, points, ROLE_NAMES, rolesOf, voiceOf } from "./marks";
import type { Party, Statement } from "./types";
import { day, MODALITIES, tone } from "./words";

export function quadClass(quad: string): string {
  return quad.endsWith("cooperation") ? "coop" : quad.endsWith("conflict") ? "conf" : "stance";
}

export function Marked({ piece, lit }: { piece: Piece; lit?: ReadonlySet<string> }) {
  if (!piece.marks.length) return <>{piece.text}</>;
  const roles = rolesOf(piece);
  const ids = [...new Set(piece.marks.map((mark) => mark.id))];
  const inner = roles.every((role) => role === "content" || role === "theme");
  const on = lit && ids.some((id) => lit.has(id));
  return (
    <mark class={`${roles.join(" ")}${inner ? " bare" : ""}${on ? " lit" : ""}`} title={roles.map((role) => ROLE_NAMES[role]).join(", ")} data-ids={ids.join(" ")}>
      {piece.text}
    </mark>
  );
}

export function Sentence({ statement, marks = marksOf(statement) }: { statement: Statement; marks?: Mark[] }) {
  const { text, start } = statement.sentence;
  return <blockquote dir="auto">{pieces(points(text), marks, start).map((piece) => <Marked key={piece.start} piece={piece} />)}</blockquote>;
}

export function Key() {
  return (
    <p class="key" aria-label="Colours in the sentences">
      <mark class="source">who</mark> <mark class="trigger">what</mark> <mark class="target">to whom</mark> <mark class="speaker">according to whom</mark> <mark class="theme bare">about what</mark>{" "}
      <mark class="content bare">what is only said</mark>
    </p>
  );
}

export function Chips({ statement }: { statement: Statement }) {
  const voice = voiceOf(statement);
  return (
    <p class="chips">
      <span class={`chip rel ${quadClass(statement.quad)}`} title={statement.quad}>
        {statement.relation}{statement.mode ? ` · ${statement.mode}` : ""}
      </span>
      {statement.modality !== "actual" && <span class="chip modality">{MODALITIES[statement.modality]}</span>}
      {voice ? (
        <span class="chip voice">according to <PartyName party={voice} /></span>
      ) : statement.within ? (
        <span class="chip voice">only said</span>
      ) : (
        <span class="chip own" title="The article says so itself">{statement.modality === "actual" ? "reported" : "the article’s own words"}</span>
      )}
      {statement.when && <span class="chip" title={`The text says “${statement.when.phrase}”`}>{day(statement.when.date)}</span>}
    </p>
  );
}

export function PartyName({ party }: { party: Party }) {
  const { params } = useAddress();
  const unnamed = party.name === null && /^\p{Ll}+$/u.test(party.text); // "denied", "officials": the text names nobody
  const name = unnamed ? "somebody not named" : (party.name ?? party.text);
  if (party.id === null) return <bdi title="named in the text, not known to the gazetteer">{name}</bdi>;
  return (
    <a class="party" href={href("actor", filtersOf(params), party.id)} onClick={follow} title={`${party.code}, as “${party.text}”`}><bdi>{name}</bdi></a>
  );
}

/** What a statement says, without the note that it is only the content of another. */
export function plainOf(statement: Statement): string {
  const plain = statement.within ? (statement.plain.split(" (said only within: ")[0] ?? statement.plain) : statement.plain;
  return plain.charAt(0).toUpperCase() + plain.slice(1);
}

/** The content of a statement, drawn as a tree of claims: not as facts. */
export function Tree({ statement }: { statement: Statement }) {
  const { nested } = statement;
  if (!nested) return null;
  return (
    <div class="tree">
      <p class="small">What {statement.relation === "DENY" ? "is denied" : statement.relation === "ACCUSE" ? "is alleged" : "is said"}, and not reported as a fact:</p>
      <ul role="list"><Node statement={nested} of={statement} /></ul>
    </div>
  );
}

function Node({ statement, of }: { statement: Statement; of: Statement }): ComponentChildren {
  const elsewhere = statement.sentence.start !== of.sentence.start;
  return (
    <li>
      <span class="node">
        <PartyName party={statement.source} /> <span class={`chip ${quadClass(statement.quad)}`}>{statement.relation}</span>{" "}
        {statement.target && <PartyName party={statement.target} />}
        {statement.theme && <span class="theme"> <bdi>{statement.theme}</bdi></span>}
        {statement.modality !== "actual" && <span class="chip modality">{MODALITIES[statement.modality]}</span>}
      </span>
      {elsewhere && <Sentence statement={statement} />}
      {statement.nested && <ul role="list"><Node statement={statement.nested} of={statement} /></ul>}
    </li>
  );
}

/** Where a statement stands. */
export function About({ statement }: { statement: Statement }) {
  const { params } = useAddress();
  const { about } = statement;
  return (
    <p class="about">
      <a href={href("article", filtersOf(params), about.id, `c${statement.sentence.start}`)} onClick={follow}><bdi>{about.title || "Article without a title"}</bdi></a>
      {about.publisher && <span><bdi>{about.publisher}</bdi></span>}
      {about.published ? <time dateTime={about.published}>{day(about.published)}</time> : <span>no date</span>}
    </p>
  );
}

export function Card({ statement, inArticle = false, lit = false, id, more }: { statement: Statement; inArticle?: boolean; lit?: boolean; id?: string; more?: ComponentChildren }) {
  const { within } = statement;
  return (
    <li class={`card tone-${tone(scoreTone(statement.quad))}${within ? " claim" : ""}${lit ? " lit" : ""}`} id={id} data-id={statement.id}>
      <Chips statement={statement} />
      {within && <p class="small">Only said within: <bdi>{within.plain}</bdi></p>}
      <h3 dir="auto">{within ? `“${plainOf(statement)}”` : plainOf(statement)}</h3>
      {!inArticle && <Sentence statement={statement} />}
      <Tree statement={statement} />
      {more}
      {!inArticle && <About statement={statement} />}
    </li>
  );
}

const scoreTone = (quad: string): number | null =>
  ({ "material conflict": -8, "verbal conflict": -2, "verbal cooperation": 2, "material cooperation": 8 })[quad] ?? null;

/** The address of the page with one more filter. */
export const withFilter = (params: URLSearchParams, change: Record<string, string | string[] | null>): URLSearchParams => changed(filtersOf(params), change);
