// Why a text was read so: the rule behind each statement, who is who, the senses that were tried, the parse.

import { useState } from "preact/hooks";
import { voiceOf } from "./marks";
import type { Explained, Named, Party, Relation, Statement, Token, Word } from "./types";
import { kindWords, plural } from "./words";

const KINDS: Record<string, string> = { v: "verb", n: "noun", a: "adjective", p: "phrase", g: "thing that is given or done" };

/** The rule that found a statement, in words; the senses of its trigger; and why its actors are these. */
export function Why({ statement, explained, relations }: { statement: Statement; explained: Explained; relations: Relation[] }) {
  const [kind, lemma, , ...pattern] = statement.rule.split(":");
  const relation = relations.find((each) => each.code === statement.relation);
  const word = explained.words.find((each) => each.start < statement.trigger.end && each.end > statement.trigger.start);
  const parties = ([["who", statement.source], ["to whom", statement.target], ["according to whom", voiceOf(statement)]] as [string, Party | null][]).flatMap(([role, party]) => (party ? [{ role, party, named: namedAt(explained, party) }] : []));
  return (
    <details class="why">
      <summary>Why</summary>
      <ul>
        <li>“<bdi>{statement.trigger.text}</bdi>” is the {KINDS[kind ?? ""] ?? "rule"} <b>{(lemma ?? "").replaceAll("_", " ")}</b>{pattern.length > 0 && <>, in the pattern <code>{pattern.join(":")}</code></>} of the trigger lexicon: <code>{statement.rule}</code></li>
        {relation && <li>{statement.relation}: {relation.definition}</li>}
        {parties.map(({ role, party, named }) => <li key={role}>{role}: {named ? <WhoIs named={named} /> : <>“<bdi>{party.text}</bdi>” {party.name ? <>is <bdi>{party.name}</bdi></> : "is nobody who is known"}</>}</li>)}
        <li>{statement.confidence > 0 ? `This rule is right in ${Math.round(statement.confidence * 100)} % of measured cases.` : "How often this rule is right was not measured."}</li>
        <li>{edge(statement)}</li>
      </ul>
      {word && <Senses word={word} />}
    </details>
  );
}

function edge({ attributed_to, within, modality, target, rule }: Statement): string {
  if (within) return "It is only the content of another statement, so it makes no edge in the graph.";
  if (attributed_to) return "It is somebody’s word, so it makes no edge in the graph.";
  if (modality !== "actual") return "It is not said to have happened, so it makes no edge in the graph.";
  if (rule.endsWith("+context")) return "No word of its clause says towards whom it is, only the context suggests it: no edge.";
  return target ? "The article says so itself: it makes an edge in the graph, if both are known." : "Nobody is named towards whom it is: no edge.";
}

const namedAt = (explained: Explained, party: Party): Named | undefined => explained.actors.find((each) => each.start === party.start && each.end === party.end && (each.actor?.id ?? null) === party.id);

function WhoIs({ named }: { named: Named }) {
  return (
    <>
      “<bdi>{named.text}</bdi>” is {named.actor ? <><b><bdi>{named.actor.name}</bdi></b> ({named.actor.code}, {kindWords(named.actor.kind)})</> : "nobody who is known"}.
      {" "}<span class="rulename">{named.rule}</span> {named.meaning}
      {rows(named).map(([place, gave]) => <span key={place} class="origin"><code>{place}</code> <bdi>{gave.join("; ")}</bdi></span>)}
      {named.decisions.map((decision) => <span key={decision} class="origin"><bdi>{decision}</bdi></span>)}
    </>
  );
}

/** What each row of the seeds gave. */
function rows({ origins }: Named): [string, string[]][] {
  const found = new Map<string, string[]>();
  for (const { place, gave } of origins) found.set(place, [...(found.get(place) ?? []), gave]);
  return [...found];
}

/** The rows of the lexicon for a word, in the order in which they are tried. */
function Senses({ word }: { word: Word }) {
  const [all, setAll] = useState(false);
  const decided = word.senses.findIndex((sense) => sense.verdict.startsWith("decides"));
  const shown = all || decided < 0 ? word.senses : word.senses.slice(Math.max(0, decided - 2), decided + 1);
  return (
    <div class="senses">
      {word.arguments.length > 0 && <p>The grammar found {word.arguments.map((each, i) => <span key={each.label}>{i > 0 && ", "}<code>{each.label}</code> “<bdi>{each.words}</bdi>”</span>)}.</p>}
      <ol>
        {shown.map((sense, i) => (
          <li key={i} class={sense.verdict.startsWith("decides") ? "decides" : ""}>
            <code>{sense.rule}{sense.tests && ` [${sense.tests}]`}</code> <bdi>{sense.verdict.replace(` ${sense.tests} does not hold`, " does not hold")}</bdi>
          </li>
        ))}
      </ol>
      {shown.length < word.senses.length && <button type="button" class="link" onClick={() => setAll(true)}>All {word.senses.length} senses of “<bdi>{word.text}</bdi>” that were looked at</button>}
    </div>
  );
}

/** All who are mentioned, the words that gave nothing, and the parse. */
export function Reasons({ explained }: { explained: Explained }) {
  const used = (word: Word) => explained.statements.some(({ trigger }) => trigger.start < word.end && trigger.end > word.start);
  const silent = explained.words.filter((word) => !used(word));
  return (
    <div class="reasons">
      <h2>Who is who</h2>
      {explained.actors.length === 0 && <p class="small">Nobody is mentioned whom the seeds know.</p>}
      <ul class="whos">{explained.actors.map((named) => <li key={`${named.start}-${named.actor?.id}`}><WhoIs named={named} /></li>)}</ul>
      {silent.length > 0 && (
        <details class="why">
          <summary>{plural(silent.length, "word")} of the lexicon that gave no statement</summary>
          {silent.map((word) => <div key={word.start}><h3>“<bdi>{word.text}</bdi>”</h3><Senses word={word} /></div>)}
        </details>
      )}
      <details class="why">
        <summary>How the sentences were parsed</summary>
        {explained.sentences.map((tokens, i) => <Parse key={i} tokens={tokens} />)}
      </details>
    </div>
  );
}

const LINE = 23, STEP = 9, LEFT = 150;

/** The words below each other, each with an arc from the word that it belongs to. */
function Parse({ tokens }: { tokens: Token[] }) {
  const shown = tokens.map((token, i) => ({ ...token, i })).filter((token) => token.text.trim());
  const row = new Map(shown.map((token, at) => [token.i, at]));
  const arcs = shown.flatMap((token, at) => { const head = row.get(token.head); return head === undefined || head === at ? [] : [{ from: head, to: at }]; });
  const width = (from: number, to: number) => Math.min(LEFT - 20, 10 + STEP * Math.sqrt(Math.abs(from - to)) * 2);
  return (
    <div class="parse wide" tabIndex={0} role="group" aria-label="Parse of a sentence">
      <svg width={LEFT} height={shown.length * LINE} aria-hidden="true">
        {arcs.map(({ from, to }) => {
          const [a, b, w] = [from * LINE + LINE / 2, to * LINE + LINE / 2, width(from, to)];
          return <path key={to} d={`M${LEFT - 4} ${a} C${LEFT - w} ${a} ${LEFT - w} ${b} ${LEFT - 10} ${b}`} />;
        })}
        {arcs.map(({ to }) => <path key={to} class="head" d={`M${LEFT - 3} ${to * LINE + LINE / 2} l-8 -3.5 v7 z`} />)}
      </svg>
      <ol>{shown.map((token) => <li key={token.i}><b><bdi>{token.text}</bdi></b> <code>{token.tag}</code> <span>{token.dep}{token.head !== token.i && <> of <bdi>{tokens[token.head]?.text}</bdi></>}</span></li>)}</ol>
    </div>
  );
}
