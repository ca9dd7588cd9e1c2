// For administrators: who may get in, who is there, what was refused.

import { bytes, dateTime, moment, number } from '../format.js';
import { html, nothing } from '../lit.js';
import { loading, notice } from '../parts/notice.js';

export class Administration {
  static path = 'administration';
  static title = 'Administration';
  static icon = 'key';
  static needs = 'GET /api/admin/users';
  static scope = 'admin';

  constructor(app) {
    this.app = app;
  }

  async open() {
    const { api } = this.app;
    const [users, keys, audit, sessions, stats] = await Promise.all([
      api.get('/api/admin/users'),
      api.get('/api/admin/keys'),
      api.get('/api/admin/audit'),
      api.get('/admin/sessions'),
      api.get('/admin/stats'),
    ]);
    Object.assign(this, { ...users, ...keys, entries: audit.entries, ...sessions, stats, problem: undefined });
    this.app.update();
  }

  again = () => this.open().catch((error) => this.app.failed(error, this));

  template() {
    const { stats, problem } = this;
    return html`<section class="page" aria-labelledby="title">
      <div class="head">
        <h1 id="title">Administration</h1>
        <button type="button" @click=${this.again}>Look again</button>
      </div>
      ${notice(problem, { label: 'Try again', act: this.again })}
      ${stats ? this.panels(stats) : problem ? nothing : loading('users, keys and the audit')}
    </section>`;
  }

  panels(stats) {
    return html`
      <section class="panel" aria-labelledby="server">
        <h2 id="server">The whole server</h2>
        <dl class="facts">
          <dt>Memories</dt><dd>${number(stats.total_memories)}</dd>
          <dt>Tenants</dt><dd>${number(stats.tenants)}</dd>
          <dt>Size</dt><dd>${bytes(stats.storage_bytes)}</dd>
          <dt>MCP sessions</dt><dd>${number(stats.active_sessions)}</dd>
          <dt>Event streams</dt><dd>${number(stats.event_streams)}</dd>
        </dl>
      </section>
      ${table(
        'Users',
        ['User', 'Tenant', 'Scopes', 'Memories', 'Last use'],
        this.users.map((user) => [
          html`${user.name} ${user.suspended ? html`<span class="muted">suspended</span>` : nothing}`,
          user.tenant,
          user.scopes.join(', '),
          number(user.memories),
          when(user.last_used_at),
        ]),
        'No users: apply a MemoryUser to add one.',
      )}
      ${table(
        'Keys',
        ['Key', 'Tenant', 'Scopes', 'Expires', 'Last use'],
        this.keys.map((key) => [
          html`${key.name} ${key.fingerprint ? html`<code>${key.fingerprint}</code>` : nothing}
            ${key.usable ? nothing : html`<span class="muted">opens nothing</span>`}`,
          key.tenant,
          key.scopes.join(', '),
          key.expires_at ? dateTime(key.expires_at) : 'never',
          when(key.last_used_at),
        ]),
        'No keys.',
      )}
      ${table(
        'Sessions',
        ['Session'],
        this.sessions.map((session) => [html`<code>${session}</code>`]),
        'No MCP client has a session. Clients of the stateless revision have none.',
      )}
      ${table(
        'Audit',
        ['Time', 'Caller', 'From', 'Call', 'Answer'],
        this.entries.map((entry) => [
          html`<time datetime=${entry.time}>${dateTime(entry.time)}</time>`,
          entry.caller ?? '–',
          entry.address,
          html`<code>${entry.method} ${entry.path}</code>`,
          html`${entry.status} <span class="muted">${entry.reason ?? entry.kind}</span>`,
        ]),
        'Nothing was refused or administrated since the server started.',
      )}
    `;
  }
}

const when = (iso) => (iso ? moment(iso) : html`<span class="muted">not since the start</span>`);

function table(title, heads, rows, none) {
  const id = `panel-${title.toLowerCase()}`;
  return html`<section class="panel" aria-labelledby=${id}>
    <h2 id=${id}>${title}</h2>
    ${rows.length === 0
      ? html`<p>${none}</p>`
      : html`<div class="wide" role="group" aria-labelledby=${id} tabindex="0"><table>
          <thead><tr>${heads.map((head) => html`<th scope="col">${head}</th>`)}</tr></thead>
          <tbody>${rows.map((cells) => html`<tr>${cells.map((cell) => html`<td>${cell}</td>`)}</tr>`)}</tbody>
        </table></div>`}
  </section>`;
}
