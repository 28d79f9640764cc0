// What the field measures on the graph, as tables; every number leads to what is behind it.

import { type Address, changed, filtersOf, follow, href, opened } from "./address";
import { listing, useJson } from "./api";
import { Failed } from "./parts";
import type { Measures, Total } from "./types";
import { number, plural, signed } from "./words";

export function MeasuresPanel({ address }: { address: Address }) {
  const { data, error } = useJson<Measures>(listing("/measures", filtersOf(address.params)));
  if (error) return <Failed error={error} />;
  if (!data) return <p class="small" role="status">Loading …</p>;
  const { balance } = data;
  return (
    <>
      <h2 id="panel-title" tabIndex={-1}>Measures</h2>
      <p class="small">Of {plural(data.pairs, "pair")} of {plural(data.actors, "actor")}: only what articles report as having happened counts.</p>
      {data.actors === 0 ? <p>Nothing is reported here.</p> : (
        <>
          <h3>Central actors</h3>
          <table class="measures">
            <thead><tr><th scope="col">Actor</th><th scope="col">PageRank</th><th scope="col">out</th><th scope="col">in</th><th scope="col"><abbr title="conflict">conf.</abbr></th><th scope="col"><abbr title="cooperation">coop.</abbr></th></tr></thead>
            <tbody>
              {data.central.map((each) => (
                <tr key={each.code}>
                  <th scope="row"><a href={opened(address, { actor: each.code, attributed_to: "none", modality: "actual" })} onClick={follow}><bdi>{each.name}</bdi></a></th>
                  <td>{each.pagerank.toFixed(3)}</td><td>{each.out}</td><td>{each.into}</td><td>{each.conflict}</td><td>{each.cooperation}</td>
                </tr>
              ))}
            </tbody>
          </table>
          <Pairs address={address} title="Most conflictual pairs" pairs={data.conflictual} />
          <Pairs address={address} title="Most cooperative pairs" pairs={data.cooperative} />
          {data.changes && (
            <>
              <h3>Change against the period before</h3>
              <table class="measures">
                <thead><tr><th scope="col">Pair</th><th scope="col">before</th><th scope="col">now</th><th scope="col">change</th></tr></thead>
                <tbody>
                  {data.changes.map((each) => (
                    <tr key={`${each.source.code}>${each.target.code}`}>
                      <th scope="row"><a href={opened(address, { source: each.source.code, target: each.target.code })} onClick={follow}><bdi>{each.source.name}</bdi> → <bdi>{each.target.name}</bdi></a></th>
                      <td>{each.edges_before}</td><td>{each.edges}</td><td>{signed(each.total - each.total_before)}</td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </>
          )}
          <h3>Communities of cooperation</h3>
          <ol class="communities">
            {data.communities.map((group) => (
              <li key={group.map((each) => each.code).join()}>
                <a href={href("graph", changed(filtersOf(address.params), { between: group.map((each) => each.code) }))} onClick={follow} title="Only what is between them">
                  {group.slice(0, 9).map((each, i) => <span key={each.code}>{i > 0 && ", "}<bdi>{each.name}</bdi></span>)}{group.length > 9 && ` and ${group.length - 9} more`}
                </a>
              </li>
            ))}
          </ol>
          <h3>Triangles</h3>
          <p class="small">
            {balance.share === null ? "There is no triangle of pairs with a score." : <>{Math.round(balance.share * 100)} % of {number.format(balance.none + balance.one + balance.two + balance.three)} triangles are balanced (all friends, or two against a third): +++ {balance.none}, +−− {balance.two}; not: ++− {balance.one}, −−− {balance.three}.</>}
          </p>
        </>
      )}
    </>
  );
}

function Pairs({ address, title, pairs }: { address: Address; title: string; pairs: Total[] }) {
  if (!pairs.length) return null;
  return (
    <>
      <h3>{title}</h3>
      <table class="measures">
        <thead><tr><th scope="col">Pair</th><th scope="col">reported</th><th scope="col">mean</th><th scope="col">sum</th></tr></thead>
        <tbody>
          {pairs.map((each) => (
            <tr key={`${each.source.code}>${each.target.code}`}>
              <th scope="row"><a href={opened(address, { source: each.source.code, target: each.target.code })} onClick={follow}><bdi>{each.source.name}</bdi> → <bdi>{each.target.name}</bdi></a></th>
              <td>{each.edges}</td><td>{signed(each.score)}</td><td>{signed(each.total)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}

/** Where an actor stands among the others. */
export function Standing({ address, code }: { address: Address; code: string }) {
  const { data } = useJson<Measures>(listing("/measures", filtersOf(address.params), { most: "200" }));
  const rank = data?.central.findIndex((each) => each.code === code) ?? -1;
  const found = data?.central[rank];
  if (!data || !found) return null;
  const community = data.communities.find((group) => group.some((each) => each.code === code));
  return (
    <p class="small">
      Of {data.actors} actors number {rank + 1} by PageRank ({found.pagerank.toFixed(3)}); {found.out} reported events from it, {found.into} towards it, {found.conflict} of conflict, {found.cooperation} of cooperation
      {community && <>; cooperates most with {community.filter((each) => each.code !== code).slice(0, 5).map((each, i) => <span key={each.code}>{i > 0 && ", "}<bdi>{each.name}</bdi></span>)}</>}.
    </p>
  );
}
