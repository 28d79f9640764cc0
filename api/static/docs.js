// The interface, drawn from /openapi.json: what there is, its parameters, and a form to try each GET.

import { h, json } from "./dom.js";

const byId = (id) => document.getElementById(id);
const SHOWN = 6000;

function kind(schema = {}) {
  const options = (schema.anyOf ?? [schema]).filter((option) => option.type !== "null");
  const [first = {}] = options;
  const items = schema.items?.enum ?? first.items?.enum ?? first.enum;
  if (items) return items.join(", ");
  return first.type === "array" ? `${first.items?.type ?? "value"}, may be repeated` : (first.format ?? first.type ?? "");
}

function exampleOf(parameter) {
  return parameter.example ?? parameter.schema?.examples?.[0] ?? parameter.schema?.anyOf?.[0]?.examples?.[0] ?? "";
}

function field(parameter) {
  const long = parameter.name === "query";
  const attributes = { name: parameter.name, required: parameter.required, autocomplete: "off" };
  const input = long ? h("textarea", { ...attributes, rows: 8, spellcheck: "false" }) : h("input", attributes);
  const example = exampleOf(parameter);
  if (long || parameter.required) input.value = example;
  else if (example) input.placeholder = example;
  return h("div", { class: "parameter" },
    h("label", {}, h("code", {}, parameter.name), parameter.required ? " (needed)" : "", input),
    h("p", { class: "small" }, [parameter.description ?? parameter.schema?.description, kind(parameter.schema)].filter(Boolean).join(" — ")));
}

/** A description with its `code` in code elements. */
function worded(text) {
  return text.split("`").map((part, i) => (i % 2 ? h("code", {}, part) : part));
}

async function attempt(event, path) {
  event.preventDefault();
  const output = event.target.querySelector("output");
  const filled = new URLSearchParams();
  let address = path;
  for (const [name, value] of new FormData(event.target)) {
    if (!value) continue;
    if (address.includes(`{${name}}`)) address = address.replace(`{${name}}`, encodeURIComponent(value));
    else filled.append(name, value);
  }
  if (filled.size) address += `?${filled}`;
  output.replaceChildren("Asking …");
  try {
    const response = await fetch(address);
    const text = await response.text();
    let shown = text;
    if (/json/.test(response.headers.get("content-type") ?? "")) shown = JSON.stringify(JSON.parse(text), null, 2);
    output.replaceChildren(
      h("p", {}, `${response.status} · `, h("a", { href: address }, address.length > 120 ? `${address.slice(0, 120)} …` : address)),
      h("pre", { tabindex: "0" }, shown.length > SHOWN ? `${shown.slice(0, SHOWN)}\n… (${shown.length - SHOWN} more characters)` : shown));
  } catch {
    output.replaceChildren("The service cannot be reached.");
  }
}

function operation(path, method, described) {
  const parameters = described.parameters ?? [];
  const body = described.requestBody?.content;
  const example = described.responses?.["200"]?.content?.["application/json"]?.example;
  return h("section", { class: "operation", id: described.operationId },
    h("h2", {}, h("span", { class: "method" }, method.toUpperCase()), " ", h("code", {}, path)),
    h("p", {}, h("strong", {}, `${described.summary}. `), ...worded(described.description ?? "")),
    body ? h("p", { class: "small" }, `Body: ${Object.keys(body).join(" or ")}`) : null,
    example === undefined ? null : h("details", {}, h("summary", {}, "An answer"), h("pre", { tabindex: "0" }, JSON.stringify(example, null, 2))),
    method !== "get" ? null : h("details", {},
      h("summary", {}, parameters.length ? "Parameters, and try it" : "Try it"),
      h("form", { on: { submit: (event) => attempt(event, path) } }, ...parameters.map(field), h("button", { type: "submit" }, "Ask"), h("output", {}))));
}

async function start() {
  try {
    const described = await json("/openapi.json");
    for (const [path, methods] of Object.entries(described.paths)) {
      for (const [method, one] of Object.entries(methods)) byId("list").append(operation(path, method, one));
    }
    byId("state").textContent = "";
  } catch (error) {
    byId("state").textContent = error.message;
  }
}

start();
