// What the REST interface answers with (api/shapes.py), as far as the page reads it.

export interface Span { start: number; end: number; text: string }
export interface Party extends Span { id: string | null; code: string | null; name: string | null; country: string | null }
export interface ArticleHead { id: string; title: string | null; publisher: string | null; published: string | null; url: string | null }
export interface Statement {
  id: string; article: string; sentence: Span; trigger: Span; relation: string; mode: string | null;
  source: Party; target: Party | null; theme: string | null; content: string | null; attributed_to: Party | null;
  modality: Modality; when: { date: string; phrase: string } | null; rule: string; confidence: number;
  quad: string; plain: string; about: ArticleHead; nested: Statement | null;
  within: { id: string; relation: string; plain: string } | null;
}
export type Modality = "actual" | "future" | "hypothetical" | "negated";
export interface Page<T> { items: T[]; next: string | null }
export interface Count { relation: string; statements: number; edges: number }
export interface GraphNode { id: string; name: string; kind: string | null; iso2: string | null; iso3: string | null; statements: number; edges: number; score: number | null }
export interface GraphEdge { source: string; target: string; statements: number; edges: number; score: number | null; all_score: number | null; first: string | null; last: string | null; relations: Count[] }
export interface Graph { graph: { pairs: number; shown: number; statements: number }; nodes: GraphNode[]; edges: GraphEdge[] }
export interface Point { period: string; start: string; end: string; source: string | null; target: string | null; statements: number; edges: number; score: number | null; all_score: number | null }
export interface Timeline extends Page<Point> { undated: number }
export interface ActorHead { id: string; name: string; code: string; kind: string; country: string | null; aliases: string[]; wikidata: string | null; found_by: string | null }
export interface Partner { code: string; name: string; relations: Count[] }
export interface Actor extends ActorHead {
  iso2: string | null; iso3: string | null; names: { text: string; sense: string }[]; described: string[];
  offices: { office: string; code: string; kind: string; start: string; end: string | null }[];
  mentioned: { articles: number; source: number; target: number; attributed_to: number };
  partners: { code: string; name: string; statements: number; edges: number }[];
  acts_on: Partner[]; acted_on_by: Partner[];
}
export interface Article extends ArticleHead { text: string; language: string; statements: Statement[] }
export interface Named { start: number; end: number; text: string; actor: { id: string; code: string; name: string; kind: string; title: string | null } | null; rule: string; meaning: string; origins: { place: string; gave: string }[]; decisions: string[] }
export interface Word { start: number; end: number; text: string; arguments: { label: string; words: string }[]; senses: { rule: string; tests: string; verdict: string }[] }
export interface Token { text: string; tag: string; dep: string; head: number }
export interface Explained extends Article { actors: Named[]; words: Word[]; sentences: Token[][] }
export interface Health { writable: boolean }
export interface Relation { code: string; label: string; quad: string; definition: string; score: number; modes?: Record<string, string> }
export interface End { code: string; name: string }
export interface Total { source: End; target: End; edges: number; score: number; total: number }
export interface Measures {
  actors: number; pairs: number; central: { code: string; name: string; pagerank: number; out: number; into: number; conflict: number; cooperation: number }[];
  conflictual: Total[]; cooperative: Total[]; communities: End[][]; balance: { none: number; one: number; two: number; three: number; share: number | null };
  changes: { source: End; target: End; edges_before: number; edges: number; total_before: number; total: number }[] | null;
}
export interface NamedQuery { name: string; title: string; text: string }
export interface Vocabulary { relations: Relation[]; modalities: string[]; prefixes?: Record<string, string> }
