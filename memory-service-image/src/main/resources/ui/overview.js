// The whole API on one page, in tables, and how to reach it.

import { enter } from './entry.js';
import { html, render } from './lit.js';

const METHODS = ['get', 'post', 'put', 'patch', 'delete'];

enter(({ api, description }) => {
  const byTag = new Map();
  for (const [path, operations] of Object.entries(description.paths)) {
    for (const method of METHODS.filter((name) => operations[name])) {
      const operation = operations[method];
      const tag = operation.tags?.[0] ?? 'other';
      if (!byTag.has(tag)) byTag.set(tag, []);
      byTag.get(tag).push({ path, method, summary: operation.summary ?? '' });
    }
  }
  render(page(api, description, byTag), document.getElementById('overview'));
});

function page(api, { info }, byTag) {
  const base = api.url('/').href.replace(/\/$/, '');
  return html`<main class="overview">
    <h1>${info.title} ${info.version}</h1>
    <p>${info.description}</p>
    <section class="panel" aria-labelledby="reach">
      <h2 id="reach">Reach it</h2>
      <dl class="facts">
        <dt>REST</dt><dd><code>${base}/api</code></dd>
        <dt>MCP</dt><dd><code>${base}/mcp</code></dd>
        <dt>Events</dt><dd><code>${base}/api/events</code>, server-sent</dd>
        <dt>Description</dt><dd><code>${base}/openapi</code></dd>
        <dt>Key</dt><dd><code>Authorization: Bearer KEY</code> or <code>X-API-Key: KEY</code></dd>
      </dl>
      <pre tabindex="0">${example(base)}</pre>
    </section>
    ${[...byTag].map(
      ([tag, operations]) => html`<section class="panel" aria-labelledby="tag-${tag}">
        <h2 id="tag-${tag}">${tag}</h2>
        <table>
          <thead><tr><th scope="col">Method</th><th scope="col">Path</th><th scope="col">What</th></tr></thead>
          <tbody>
            ${operations.map(
              ({ method, path, summary }) => html`<tr>
                <td class="method">${method.toUpperCase()}</td><td><code>${path}</code></td><td>${summary}</td>
              </tr>`,
            )}
          </tbody>
        </table>
      </section>`,
    )}
  </main>`;
}

const example = (base) => `curl -H "Authorization: Bearer $KEY" -H 'Content-Type: application/json' ${base}/api/search \\
  -d '{"query": "when does the database move?"}'`;
