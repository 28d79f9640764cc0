// The interface, drawn from /openapi.json: what there is, its parameters, and a form to try each GET.

import { useState } from "preact/hooks";
import { useJson } from "./api";
import { Failed } from "./parts";

interface Schema { type?: string; format?: string; enum?: string[]; items?: Schema; anyOf?: Schema[]; examples?: unknown[]; description?: string }
interface Parameter { name: string; in: string; required?: boolean; description?: string; schema?: Schema; example?: unknown }
interface Operation { operationId: string; summary?: string; description?: string; parameters?: Parameter[]; requestBody?: { content: Record<string, unknown> }; responses?: Record<string, { content?: Record<string, { example?: unknown }> }> }

const SHOWN = 6000;

export function Docs() {
  const { data, error } = useJson<{ paths: Record<string, Record<string, Operation>> }>("/openapi.json");
  return (
    <div class="docs">
      <h1>Interface</h1>
      <p>Every address answers in JSON; <code>/sparql</code> in what <code>Accept</code> asks for. The machine-readable description (OpenAPI) is at <a href="/openapi.json">/openapi.json</a>. Errors are <code>application/problem+json</code> with a status and a sentence.</p>
      {error && <Failed error={error} />}
      {!data && !error && <p class="small" role="status">Loading …</p>}
      {data && Object.entries(data.paths).flatMap(([path, methods]) => Object.entries(methods).map(([method, operation]) => <Described key={operation.operationId} path={path} method={method} operation={operation} />))}
    </div>
  );
}

function kind(schema: Schema = {}): string {
  const options = (schema.anyOf ?? [schema]).filter((option) => option.type !== "null");
  const first = options[0] ?? {};
  const items = schema.items?.enum ?? first.items?.enum ?? first.enum;
  if (items) return items.join(", ");
  return first.type === "array" ? `${first.items?.type ?? "value"}, may be repeated` : (first.format ?? first.type ?? "");
}

const exampleOf = (parameter: Parameter): string => String(parameter.example ?? parameter.schema?.examples?.[0] ?? parameter.schema?.anyOf?.[0]?.examples?.[0] ?? "");

/** A description with its `code` in code elements. */
const Worded = ({ text }: { text: string }) => <>{text.split("`").map((part, i) => (i % 2 ? <code key={i}>{part}</code> : part))}</>;

function Described({ path, method, operation }: { path: string; method: string; operation: Operation }) {
  const parameters = operation.parameters ?? [];
  const body = operation.requestBody?.content;
  const example = operation.responses?.["200"]?.content?.["application/json"]?.example;
  const [answer, setAnswer] = useState<{ status: string; address: string; text: string } | null>(null);
  async function attempt(event: SubmitEvent) {
    event.preventDefault();
    let address = path;
    const filled = new URLSearchParams();
    for (const [name, value] of new FormData(event.currentTarget as HTMLFormElement)) {
      if (!value || typeof value !== "string") continue;
      if (address.includes(`{${name}}`)) address = address.replace(`{${name}}`, encodeURIComponent(value));
      else filled.append(name, value);
    }
    if (filled.size) address += `?${filled}`;
    try {
      const response = await fetch(address);
      const text = await response.text();
      const shown = /json/.test(response.headers.get("content-type") ?? "") ? JSON.stringify(JSON.parse(text), null, 2) : text;
      setAnswer({ status: String(response.status), address, text: shown.length > SHOWN ? `${shown.slice(0, SHOWN)}\n… (${shown.length - SHOWN} more characters)` : shown });
    } catch {
      setAnswer({ status: "The service cannot be reached", address, text: "" });
    }
  }
  return (
    <section class="operation" id={operation.operationId}>
      <h2><span class="method">{method.toUpperCase()}</span> <code>{path}</code></h2>
      <p><strong>{operation.summary}.</strong> <Worded text={operation.description ?? ""} /></p>
      {body && <p class="small">Body: {Object.keys(body).join(" or ")}</p>}
      {example !== undefined && <details><summary>An answer</summary><pre tabIndex={0}>{JSON.stringify(example, null, 2)}</pre></details>}
      {method === "get" && (
        <details>
          <summary>{parameters.length ? "Parameters, and try it" : "Try it"}</summary>
          <form onSubmit={attempt}>
            {parameters.map((parameter) => (
              <div class="parameter" key={parameter.name}>
                <label><code>{parameter.name}</code>{parameter.required ? " (needed)" : ""}
                  {parameter.name === "query" ? <textarea name="query" rows={8} spellcheck={false} defaultValue={exampleOf(parameter)} /> : <input name={parameter.name} required={parameter.required} autocomplete="off" defaultValue={parameter.required ? exampleOf(parameter) : ""} placeholder={exampleOf(parameter)} />}
                </label>
                <p class="small">{[parameter.description ?? parameter.schema?.description, kind(parameter.schema)].filter(Boolean).join(" — ")}</p>
              </div>
            ))}
            <button type="submit">Ask</button>
            <output>{answer && <><p>{answer.status} · <a href={answer.address}>{answer.address.slice(0, 120)}</a></p><pre tabIndex={0}>{answer.text}</pre></>}</output>
          </form>
        </details>
      )}
    </section>
  );
}
