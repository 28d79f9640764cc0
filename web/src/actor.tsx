// One actor: what it is called, its offices, whom it acts on and who acts on it, over time.

import { useEffect } from "preact/hooks";
import { type Address, changed, filtersOf, follow, href, opened } from "./address";
import { useJson } from "./api";
import { Failed } from "./parts";
import { Standing } from "./measures";
import { Bar } from "./pairs";
import { Timeline } from "./timeline";
import type { Actor, Partner } from "./types";
import { day, kindWords, plural } from "./words";

export function ActorView({ address }: { address: Address }) {
  const { data: actor, error } = useJson<Actor>(`/actors/${address.id.split("/").map(encodeURIComponent).join("/")}`);
  useEffect(() => { if (actor) document.title = `${actor.name} · communique`; }, [actor]);
  if (error) return <Failed error={error} />;
  if (!actor) return <p class="small" role="status">Loading …</p>;
  const own = changed(filtersOf(address.params), { actor: actor.code });
  const names = actor.names.filter((each) => each.text !== actor.name);
  return (
    <div class="actor">
      <header>
        <p class="small">{kindWords(actor.kind)}{actor.country && actor.country !== actor.code ? <> · acts for {actor.country}</> : null}</p>
        <h1><bdi>{actor.name}</bdi> <span class="code">{actor.code}</span></h1>
        {names.length > 0 && (
          <p class="names">also {names.slice(0, 14).map((each, i) => <span key={each.text}>{i > 0 && ", "}<bdi>{each.text}</bdi>{each.sense !== "name" && <span class="small"> ({each.sense})</span>}</span>)}{names.length > 14 && ` and ${names.length - 14} more`}</p>
        )}
        {actor.described.length > 0 && <p class="names">described as {actor.described.map((each, i) => <span key={each}>{i > 0 && "; "}“<bdi>{each}</bdi>”</span>)}</p>}
        <p class="small ids">
          {actor.iso3 && <span>ISO 3166 {actor.iso3}{actor.iso2 && `, ${actor.iso2}`}</span>}
          {actor.wikidata && <span>Wikidata {actor.wikidata}</span>}
          <span>in {plural(actor.mentioned.articles, "article")}; {actor.mentioned.source} × source, {actor.mentioned.target} × target, {actor.mentioned.attributed_to} × speaker</span>
        </p>
        <Standing address={address} code={actor.code} />
        <p class="actions">
          <a class="button" href={opened({ ...address, params: filtersOf(address.params) }, { actor: actor.code })} onClick={follow}>Read the sentences</a>
          <a class="button quiet" href={href("graph", changed(own, { between: null }))} onClick={follow}>Its graph</a>
          <a class="button quiet" href={href("map", changed(filtersOf(address.params), { of: actor.code }))} onClick={follow}>On the map</a>
          <a class="button quiet" href={href("graph", changed(filtersOf(address.params), { attributed_to: actor.code }))} onClick={follow}>What it says</a>
        </p>
      </header>
      <Timeline address={address} params={own} title="All that is said of it, over time" />
      <div class="two">
        <Accusations address={address} actor={actor} title="It accuses" partners={actor.acts_on} out />
        <Accusations address={address} actor={actor} title="It is accused by" partners={actor.acted_on_by} />
        <Partners address={address} actor={actor} title="Acts towards" partners={actor.acts_on} out />
        <Partners address={address} actor={actor} title="Is acted on by" partners={actor.acted_on_by} />
      </div>
      {actor.offices.length > 0 && (
        <section aria-labelledby="offices">
          <h2 id="offices">Offices</h2>
          <ul class="offices">{actor.offices.map((office) => <li key={`${office.office}${office.start}`}><bdi>{office.office}</bdi>, for {office.code} <span class="small">{day(office.start)} to {office.end ? day(office.end) : "now"}</span></li>)}</ul>
        </section>
      )}
    </div>
  );
}

function Accusations({ address, actor, title, partners, out = false }: { address: Address; actor: Actor; title: string; partners: Partner[]; out?: boolean }) {
  const found = partners.flatMap((partner) => partner.relations.filter((count) => count.relation === "ACCUSE").map((count) => ({ partner, count })))
    .sort((a, b) => b.count.statements - a.count.statements).slice(0, 8);
  const most = Math.max(1, ...found.map(({ count }) => count.statements));
  return (
    <section>
      <h2>{title}</h2>
      {!found.length && <p class="small">Nobody, as far as was read.</p>}
      <ul class="pairs" role="list">
        {found.map(({ partner, count }) => (
          <li key={partner.code}>
            <a class="pair" href={opened(address, { source: out ? actor.code : partner.code, target: out ? partner.code : actor.code, relation: "ACCUSE" })} onClick={follow}>
              <span class="names"><bdi>{partner.name}</bdi></span><span class="count">{count.statements}<span class="out"> statements</span></span>
              <Bar solid={count.edges} light={count.statements - count.edges} most={most} score={-2} />
            </a>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Partners({ address, actor, title, partners, out = false }: { address: Address; actor: Actor; title: string; partners: Partner[]; out?: boolean }) {
  const ranked = partners.map((partner) => ({ partner, all: partner.relations.reduce((sum, count) => sum + count.statements, 0) })).sort((a, b) => b.all - a.all).slice(0, 12);
  return (
    <section>
      <h2>{title}</h2>
      {!ranked.length && <p class="small">Nobody, as far as was read.</p>}
      <ul class="partners" role="list">
        {ranked.map(({ partner }) => {
          const ends = { source: out ? actor.code : partner.code, target: out ? partner.code : actor.code };
          return (
            <li key={partner.code}>
              <a href={opened(address, ends)} onClick={follow}><bdi>{partner.name}</bdi></a>
              <span class="chips">{partner.relations.slice(0, 5).map((count) => (
                <a key={count.relation} class="chip" href={opened(address, { ...ends, relation: count.relation })} onClick={follow} aria-label={`${partner.name}, ${count.relation}: ${count.statements}`}>{count.relation} {count.statements}</a>
              ))}</span>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
