// Files whose text becomes memories.

import { bytes, moment, number, words } from '../format.js';
import { html, nothing, repeat } from '../lit.js';
import { empty, loading, notice } from '../parts/notice.js';
import { href } from '../route.js';

/** Progress is told by events; asking is for when they do not come through. */
const POLL_MS = 2000;
const ACCEPTED = '.txt,.text,.log,.md,.markdown,.json,.jsonl,.ndjson,.csv,.tsv,.html,.htm,.xhtml,.pdf';
const DONE = new Set(['completed', 'failed']);

/** How far an upload is, from its status or from an event, which say it in the same words. */
const progressOf = ({ status, progress, chunks_stored: stored, chunks_duplicate: known, errors }) => ({
  state: status,
  share: progress / 100,
  said: [
    `${number(stored)} ${stored === 1 ? 'memory' : 'memories'}`,
    ...(known ? [`${number(known)} known before`] : []),
    ...errors,
  ].join('; '),
});

export class Documents {
  static path = 'documents';
  static title = 'Documents';
  static icon = 'document';
  static needs = 'POST /api/documents/upload';

  constructor(app) {
    this.app = app;
    this.sending = [];
    this.closed = false;
  }

  async open() {
    this.app.update();
    if (!this.app.can('GET /api/documents/history')) return;
    const history = await this.app.api.get('/api/documents/history');
    Object.assign(this, { history: history.uploads, problem: undefined });
    this.app.update();
  }

  again = () => this.open().catch((error) => this.app.failed(error, this));

  close() {
    this.closed = true;
  }

  /** Sends the files one after the other: the server reads each as a whole. */
  async send(files, options) {
    const sent = [...files].map((file) => ({ file, share: 0, state: 'waiting', said: '' }));
    this.sending = [...sent, ...this.sending.filter((one) => !DONE.has(one.state))];
    for (const one of sent) {
      await this.sendOne(one, options);
      await this.again();
    }
  }

  async sendOne(one, options) {
    const form = new FormData();
    form.append('file', one.file);
    form.append('store', this.app.store);
    for (const [name, value] of Object.entries(options)) if (value) form.append(name, value);
    const set = (changes) => {
      Object.assign(one, changes);
      this.app.update();
    };
    set({ state: 'sending' });
    try {
      const accepted = await this.app.api.upload('/api/documents/upload', form, (share) => set({ share }));
      set({ state: 'queued', share: 1, id: accepted.upload_id });
      await this.follow(one, set);
    } catch (error) {
      set({ state: 'failed', said: error.message });
    }
    if (this.closed) this.app.say(`${one.file.name}: ${one.state}`);
  }

  async follow(one, set) {
    while (!DONE.has(one.state)) {
      set(progressOf(await this.app.api.get(`/api/documents/status/${encodeURIComponent(one.id)}`)));
      if (DONE.has(one.state)) return;
      await new Promise((resolve) => {
        one.wake = resolve;
        setTimeout(resolve, POLL_MS);
      });
    }
  }

  heard({ name, data }) {
    if (!name.startsWith('document_')) return;
    const one = this.sending.find(({ id }) => id === data.upload_id);
    if (one) Object.assign(one, progressOf(data));
    one?.wake?.();
    if (name !== 'document_progress') this.again();
  }

  remove = async (upload) => {
    const agreed = await this.app.dialogs.confirm({
      title: 'Remove this document?',
      text: html`The memories that were made from <q>${upload.filename}</q> are deleted with it.`,
      button: 'Remove',
    });
    if (!agreed) return;
    try {
      await this.app.api.delete(`/api/documents/remove/${encodeURIComponent(upload.upload_id)}`);
      this.app.say('Document removed');
      await this.open();
    } catch (error) {
      this.app.failed(error, this);
    }
  };

  template() {
    return html`<section class="page" aria-labelledby="title">
      <div class="head"><h1 id="title">Documents</h1></div>
      ${notice(this.problem, { label: 'Try again', act: this.again })}
      ${this.form()}
      ${this.sending.length ? this.progress() : nothing}
      ${this.history ? this.past(this.history) : this.problem ? nothing : loading('earlier documents')}
    </section>`;
  }

  form() {
    const onSubmit = (event) => {
      event.preventDefault();
      const values = new FormData(event.currentTarget);
      const files = event.currentTarget.elements.file.files;
      if (!files.length) return;
      const { tags, chunk_size, chunk_overlap } = Object.fromEntries(values);
      this.send(files, { tags: words(tags).join(','), chunk_size, chunk_overlap });
      event.currentTarget.reset();
    };
    return html`<form class="panel upload" aria-labelledby="upload-title" @submit=${onSubmit}>
      <h2 id="upload-title">Upload</h2>
      <label class="drop">Text, Markdown, JSON, CSV, HTML or PDF
        <input type="file" name="file" multiple required accept=${ACCEPTED} /></label>
      <div class="upload-options">
        <label>Tags <input name="tags" autocomplete="off" spellcheck="false" placeholder="separated by commas" /></label>
        <label>Chunk, characters <input name="chunk_size" type="number" min="100" max="20000" placeholder="1000" /></label>
        <label>Overlap, characters <input name="chunk_overlap" type="number" min="0" max="10000" placeholder="200" /></label>
        <button class="primary" ?disabled=${!this.app.writable}>Upload</button>
      </div>
    </form>`;
  }

  progress() {
    return html`<section class="panel" aria-labelledby="progress-title">
      <h2 id="progress-title">In progress</h2>
      <ul class="sending">
        ${this.sending.map(
          (one) => html`<li data-state=${one.state}>
            <span class="name" dir="auto">${one.file.name}</span>
            <progress max="1" .value=${one.share} aria-label="Progress of ${one.file.name}"></progress>
            <span role="status">${one.state}${one.said ? `, ${one.said}` : ''}</span>
          </li>`,
        )}
      </ul>
    </section>`;
  }

  past(history) {
    if (history.length === 0) return empty('No documents yet', 'What is uploaded is cut into pieces, and each becomes a memory.');
    return html`<section class="panel" aria-labelledby="past-title">
      <h2 id="past-title">Earlier</h2>
      <table>
        <thead>
          <tr><th scope="col">File</th><th scope="col">State</th><th scope="col" class="figure">Size</th>
            <th scope="col" class="figure">Memories</th><th scope="col" class="figure">When</th>
            <th scope="col"><span class="hidden">Actions</span></th></tr>
        </thead>
        <tbody>
          ${repeat(
            history,
            (upload) => upload.upload_id,
            (upload) => html`<tr>
              <th scope="row" dir="auto"><a href=${href('browse', { tag: `upload_id:${upload.upload_id}` })}>${upload.filename}</a></th>
              <td>${upload.status}${upload.errors.length ? html`<br /><span class="muted">${upload.errors.join('; ')}</span>` : nothing}</td>
              <td class="figure">${bytes(upload.file_size)}</td>
              <td class="figure">${number(upload.chunks_stored)}</td>
              <td class="figure">${moment(upload.completed_at ?? upload.created_at)}</td>
              <td class="figure">
                ${this.app.can('DELETE /api/documents/remove/{upload_id}')
                  ? html`<button type="button" class="quiet danger" aria-label="Remove ${upload.filename}"
                      @click=${() => this.remove(upload)}>Remove</button>`
                  : nothing}
              </td>
            </tr>`,
          )}
        </tbody>
      </table>
    </section>`;
  }
}
