// All memories, newest first, page by page.

import { html, nothing } from '../lit.js';
import { MemoryPane } from '../parts/memory-pane.js';
import { memoryList } from '../parts/memory-list.js';
import { empty, loading, notice } from '../parts/notice.js';
import { pager } from '../parts/pager.js';
import { words } from '../format.js';
import { go, hrefWith } from '../route.js';

const SIZES = [25, 50, 100];

/** On a busy server events come faster than anybody reads: the list is renewed at most this often. */
const RENEWAL_MS = 1000;
const FRESH_MS = 4000;

export class Browse {
  static path = 'browse';
  static title = 'Memories';
  static icon = 'list';
  static needs = 'GET /api/memories';

  constructor(app) {
    this.app = app;
    this.pane = new MemoryPane(app);
    this.fresh = new Set();
    this.waiting = 0;
  }

  async open(parameters) {
    const wanted = {
      page: Math.max(1, Number.parseInt(parameters.get('page'), 10) || 1),
      page_size: SIZES.find((size) => String(size) === parameters.get('size')) ?? SIZES[0],
      tag: parameters.get('tag') ?? '',
      tag_match: parameters.get('match') === 'all' ? 'all' : '',
      memory_type: parameters.get('type') ?? '',
      store: this.app.store,
    };
    const same = JSON.stringify(wanted) === JSON.stringify(this.wanted);
    this.wanted = wanted;
    const pane = this.pane.open(parameters.get('memory') ?? '');
    this.app.update();
    if (!same || this.problem) await this.load();
    await pane;
  }

  async load() {
    const wanted = this.wanted;
    this.request?.abort();
    this.request = new AbortController();
    const found = await this.app.api.get('/api/memories', wanted, this.request.signal);
    if (wanted !== this.wanted) return;
    Object.assign(this, { found, problem: undefined, waiting: 0 });
    this.app.update();
  }

  close() {
    this.request?.abort();
    clearTimeout(this.renewal);
  }

  changed() {
    this.load().catch((error) => this.app.failed(error, this));
  }

  heard(event) {
    this.pane.heard(event);
    if (!event.name.startsWith('memory_') || !this.app.concerns(event)) return;
    if (event.name === 'memory_stored') {
      this.fresh.add(event.data.content_hash);
      setTimeout(() => this.fresh.delete(event.data.content_hash), FRESH_MS);
      if (this.wanted.page > 1) {
        // What somebody reads does not move under their eyes.
        this.waiting += 1;
        return;
      }
    }
    this.renewal ??= setTimeout(() => {
      this.renewal = undefined;
      this.changed();
    }, RENEWAL_MS);
  }

  escape() {
    if (this.pane.hash) this.pane.close();
  }

  template() {
    const { found, problem } = this;
    return html`<div class="split" ?data-open=${this.pane.hash}>
      <section class="list" aria-labelledby="title">
        <div class="head">
          <h1 id="title">Memories</h1>
          ${this.filters()}
        </div>
        ${notice(problem, { label: 'Try again', act: () => this.changed() })}
        ${this.waiting
          ? html`<p class="waiting" role="status">${this.waiting} new. <a href=${hrefWith({ page: 1 })}>Show</a></p>`
          : nothing}
        ${found ? this.list(found) : problem ? nothing : loading('memories')}
      </section>
      ${this.pane.template()}
    </div>`;
  }

  list(found) {
    if (found.memories.length === 0) return this.nothingHere(found);
    return html`
      ${memoryList({
        label: 'Memories',
        rows: found.memories.map((memory) => ({ memory })),
        selected: this.pane.hash,
        fresh: this.fresh,
      })}
      ${pager({ total: found.total, page: found.page, size: found.page_size, count: found.memories.length })}
    `;
  }

  nothingHere(found) {
    if (found.page > 1) return empty('This page is empty', 'There are fewer memories now.', { label: 'First page', act: () => go('browse') });
    if (this.wanted.tag || this.wanted.memory_type) {
      return empty('No memory is like this', 'No memory has these tags and this type.', { label: 'Show all', act: () => go('browse') });
    }
    return empty(
      'No memories yet',
      'What agents store appears here at once. You can also store the first one yourself.',
      this.app.writable ? { label: 'New memory', act: () => this.app.edit() } : undefined,
    );
  }

  filters() {
    const { wanted } = this;
    if (!wanted) return nothing;
    const onChange = (event) => {
      const values = new FormData(event.currentTarget);
      const tags = words(values.get('tag'));
      location.hash = hrefWith({
        tag: tags.join(','),
        match: tags.length > 1 && values.get('match') === 'all' ? 'all' : '',
        type: values.get('type').trim(),
        size: values.get('size') === String(SIZES[0]) ? '' : values.get('size'),
        page: '',
      });
    };
    return html`<form class="filters" aria-label="Filter" @change=${onChange} @submit=${(event) => event.preventDefault()}>
      <label>Tags <input name="tag" .value=${wanted.tag} placeholder="any" autocomplete="off" spellcheck="false" /></label>
      ${wanted.tag.includes(',')
        ? html`<label>Match
            <select name="match">
              <option value="any" .selected=${!wanted.tag_match}>any tag</option>
              <option value="all" .selected=${wanted.tag_match}>all tags</option>
            </select></label>`
        : nothing}
      <label>Type <input name="type" .value=${wanted.memory_type} placeholder="any" autocomplete="off" spellcheck="false" /></label>
      <label>Rows
        <select name="size">
          ${SIZES.map((size) => html`<option .selected=${size === wanted.page_size}>${size}</option>`)}
        </select></label>
      ${wanted.tag || wanted.memory_type ? html`<a class="button" href="#/browse">Clear</a>` : nothing}
    </form>`;
  }
}
