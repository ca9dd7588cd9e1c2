// The dialog for a new memory and for changes to one.

import { ApiError } from '../api.js';
import { words } from '../format.js';
import { html } from '../lit.js';
import { go } from '../route.js';
import { notice } from './notice.js';
import { tagField } from './tags.js';

export class MemoryForm {
  /** @param memory to change; none for a new one */
  constructor(app, memory) {
    this.app = app;
    this.memory = memory;
    this.tags = [];
    this.types = [];
  }

  /** @returns what was saved, undefined when nothing was */
  async ask() {
    this.suggest();
    return this.app.dialogs.open({
      label: this.memory ? 'Edit memory' : 'New memory',
      wide: true,
      content: (close) => this.template(close),
    });
  }

  async suggest() {
    const { api, store } = this.app;
    try {
      const [tags, types] = await Promise.all([
        api.get('/api/tags', { store }),
        this.app.can('GET /api/types') ? api.get('/api/types') : [],
      ]);
      this.tags = tags.tags.map((tag) => tag.tag);
      this.types = types;
      this.app.update();
    } catch {
      // Suggestions are a help only.
    }
  }

  async save(form, close) {
    const values = new FormData(form);
    let metadata;
    try {
      metadata = values.get('metadata').trim() ? JSON.parse(values.get('metadata')) : {};
      if (typeof metadata !== 'object' || metadata === null || Array.isArray(metadata)) throw new SyntaxError('not an object');
    } catch (error) {
      this.fail({ kind: 'refused', message: `Metadata must be a JSON object like {"source": "meeting"}: ${error.message}` });
      return;
    }
    const body = { tags: words(values.get('tags')), memory_type: values.get('memory_type').trim() || undefined, metadata };
    this.set({ busy: true, problem: undefined });
    try {
      close(this.memory ? await this.change(body) : await this.create(body, values.get('content')));
    } catch (error) {
      this.fail(error);
    }
  }

  async create(body, content) {
    const { api, store } = this.app;
    const answer = await api.post('/api/memories', { ...body, content, store });
    if (!answer.success) {
      const problem = new ApiError('refused', answer.message);
      problem.existing = answer.content_hash;
      throw problem;
    }
    this.app.say(answer.conflicts_with ? 'Memory stored. It may contradict an earlier one.' : 'Memory stored');
    return answer.memory;
  }

  async change(body) {
    const { api, store } = this.app;
    // The server sets the entries it is given; one that is to go has to be named.
    const gone = Object.keys(this.memory.metadata ?? {}).filter((name) => !(name in body.metadata));
    const metadata = { ...body.metadata, ...Object.fromEntries(gone.map((name) => [name, null])) };
    const answer = await api.put(`/api/memories/${this.memory.content_hash}`, { ...body, metadata }, { store });
    if (!answer.success) throw new ApiError('refused', answer.message);
    this.app.say('Memory updated');
    return { ...this.memory, ...answer.memory, content_hash: answer.content_hash };
  }

  openExisting(close) {
    close();
    go('browse', { memory: this.problem.existing });
  }

  fail(problem) {
    this.set({ busy: false, problem });
  }

  set(changes) {
    Object.assign(this, changes);
    this.app.update();
  }

  template(close) {
    const { memory } = this;
    const onSubmit = (event) => {
      event.preventDefault();
      if (!this.busy) this.save(event.target, close);
    };
    return html`<form class="stack" @submit=${onSubmit}>
      ${memory
        ? html`<p class="fixed-content" dir="auto">${memory.content.slice(0, 600)}${memory.content.length > 600 ? '…' : ''}</p>`
        : html`<label for="content">Content</label>
            <textarea id="content" name="content" rows="6" required autofocus dir="auto"></textarea>`}
      <label for="tags">Tags</label>
      ${tagField({
        id: 'tags',
        value: memory ? memory.tags.join(', ') : '',
        suggestions: this.tags,
        hint: 'Separated by commas',
      })}
      <label for="type">Type</label>
      <input id="type" name="memory_type" .value=${memory?.memory_type ?? ''} list="types" autocomplete="off"
        placeholder="observation" />
      <datalist id="types">${this.types.map((type) => html`<option value=${type}></option>`)}</datalist>
      <details ?open=${Object.keys(memory?.metadata ?? {}).length > 0}>
        <summary>Metadata</summary>
        <label for="metadata" class="hidden">Metadata, a JSON object</label>
        <textarea id="metadata" name="metadata" rows="5" class="mono" spellcheck="false" placeholder="{}"
          .value=${memory && Object.keys(memory.metadata ?? {}).length ? JSON.stringify(memory.metadata, null, 2) : ''}></textarea>
      </details>
      ${notice(this.problem, this.problem?.existing && { label: 'Open it', act: () => this.openExisting(close) })}
      <div class="actions">
        <button type="button" @click=${() => close()}>Cancel</button>
        <button class="primary" aria-disabled=${Boolean(this.busy)}>${memory ? 'Save' : 'Store'}</button>
      </div>
    </form>`;
  }
}
