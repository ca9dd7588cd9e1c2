// How the server is, and its backups.

import { bytes, dateTime, duration, moment, number, percent } from '../format.js';
import { html, nothing } from '../lit.js';
import { loading, notice } from '../parts/notice.js';

const RENEWAL_MS = 10_000;

export class Health {
  static path = 'health';
  static title = 'Health';
  static icon = 'heart';
  static needs = 'GET /api/health/detailed';

  constructor(app) {
    this.app = app;
    this.timer = setInterval(() => document.hidden || this.again(), RENEWAL_MS);
  }

  async open() {
    const { api } = this.app;
    const backups = this.app.may('admin') && this.app.can('GET /api/backup/status');
    const [report, status, list] = await Promise.all([
      api.get('/api/health/detailed'),
      backups ? api.get('/api/backup/status') : undefined,
      backups && this.app.can('GET /api/backup/list') ? api.get('/api/backup/list') : undefined,
    ]);
    Object.assign(this, { report, status, list, problem: undefined });
    this.app.update();
  }

  again = () => this.open().catch((error) => this.app.failed(error, this));

  close() {
    clearInterval(this.timer);
  }

  backUp = async () => {
    this.app.say('Backing up…');
    try {
      const made = await this.app.api.post('/api/backup/now');
      this.app.say(made.success ? `Backed up: ${made.filename}, ${bytes(made.size_bytes)}` : `Not backed up: ${made.error}`);
    } catch (error) {
      this.problem = error;
    }
    await this.again();
  };

  template() {
    const { report, problem } = this;
    return html`<section class="page" aria-labelledby="title">
      <div class="head"><h1 id="title">Health</h1></div>
      ${notice(problem, { label: 'Try again', act: this.again })}
      ${report ? this.panels(report) : problem ? nothing : loading('the state of the server')}
    </section>`;
  }

  panels(report) {
    const { storage, system } = report;
    return html`
      <p class="verdict" data-healthy=${report.status === 'healthy'}>
        <strong>${report.status === 'healthy' ? 'Healthy' : 'Degraded'}</strong>
        <span>${storage.error ?? 'The store and the model answer.'}</span>
      </p>
      <div class="panels">
        ${facts('Server', [
          ['Version', report.version],
          ['Up for', duration(report.uptime_seconds)],
          ['Heap in use', gauge('Heap in use', system.memory_percent)],
          ['Disk in use', gauge('Disk in use', system.disk_percent)],
        ])}
        ${facts('Store', [
          ['Backend', storage.name ?? storage.backend],
          ['State', storage.status],
          ['Memories', number(storage.total_memories)],
          ['This week', number(storage.memories_this_week)],
          ['Tags', number(storage.unique_tags)],
          ['Size', bytes(storage.database_size_bytes)],
        ])}
        ${facts('Model', [
          ['Embedding model', storage.embedding_model],
          ['Dimension', number(storage.embedding_dimension)],
          ...(storage.missing_embeddings ? [['Without a vector', number(storage.missing_embeddings)]] : []),
        ])}
        ${this.status ? this.backups(this.status) : nothing}
      </div>
      ${this.list?.backups.length ? this.backupList(this.list.backups) : nothing}
    `;
  }

  backups(status) {
    return facts(
      'Backups',
      [
        ['Schedule', status.enabled ? status.interval : 'off'],
        ['Last', status.last_backup_time ? dateTime(isoOf(status.last_backup_time)) : 'never'],
        ['Next', status.next_backup_at ? dateTime(isoOf(status.next_backup_at)) : '–'],
        ['Kept', `${number(status.backup_count)}, ${bytes(status.total_size_bytes)}`],
      ],
      this.app.can('POST /api/backup/now')
        ? html`<button type="button" @click=${this.backUp}>Back up now</button>`
        : nothing,
    );
  }

  backupList(backups) {
    return html`<section class="panel" aria-labelledby="backups">
      <h2 id="backups">Backups that are there</h2>
      <table>
        <thead><tr><th scope="col">File</th><th scope="col" class="figure">Size</th><th scope="col" class="figure">Made</th></tr></thead>
        <tbody>
          ${backups.map(
            (backup) => html`<tr>
              <td><code>${backup.filename}</code></td>
              <td class="figure">${bytes(backup.size_bytes)}</td>
              <td class="figure">${moment(isoOf(backup.created_at))}</td>
            </tr>`,
          )}
        </tbody>
      </table>
    </section>`;
  }
}

/** A time as ISO text or as seconds since 1970, whichever the server sends. */
const isoOf = (time) => (typeof time === 'number' ? new Date(time * 1000).toISOString() : time);

function facts(title, rows, end = nothing) {
  const id = `panel-${title.toLowerCase()}`;
  return html`<section class="panel" aria-labelledby=${id}>
    <h2 id=${id}>${title}</h2>
    <dl class="facts">${rows.map(([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>`)}</dl>
    ${end}
  </section>`;
}

const gauge = (label, value) =>
  html`<span class="gauge"><meter min="0" max="100" high="85" optimum="0" .value=${value} aria-label=${label}></meter>${percent(value)}</span>`;
