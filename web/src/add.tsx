// Try a text: what would be found in it, and by which rule. Nothing is stored.

import { useRef, useState } from "preact/hooks";
import type { ViewProps } from "./app";
import { ask } from "./api";
import { Reading } from "./article";
import { Failed } from "./parts";
import type { Article, Relation, Statement } from "./types";

const MOST = 20_000;
const EXAMPLE = "China denied that Russia had asked it for drones. According to US officials, Russia made the request in March.";

export function Add({ vocabulary }: ViewProps) {
  const [text, setText] = useState("");
  const [article, setArticle] = useState<Article | null>(null);
  const [error, setError] = useState<string | null>(null);
  const [reading, setReading] = useState(false);
  const published = useRef<HTMLInputElement>(null);

  async function read(event: Event) {
    event.preventDefault();
    setReading(true); setError(null);
    try {
      const body = JSON.stringify({ text, published: published.current?.value || null });
      setArticle((await ask("/extract", { method: "POST", body, headers: { "Content-Type": "application/json" } })) as Article);
    } catch (trouble) {
      setArticle(null);
      setError((trouble as Error).message);
    }
    setReading(false);
  }
  async function take(files: FileList | null) {
    const file = files?.[0];
    if (!file) return;
    if (file.size > 4 * MOST) { setError(`${file.name} is too long: at most ${MOST} characters.`); return; }
    setError(null);
    setText(await file.text());
  }
  return (
    <div class="try">
      <form class="sheet" onSubmit={read} aria-label="A text to read">
        <div class="sheet-head"><h1>Try a text</h1><p class="small">See at once what is found in it, and why. Nothing is stored: <code>kg build FILE</code> does that.</p></div>
        <label class="field">Text of an article, in English
          <textarea rows={7} maxLength={MOST} required value={text} placeholder={EXAMPLE} onInput={(event) => setText(event.currentTarget.value)} />
        </label>
        <p class="actions">
          <button type="submit" disabled={reading || !text.trim()}>{reading ? "Reading …" : "Read it"}</button>
          <button type="button" class="quiet" onClick={() => setText(EXAMPLE)}>An example</button>
          <label class="button quiet file">A file …<input type="file" accept=".txt,.md,text/plain" onChange={(event) => void take(event.currentTarget.files)} /></label>
          <label class="day">published on <input type="date" ref={published} /></label>
        </p>
        <p class="out" role="status">{reading ? "Reading" : article ? `${article.statements.length} statements found` : ""}</p>
        {error && <Failed error={error} />}
      </form>
      {article && <Reading article={article} why={(statement) => <Why statement={statement} relations={vocabulary?.relations ?? []} />} draft />}
    </div>
  );
}

/** The rule that found a statement, in words: the part of speech, the trigger, the relation and the pattern of the lexicon. */
function Why({ statement, relations }: { statement: Statement; relations: Relation[] }) {
  const [kind, lemma, , ...pattern] = statement.rule.split(":");
  const word = { v: "verb", n: "noun", a: "adjective", p: "phrase" }[kind ?? ""] ?? "rule";
  const relation = relations.find((each) => each.code === statement.relation);
  return (
    <details class="why">
      <summary>Why</summary>
      <ul>
        <li>“<bdi>{statement.trigger.text}</bdi>” is the {word} <b>{(lemma ?? "").replaceAll("_", " ")}</b>{pattern.length > 0 && <>, in the pattern <code>{pattern.join(":")}</code></>} of the trigger lexicon: <code>{statement.rule}</code></li>
        {relation && <li>{statement.relation}: {relation.definition}</li>}
        <li>{statement.confidence > 0 ? `This rule is right in ${Math.round(statement.confidence * 100)} % of measured cases.` : "How often this rule is right was not measured."}</li>
        <li>{statement.attributed_to ? "It is somebody’s word, so it makes no edge in the graph." : statement.within ? "It is only the content of another statement, so it makes no edge in the graph." : statement.modality !== "actual" ? "It is not said to have happened, so it makes no edge in the graph." : statement.target ? "The article says so itself: it makes an edge in the graph, if both are known." : "Nobody is named towards whom it is: no edge."}</li>
      </ul>
    </details>
  );
}
