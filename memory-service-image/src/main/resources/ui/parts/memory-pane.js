// One memory with everything that is known of it, beside a list or, on a narrow screen, over it.

import { dateTime, number } from '../format.js';
import { html, nothing } from '../lit.js';
import { go, href, hrefWith } from '../route.js';
import { loading, notice } from './notice.js';
import { tagLinks } from './tags.js';

/** Longer contents are cut until asked for: a megabyte of text makes any page slow. */
const SHOWN_AT_FIRST = 20_000;

export class MemoryPane {
  constructor(app) {
    this.app = app;
    this.hash = '';
  }

  /** @param hash of the memory to show; empty for none */
  async open(hash) {
    if (hash === this.hash) return;
    this.hash = hash;
    this.memory = undefined;
    this.problem = undefined;
    this.whole = false;
    this.history = undefined;
    if (!hash) return;
    await this.load();
    queueMicrotask(() => this.app.root.querySelector('.pane h1')?.focus({ preventScroll: true }));
  }

  async load() {
    const { hash } = this;
    try {
      const memory = await this.app.api.get(`/api/memories/${encodeURIComponent(hash)}`, { store: this.app.store });
      if (hash === this.hash) Object.assign(this, { memory, problem: undefined, history: undefined });
    } catch (error) {
      if (error.kind === 'key') this.app.failed(error, this.app.view);
      if (hash === this.hash) Object.assign(this, { memory: undefined, problem: error });
    }
    this.app.update();
  }

  heard({ name, data }) {
    if (!this.hash || data.content_hash !== this.hash) return;
    if (name === 'memory_deleted') this.problem = { kind: 'missing', message: 'This memory has just been deleted.' };
    else if (name === 'memory_updated') this.load();
  }

  close = () => {
    const { hash } = this;
    location.hash = hrefWith({ memory: '' });
    // Back to the row it was opened from.
    const row = [...this.app.root.querySelectorAll('[data-item]')].find((item) => item.hash.includes(hash));
    row?.focus();
  };

  remove = async () => {
    const { memory } = this;
    const agreed = await this.app.dialogs.confirm({
      title: 'Delete this memory?',
      text: html`Searches no longer find it, for every client of this store: <q>${memory.content.slice(0, 120)}</q>`,
      button: 'Delete',
    });
    if (!agreed) return;
    try {
      await this.app.api.delete(`/api/memories/${memory.content_hash}`, { store: this.app.store });
      this.app.say('Memory deleted');
      this.close();
      this.app.view?.changed?.();
    } catch (error) {
      this.problem = error;
      this.app.update();
    }
  };

  edit = async () => {
    const saved = await this.app.edit(this.memory);
    if (!saved) return;
    if (saved.content_hash && saved.content_hash !== this.hash) location.hash = hrefWith({ memory: saved.content_hash });
    else await this.load();
  };

  copy = async () => {
    try {
      await navigator.clipboard.writeText(this.memory.content);
      this.app.say('Content copied');
    } catch {
      this.app.say('The browser does not allow copying here; select the text instead');
    }
  };

  template() {
    if (!this.hash) return nothing;
    return html`<section class="pane" aria-labelledby="pane-title">
      <header>
        <h1 id="pane-title" tabindex="-1">Memory</h1>
        <button type="button" class="quiet" aria-label="Close the memory" @click=${this.close}>✕</button>
      </header>
      ${notice(this.problem)} ${this.memory ? this.details(this.memory) : this.problem ? nothing : loading('the memory')}
    </section>`;
  }

  details(memory) {
    const { content } = memory;
    const cut = !this.whole && content.length > SHOWN_AT_FIRST;
    const writable = this.app.writable;
    const metadata = Object.entries(memory.metadata ?? {});
    return html`
      <div class="pane-actions">
        ${this.app.can('PUT /api/memories/{content_hash}')
          ? html`<button type="button" ?disabled=${!writable} @click=${this.edit}>Edit</button>`
          : nothing}
        <button type="button" @click=${this.copy}>Copy</button>
        ${this.app.can('GET /api/search/similar/{content_hash}')
          ? html`<button type="button" @click=${() => go('search', { similar: memory.content_hash })}>Find similar</button>`
          : nothing}
        <button type="button" class="danger" ?disabled=${!writable} @click=${this.remove}>Delete</button>
      </div>
      ${writable ? nothing : html`<p class="hint">Choose one store to change its memories.</p>`}
      <div class="content" dir="auto" tabindex="0" role="region" aria-label="Content">${cut ? content.slice(0, SHOWN_AT_FIRST) : content}</div>
      ${cut
        ? html`<p class="hint">The first ${number(SHOWN_AT_FIRST)} of ${number(content.length)} characters.
            <button type="button" class="link" @click=${() => this.show()}>Show all</button></p>`
        : nothing}
      <dl class="facts">
        <dt>Tags</dt>
        <dd>${tagLinks(memory.tags)}</dd>
        <dt>Type</dt>
        <dd><a href=${href('browse', { type: memory.memory_type })}>${memory.memory_type}</a></dd>
        <dt>Created</dt>
        <dd><time datetime=${memory.created_at_iso}>${dateTime(memory.created_at_iso)}</time></dd>
        ${memory.updated_at_iso === memory.created_at_iso
          ? nothing
          : html`<dt>Updated</dt><dd><time datetime=${memory.updated_at_iso}>${dateTime(memory.updated_at_iso)}</time></dd>`}
        <dt>Hash</dt>
        <dd class="hash">${memory.content_hash}</dd>
      </dl>
      ${metadata.length
        ? html`<h2>Metadata</h2>
            <dl class="facts metadata">
              ${metadata.map(
                ([name, value]) =>
                  html`<dt dir="auto">${name}</dt>
                    <dd dir="auto">${typeof value === 'string' ? value : JSON.stringify(value, null, 1)}</dd>`,
              )}
            </dl>`
        : nothing}
      ${memory.updated_at_iso !== memory.created_at_iso && this.app.can('GET /api/memories/{content_hash}/history')
        ? this.past()
        : nothing}
    `;
  }

  past() {
    const onToggle = (event) => event.target.open && !this.history && this.loadHistory();
    return html`<details class="past" @toggle=${onToggle}>
      <summary>Earlier versions</summary>
      <ol>
        ${(this.history ?? []).map(
          (version) => html`<li>
            <span class="muted">until ${dateTime(version.replaced_at_iso)}</span>
            <span class="type">${version.memory_type}</span> ${tagLinks(version.tags)}
          </li>`,
        )}
      </ol>
    </details>`;
  }

  async loadHistory() {
    const { hash } = this;
    try {
      const { history } = await this.app.api.get(`/api/memories/${encodeURIComponent(hash)}/history`, { store: this.app.store });
      if (hash === this.hash) this.history = history;
    } catch (error) {
      this.problem = error;
    }
    this.app.update();
  }

  show() {
    this.whole = true;
    this.app.update();
  }
}
