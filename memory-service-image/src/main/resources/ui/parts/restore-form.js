// The dialog that restores a backup: first what would change, then, asked for once more, the change.

import { number } from '../format.js';
import { html, nothing } from '../lit.js';
import { notice } from './notice.js';

const POLL_MS = 500;
const PATH = '/api/admin/restores';

/** What the server is at, in words. */
const PHASES = {
  Verifying: 'Reading the whole backup…',
  Comparing: 'Comparing it with what there is…',
  SafetyBackup: 'Backing up what is replaced…',
  Replacing: 'Replacing the memories…',
};

export class RestoreForm {
  constructor(app, backup) {
    this.app = app;
    this.backup = backup;
    this.order = { tenant: undefined, allow_reembedding: false };
  }

  /** @returns the restore, undefined when nothing was restored */
  ask() {
    return this.app.dialogs
      .open({ label: 'Restore a backup', wide: true, content: (close) => this.template(close) })
      .finally(() => {
        this.left = true;
      });
  }

  set(changes) {
    Object.assign(this, changes);
    this.app.update();
  }

  /** Begins a restore, or only the trial of one, and follows it to its end. */
  async run(dryRun) {
    this.set({ busy: true, problem: undefined, running: undefined });
    const { api } = this.app;
    let restore = await api.post(PATH, { ...this.order, backup_id: this.backup.id, dry_run: dryRun });
    while (restore.state === 'Running' && !this.left) {
      this.set({ running: restore });
      await new Promise((resolve) => setTimeout(resolve, POLL_MS));
      restore = await api.get(`${PATH}/${restore.id}`).catch((error) => {
        // While memories are replaced the store may not answer.
        if (error.status === 503) return restore;
        throw error;
      });
    }
    this.set({ busy: false, running: undefined });
    if (restore.state === 'Failed') throw { kind: 'refused', message: restore.message };
    return restore;
  }

  async attempt(deed) {
    if (this.busy) return;
    try {
      await deed();
    } catch (problem) {
      this.set({ busy: false, running: undefined, problem });
    }
  }

  compare = (event) => {
    event.preventDefault();
    const values = new FormData(event.currentTarget);
    this.order = {
      tenant: values.get('tenant').trim() || undefined,
      allow_reembedding: values.has('allow_reembedding'),
    };
    this.attempt(async () => this.set({ trial: await this.run(true) }));
  };

  async change(close) {
    const restore = await this.run(false);
    if (!this.left) close(restore);
  }

  template(close) {
    return html`
      <p>The memories of the backup <code>${this.backup.id}</code> take the place of those there are now.</p>
      ${this.trial ? this.second(this.trial, close) : this.first(close)}
    `;
  }

  first(close) {
    return html`<form class="stack" @submit=${this.compare}>
      <label for="tenant">Whose memories</label>
      <input id="tenant" name="tenant" autocomplete="off" spellcheck="false" autofocus placeholder="everybody’s"
        aria-describedby="tenant-hint" />
      <p class="hint" id="tenant-hint">Leave it empty, or name one tenant: the others’ memories stay as they are.</p>
      <label class="check"><input type="checkbox" name="allow_reembedding" />
        Make vectors anew if they are of another model</label>
      ${this.state()}
      <div class="actions">
        <button type="button" @click=${() => close()}>Cancel</button>
        <button class="primary" aria-disabled=${Boolean(this.busy)}>See what would change</button>
      </div>
    </form>`;
  }

  second(trial, close) {
    return html`
      <dl class="facts">
        <dt>Whose</dt><dd>${trial.tenant ?? 'everybody’s'}</dd>
        <dt>Come back</dt><dd>${number(trial.added)}</dd>
        <dt>Go</dt><dd>${number(trial.removed)}</dd>
        <dt>Become what they were</dt><dd>${number(trial.changed)}</dd>
        <dt>Stay as they are</dt><dd>${number(trial.unchanged)}</dd>
        <dt>Then there are</dt><dd>${number(trial.memories)}</dd>
      </dl>
      <p class="hint">${trial.message} What is replaced is backed up first. Until the memories are replaced nobody can store or
        search, for a moment.</p>
      ${this.state()}
      <div class="actions">
        <button type="button" autofocus @click=${() => close()}>Cancel</button>
        <button type="button" class="danger" aria-disabled=${Boolean(this.busy)}
          @click=${() => this.attempt(() => this.change(close))}>Restore now</button>
      </div>
    `;
  }

  state() {
    return html`${notice(this.problem)}
      <p role="status">${this.busy ? (PHASES[this.running?.phase] ?? 'Asking the server…') : nothing}</p>`;
  }
}
