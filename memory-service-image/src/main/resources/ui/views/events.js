// What happens on this server, as it happens.

import { duration, number } from '../format.js';
import { html, nothing, repeat } from '../lit.js';
import { empty, notice } from '../parts/notice.js';
import { href } from '../route.js';

const TIME = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit', second: '2-digit' });

/** Signs of life: shown on demand only. */
const QUIET = new Set(['heartbeat', 'ping', 'connection_established']);

const STATES = {
  open: 'Connected. Events appear here as they happen.',
  connecting: 'Connecting to the stream of events…',
  lost: 'The stream is interrupted; trying again. What happens meanwhile is caught up with.',
};

export class Events {
  static path = 'events';
  static title = 'Live events';
  static icon = 'pulse';
  static needs = 'POST /api/events/ticket';

  constructor(app) {
    this.app = app;
    this.kind = '';
    this.all = false;
  }

  async open() {
    this.app.update();
    if (!this.app.can('GET /api/events/stats')) return;
    this.listeners = await this.app.api.get('/api/events/stats');
    this.problem = undefined;
    this.app.update();
  }

  heard({ name }) {
    if (name === 'connection_established') this.open().catch((error) => this.app.failed(error, this));
  }

  set(changes) {
    Object.assign(this, changes);
    this.app.update();
  }

  template() {
    const events = (this.held ?? this.app.events).filter(
      ({ name }) => (this.all || !QUIET.has(name)) && (!this.kind || name === this.kind),
    );
    const kinds = [...new Set(this.app.events.map(({ name }) => name))].sort();
    return html`<section class="page" aria-labelledby="title">
      <div class="head">
        <h1 id="title">Live events</h1>
        <div class="filters">
          <label>Show
            <select @change=${(event) => this.set({ kind: event.target.value })}>
              <option value="">every kind</option>
              ${kinds.map((kind) => html`<option value=${kind} .selected=${kind === this.kind}>${kind}</option>`)}
            </select></label>
          <label class="check"><input type="checkbox" .checked=${this.all}
            @change=${(event) => this.set({ all: event.target.checked })} /> Signs of life</label>
          <button type="button" aria-pressed=${Boolean(this.held)}
            @click=${() => this.set({ held: this.held ? undefined : this.app.events })}>Pause</button>
          <button type="button" @click=${() => this.app.set({ events: [] })}>Clear</button>
        </div>
      </div>
      <p class="summary" data-status=${this.app.liveStatus}>${STATES[this.app.liveStatus]}</p>
      ${notice(this.problem)}
      ${events.length === 0
        ? empty('Nothing has happened yet', 'Storing, changing, deleting and searching, by any client, shows up here.')
        : html`<div class="panel events"><table>
            <thead><tr><th scope="col">Time</th><th scope="col">Event</th><th scope="col">What</th></tr></thead>
            <tbody>
              ${repeat(
                events,
                (event) => event,
                (event) => html`<tr>
                  <td class="figure"><time datetime=${event.data.timestamp ?? event.heard.toISOString()}>${TIME.format(event.heard)}</time></td>
                  <td><span class="event-name" data-event=${event.name}>${event.name}</span></td>
                  <td dir="auto">${what(event)}</td>
                </tr>`,
              )}
            </tbody>
          </table></div>`}
      ${this.listeners ? this.who(this.listeners) : nothing}
    </section>`;
  }

  who({ connections }) {
    return html`<section class="panel" aria-labelledby="listeners">
      <h2 id="listeners">Who listens</h2>
      <table>
        <thead><tr><th scope="col">Client</th><th scope="col">Address</th><th scope="col" class="figure">For</th></tr></thead>
        <tbody>
          ${connections.map(
            (one) => html`<tr>
              <td class="agent">${one.user_agent || 'unnamed'}</td>
              <td>${one.client_ip}</td>
              <td class="figure">${duration(one.connected_duration_seconds)}</td>
            </tr>`,
          )}
        </tbody>
      </table>
    </section>`;
  }
}

/** The event in one line. */
function what({ name, data }) {
  if (name === 'search_completed') {
    return html`“${data.query}” <span class="muted">${number(data.results_count)} found, ${data.search_type}</span>`;
  }
  if (data.content_hash && name !== 'memory_deleted') {
    return html`<a href=${href('browse', { memory: data.content_hash })}>${data.content_preview ?? data.message ?? data.content_hash}</a>
      ${data.store ? html`<span class="muted">${data.store}</span>` : nothing}`;
  }
  if (data.backup_id) return html`${data.message} <code>${data.backup_id}</code>`;
  return html`${data.message ?? ''} ${data.content_hash ? html`<code>${data.content_hash.slice(0, 12)}</code>` : nothing}
    ${data.store ? html`<span class="muted">${data.store}</span>` : nothing}`;
}
