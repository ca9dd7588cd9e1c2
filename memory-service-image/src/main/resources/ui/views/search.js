// Search, by meaning, by tags or by time.

import { milliseconds, number, words } from '../format.js';
import { html, nothing } from '../lit.js';
import { MemoryPane } from '../parts/memory-pane.js';
import { memoryList } from '../parts/memory-list.js';
import { empty, loading, notice } from '../parts/notice.js';
import { href } from '../route.js';

const COUNTS = [10, 25, 50, 100];

/** Unrelated texts are at about 0.5 on this scale. */
const FLOORS = [
  ['', 'any'],
  ['0.6', '0.6'],
  ['0.7', '0.7'],
  ['0.8', '0.8'],
];

/** Yesterday is the reader's. */
const ZONE = Intl.DateTimeFormat().resolvedOptions().timeZone;

/** What narrows a search by meaning: the name in the address, the one in the request, what the reader is told. */
const FILTERS = [
  { name: 'tags', takes: 'tags', label: 'All of the tags', hint: 'any' },
  { name: 'type', takes: 'memory_type', label: 'Type', hint: 'any' },
  { name: 'when', takes: 'time_filter', label: 'Stored', hint: 'last week' },
];

const WAYS = {
  meaning: {
    label: 'Meaning and words',
    needs: 'POST /api/search',
    hint: 'A question or a few words',
    ask: (api, wanted, signal) =>
      api.post(
        '/api/search',
        {
          query: wanted.q,
          n_results: wanted.count,
          similarity_threshold: wanted.floor ? Number(wanted.floor) : undefined,
          tags: wanted.tags ? words(wanted.tags) : undefined,
          tag_match: wanted.tags.includes(',') ? 'all' : undefined,
          memory_type: wanted.type || undefined,
          time_filter: wanted.when || undefined,
          tz: wanted.when ? ZONE : undefined,
          store: wanted.store,
        },
        undefined,
        signal,
      ),
    marks: (query) => query.split(/[^\p{L}\p{N}_-]+/u).filter((word) => word.length > 2),
  },
  tags: {
    label: 'Tags',
    needs: 'POST /api/search/by-tag',
    hint: 'Tags, separated by commas',
    ask: (api, wanted, signal) =>
      api.post(
        '/api/search/by-tag',
        { tags: words(wanted.q), match_all: wanted.match === 'all', limit: wanted.count, store: wanted.store },
        undefined,
        signal,
      ),
  },
  time: {
    label: 'Time',
    needs: 'POST /api/search/by-time',
    hint: 'yesterday, last week, before March 2025',
    ask: (api, wanted, signal) =>
      api.post('/api/search/by-time', { query: wanted.q, n_results: wanted.count, tz: ZONE, store: wanted.store }, undefined, signal),
  },
};

export class Search {
  static path = 'search';
  static title = 'Search';
  static icon = 'search';
  static needs = 'POST /api/search';

  constructor(app) {
    this.app = app;
    this.pane = new MemoryPane(app);
  }

  async open(parameters) {
    const wanted = {
      q: (parameters.get('q') ?? '').trim(),
      similar: parameters.get('similar') ?? '',
      way: WAYS[parameters.get('way')] ? parameters.get('way') : 'meaning',
      match: parameters.get('match') ?? '',
      floor: parameters.get('floor') ?? '',
      ...Object.fromEntries(FILTERS.map(({ name }) => [name, (parameters.get(name) ?? '').trim()])),
      count: COUNTS.find((count) => String(count) === parameters.get('count')) ?? COUNTS[0],
      store: this.app.store,
    };
    const same = JSON.stringify(wanted) === JSON.stringify(this.wanted);
    this.wanted = wanted;
    const pane = this.pane.open(parameters.get('memory') ?? '');
    this.app.update();
    if (!same || this.problem) await this.load();
    if (!wanted.q && !wanted.similar) setTimeout(() => this.app.root.querySelector('#query')?.focus());
    await pane;
  }

  async load() {
    const wanted = this.wanted;
    this.request?.abort();
    Object.assign(this, { found: undefined, problem: undefined });
    if (!wanted.q && !wanted.similar) return;
    this.request = new AbortController();
    this.app.update();
    const { api } = this.app;
    const found = wanted.similar
      ? await api.get(
          `/api/search/similar/${encodeURIComponent(wanted.similar)}`,
          { n_results: wanted.count, store: wanted.store },
          this.request.signal,
        )
      : await WAYS[wanted.way].ask(api, wanted, this.request.signal);
    if (wanted !== this.wanted) return;
    this.found = found;
    this.app.update();
  }

  close() {
    this.request?.abort();
  }

  changed() {
    this.load().catch((error) => this.app.failed(error, this));
  }

  heard(event) {
    this.pane.heard(event);
    if (event.name === 'memory_deleted' && this.found) {
      const results = this.found.results.filter((result) => result.memory.content_hash !== event.data.content_hash);
      this.found = { ...this.found, results };
    }
  }

  escape() {
    if (this.pane.hash) this.pane.close();
  }

  template() {
    const { wanted, found, problem } = this;
    if (!wanted) return nothing;
    const asked = wanted.q || wanted.similar;
    return html`<div class="split" ?data-open=${this.pane.hash}>
      <section class="list" aria-labelledby="title">
        <div class="head">
          <h1 id="title">${wanted.similar ? 'Similar memories' : 'Search'}</h1>
          ${wanted.similar ? html`<a class="button" href=${href('search')}>New search</a>` : this.form(wanted)}
        </div>
        ${notice(problem, { label: 'Try again', act: () => this.changed() })}
        ${found ? this.results(found) : nothing}
        ${!found && asked && !problem ? loading('what was found') : nothing}
        ${!asked && !problem
          ? empty('Ask for anything', 'Memories are found by what they mean and by the words in them.')
          : nothing}
      </section>
      ${this.pane.template()}
    </div>`;
  }

  form(wanted) {
    const way = WAYS[wanted.way];
    const onSubmit = (event) => {
      event.preventDefault();
      const values = Object.fromEntries(new FormData(event.currentTarget));
      location.hash = href('search', {
        ...values,
        q: values.q.trim(),
        memory: '',
        way: values.way === 'meaning' ? '' : values.way,
        count: values.count === String(COUNTS[0]) ? '' : values.count,
      });
    };
    const onChange = (event) => event.target.name !== 'q' && event.currentTarget.requestSubmit();
    return html`<form class="filters search" aria-label="Search" @submit=${onSubmit} @change=${onChange}>
      <input id="query" name="q" type="search" .value=${wanted.q} placeholder=${way.hint} aria-label="What to search for"
        autocomplete="off" maxlength="4000" />
      <button class="primary">Search</button>
      <label>By
        <select name="way">
          ${Object.entries(WAYS)
            .filter(([, { needs }]) => this.app.can(needs))
            .map(([name, { label }]) => html`<option value=${name} .selected=${name === wanted.way}>${label}</option>`)}
        </select></label>
      ${wanted.way === 'meaning'
        ? html`<label>Similarity from
            <select name="floor">
              ${FLOORS.map(([value, label]) => html`<option value=${value} .selected=${value === wanted.floor}>${label}</option>`)}
            </select></label>`
        : nothing}
      ${wanted.way === 'tags'
        ? html`<label>Match
            <select name="match">
              <option value="" .selected=${wanted.match !== 'all'}>any tag</option>
              <option value="all" .selected=${wanted.match === 'all'}>all tags</option>
            </select></label>`
        : nothing}
      <label>Results
        <select name="count">
          ${COUNTS.map((count) => html`<option .selected=${count === wanted.count}>${count}</option>`)}
        </select></label>
      ${wanted.way === 'meaning'
        ? FILTERS.filter(({ takes }) => this.app.takes('SearchRequest', takes)).map(
            ({ name, label, hint }) => html`<label>${label}
              <input name=${name} .value=${wanted[name]} placeholder=${hint} autocomplete="off" spellcheck="false" /></label>`,
          )
        : nothing}
    </form>`;
  }

  results(found) {
    if (found.results.length === 0) {
      return empty('Nothing found', 'Try other words, a lower similarity, or another store.');
    }
    return html`
      <p class="summary" role="status">
        ${number(found.results.length)} found in ${milliseconds(found.processing_time_ms)}
      </p>
      ${memoryList({
        label: 'Found memories',
        rows: found.results.map(({ memory, passage, similarity_score: score, relevance_reason: reason }) => ({
          memory,
          passage,
          score: score ?? undefined,
          reason,
        })),
        selected: this.pane.hash,
        marks: WAYS[this.wanted.way].marks?.(this.wanted.q) ?? [],
      })}
    `;
  }
}
