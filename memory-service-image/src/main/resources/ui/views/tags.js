// The tags in use.

import { number } from '../format.js';
import { html, nothing, repeat } from '../lit.js';
import { ApiError } from '../api.js';
import { empty, loading, notice } from '../parts/notice.js';
import { href } from '../route.js';

/** A page with tens of thousands of rows is of no use; the filter finds the others. */
const SHOWN = 300;
const RENEWAL_MS = 2000;

export class Tags {
  static path = 'tags';
  static title = 'Tags';
  static icon = 'tag';
  static needs = 'GET /api/tags';

  constructor(app) {
    this.app = app;
    this.filter = '';
    this.order = 'count';
  }

  async open() {
    const { tags } = await this.app.api.get('/api/tags', { store: this.app.store });
    Object.assign(this, { tags, problem: undefined });
    this.app.update();
  }

  again = () => this.open().catch((error) => this.app.failed(error, this));

  changed() {
    this.again();
  }

  heard(event) {
    if (!event.name.startsWith('memory_') || !this.app.concerns(event)) return;
    this.renewal ??= setTimeout(() => {
      this.renewal = undefined;
      this.again();
    }, RENEWAL_MS);
  }

  close() {
    clearTimeout(this.renewal);
  }

  set(changes) {
    Object.assign(this, changes);
    this.app.update();
  }

  rename = async ({ tag, count }) => {
    const wanted = await this.app.dialogs.open({
      label: 'Rename tag',
      content: (close) => html`<form class="stack" @submit=${(event) => {
        event.preventDefault();
        close(new FormData(event.target).get('tag').trim());
      }}>
        <label for="new-tag">New name of <q>${tag}</q> on ${number(count)} ${count === 1 ? 'memory' : 'memories'}</label>
        <input id="new-tag" name="tag" .value=${tag} required autofocus autocomplete="off" spellcheck="false" />
        <p class="hint">If the new name is in use already, the two become one.</p>
        <div class="actions">
          <button type="button" @click=${() => close()}>Cancel</button>
          <button class="primary">Rename</button>
        </div>
      </form>`,
    });
    if (!wanted || wanted === tag) return;
    try {
      await this.app.api.put(`/api/manage/tags/${encodeURIComponent(tag)}`, undefined, {
        new_tag: wanted,
        confirm_count: count,
        store: this.app.store,
      });
      this.app.say(`Renamed to ${wanted}`);
      await this.open();
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      this.app.failed(error, this);
    }
  };

  template() {
    const { tags, problem } = this;
    return html`<section class="page" aria-labelledby="title">
      <div class="head">
        <h1 id="title">Tags</h1>
        ${tags?.length
          ? html`<div class="filters">
              <label>Filter <input type="search" .value=${this.filter} autocomplete="off" spellcheck="false"
                @input=${(event) => this.set({ filter: event.target.value })} /></label>
              <label>Order
                <select @change=${(event) => this.set({ order: event.target.value })}>
                  <option value="count">most used first</option>
                  <option value="name">by name</option>
                </select></label>
            </div>`
          : nothing}
      </div>
      ${notice(problem, { label: 'Try again', act: this.again })}
      ${tags ? this.list(tags) : problem ? nothing : loading('tags')}
    </section>`;
  }

  list(tags) {
    if (tags.length === 0) return empty('No tags yet', 'A tag is there as soon as a memory has it.');
    const wanted = this.filter.trim().toLowerCase();
    const matching = tags.filter(({ tag }) => tag.toLowerCase().includes(wanted));
    if (this.order === 'name') matching.sort((a, b) => a.tag.localeCompare(b.tag));
    const most = Math.max(...tags.map((tag) => tag.count));
    const renames = this.app.can('PUT /api/manage/tags/{old_tag}') && this.app.writable;
    return html`
      <p class="summary" role="status">
        ${number(matching.length)} ${matching.length === 1 ? 'tag' : 'tags'}${matching.length > SHOWN
          ? html`, the first ${number(SHOWN)} shown`
          : nothing}
      </p>
      <div class="panel tags-panel"><table>
        <thead>
          <tr><th scope="col">Tag</th><th scope="col" class="figure">Memories</th><th scope="col" class="share"><span class="hidden">Share</span></th>
            ${renames ? html`<th scope="col" class="deed"><span class="hidden">Actions</span></th>` : nothing}</tr>
        </thead>
        <tbody data-arrows>
          ${repeat(
            matching.slice(0, SHOWN),
            ({ tag }) => tag,
            ({ tag, count }) => html`<tr>
              <th scope="row"><a class="tag" data-item href=${href('browse', { tag })} dir="auto">${tag}</a></th>
              <td class="figure">${number(count)}</td>
              <td class="share"><meter min="0" max=${most} .value=${count} aria-label="Share of the most used tag"></meter></td>
              ${renames
                ? html`<td class="deed"><button type="button" class="quiet" aria-label="Rename ${tag}"
                    @click=${() => this.rename({ tag, count })}>Rename</button></td>`
                : nothing}
            </tr>`,
          )}
        </tbody>
      </table></div>
    `;
  }
}
