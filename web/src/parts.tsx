// Small parts: what is shown when there is nothing, or something went wrong.

import { filtersOf, follow, href } from "./address";

export function Failed({ error }: { error: string }) {
  return <p class="problem" role="alert">{error}</p>;
}

export function Empty({ params }: { params: URLSearchParams }) {
  const filtered = filtersOf(params).size > 0;
  return (
    <div class="empty">
      {filtered ? (
        <p>Nothing fits these filters. Take one away, or <a href={href("graph", new URLSearchParams())} onClick={follow}>clear them all</a>.</p>
      ) : (
        <p>The graph is empty. Build one with <code>kg build FOLDER</code>, then start the service again.</p>
      )}
    </div>
  );
}
