// For administrators: the backups of the whole server, made, proven, fetched, restored, deleted.

import { bytes, dateTime, moment, number } from '../format.js';
import { html, nothing, repeat } from '../lit.js';
import { empty, loading, notice } from '../parts/notice.js';
import { RestoreForm } from '../parts/restore-form.js';

/** How long until the server is asked again while it is at work. */
const POLL_MS = 1000;

const PATH = '/api/admin/backups';
const RESTORES = '/api/admin/restores';

const PROOFS = { None: 'not yet', Running: 'is being proven', Succeeded: 'proven', Failed: 'failed' };

export class Backups {
  static path = 'backups';
  static title = 'Backups';
  static icon = 'archive';
  static needs = 'GET /api/admin/backups';
  static scope = 'admin';

  constructor(app) {
    this.app = app;
  }

  async open() {
    const { api } = this.app;
    const [{ backups }, { restores }] = await Promise.all([api.get(PATH), api.get(RESTORES)]);
    Object.assign(this, { backups, restores, problem: undefined });
    this.app.update();
    clearTimeout(this.asking);
    if (this.atWork) this.asking = setTimeout(this.again, POLL_MS);
  }

  again = () => {
    if (!this.closed) return this.open().catch((error) => this.app.failed(error, this));
  };

  close() {
    this.closed = true;
    clearTimeout(this.asking);
  }

  heard({ name }) {
    if (name.startsWith('backup_') || name === 'memory_restored') this.again();
  }

  /** Whether the server does something that ends by itself; until then it refuses everything else. */
  get atWork() {
    const running = ({ state }) => state === 'Running';
    return this.backups.some((backup) => running(backup) || running(backup.verification)) || this.restores.some(running);
  }

  /** Does something and shows what became of it; what the server refuses is said in its own words. */
  async act(deed, done) {
    try {
      await deed();
      this.app.say(done);
      await this.open();
    } catch (error) {
      this.app.failed(error, this);
    }
  }

  make = () => this.act(() => this.app.api.post(PATH, {}), 'A backup is being made');

  verify = (id) => this.act(() => this.app.api.post(`${PATH}/${id}/verify`), 'The backup is being proven by a restore');

  download = (id) =>
    this.act(async () => {
      const file = URL.createObjectURL(await this.app.api.file(`${PATH}/${id}/content`));
      const link = document.createElement('a');
      Object.assign(link, { href: file, download: `${id}.memorybackup` });
      link.click();
      URL.revokeObjectURL(file);
    }, 'The backup was fetched');

  remove = async (backup) => {
    const agreed = await this.app.dialogs.confirm({
      title: 'Delete this backup?',
      text: html`<code>${backup.id}</code> is deleted for ever. No memory is.`,
      button: 'Delete',
    });
    if (agreed) await this.act(() => this.app.api.delete(`${PATH}/${backup.id}`), 'Backup deleted');
  };

  restore = async (backup) => {
    const restored = await new RestoreForm(this.app, backup).ask();
    if (restored) this.app.say('Restored');
    this.again();
  };

  template() {
    const { backups, problem } = this;
    return html`<section class="page" aria-labelledby="title">
      <div class="head">
        <h1 id="title">Backups</h1>
        <div class="filters">
          <button type="button" @click=${this.again}>Look again</button>
          <button type="button" class="primary" ?disabled=${!backups || this.atWork} @click=${this.make}>Back up now</button>
        </div>
      </div>
      ${notice(problem, { label: 'Try again', act: this.again })}
      ${backups ? this.panels(backups) : problem ? nothing : loading('backups')}
    </section>`;
  }

  panels(backups) {
    if (backups.length === 0) {
      return empty('No backups yet', 'They are made here, by a MemoryBackup, or by the schedule of the MemoryService.');
    }
    return html`
      <section class="panel" aria-labelledby="backups-title">
        <h2 id="backups-title">Of the whole server</h2>
        <div class="wide" role="group" aria-labelledby="backups-title" tabindex="0"><table class="backups">
          <thead>
            <tr><th scope="col">Backup</th><th scope="col">State</th><th scope="col">Proven</th>
              <th scope="col" class="figure">Memories</th><th scope="col" class="figure">Size</th>
              <th scope="col" class="figure">Made</th><th scope="col"><span class="hidden">Actions</span></th></tr>
          </thead>
          <tbody>${repeat(backups, (backup) => backup.id, (backup) => this.row(backup))}</tbody>
        </table></div>
      </section>
      ${this.restores.length ? this.past(this.restores) : nothing}
    `;
  }

  row(backup) {
    const { id, state, verification } = backup;
    return html`<tr data-state=${state}>
      <th scope="row"><code>${id}</code> <span class="muted">${backup.trigger}${backup.encrypted ? ', encrypted' : ''}</span></th>
      <td>${state}${backup.message ? html`<br /><span class="muted">${backup.message}</span>` : nothing}</td>
      <td>${proof(backup)}
        ${verification.state === 'Failed' ? html`<br /><span class="muted">${verification.message}</span>` : nothing}</td>
      <td class="figure">${number(backup.memories ?? undefined)}</td>
      <td class="figure">${backup.size_bytes ? bytes(backup.size_bytes) : '–'}</td>
      <td class="figure">${time(backup.completed_at ?? backup.started_at)}</td>
      <td class="figure deeds">${state === 'Running' ? nothing : this.deeds(backup)}</td>
    </tr>`;
  }

  deeds(backup) {
    const { id } = backup;
    const deed = (word, act, kind = 'quiet') =>
      html`<button type="button" class=${kind} aria-label="${word} ${id}" ?disabled=${this.atWork} @click=${act}>${word}</button>`;
    return html`${backup.state === 'Succeeded'
      ? html`${deed('Verify', () => this.verify(id))} ${deed('Download', () => this.download(id))}
          ${deed('Restore', () => this.restore(backup))}`
      : nothing}
    ${deed('Delete', () => this.remove(backup), 'quiet danger')}`;
  }

  past(restores) {
    return html`<section class="panel" aria-labelledby="restores-title">
      <h2 id="restores-title">Restores</h2>
      <div class="wide" role="group" aria-labelledby="restores-title" tabindex="0"><table>
        <thead>
          <tr><th scope="col">Of the backup</th><th scope="col">Whose</th><th scope="col">State</th>
            <th scope="col">What changed</th><th scope="col" class="figure">When</th></tr>
        </thead>
        <tbody>
          ${repeat(
            restores,
            (restore) => restore.id,
            (restore) => html`<tr>
              <th scope="row"><code>${restore.backup_id}</code></th>
              <td>${restore.tenant ?? 'everybody’s'}</td>
              <td>${restore.dry_run ? 'trial: ' : ''}${restore.state}</td>
              <td>${restore.state === 'Succeeded'
                ? `${number(restore.added)} added, ${number(restore.removed)} removed, ${number(restore.changed)} changed`
                : restore.message}</td>
              <td class="figure">${time(restore.completed_at ?? restore.started_at)}</td>
            </tr>`,
          )}
        </tbody>
      </table></div>
    </section>`;
  }
}

const time = (iso) => html`<time datetime=${iso} title=${dateTime(iso)}>${moment(iso)}</time>`;

const proof = ({ verification, verified_at: at }) =>
  verification.state === 'Succeeded' && at ? time(at) : PROOFS[verification.state];
