// Tags as links to what they are on.

import { html, nothing } from '../lit.js';
import { href } from '../route.js';

/** @param most how many are shown; the rest is counted */
export function tagLinks(tags, most = Infinity) {
  const shown = tags.slice(0, most);
  return html`<span class="tags">
    ${shown.map((tag) => html`<a class="tag" href=${href('browse', { tag })} title="Memories with the tag ${tag}">${tag}</a>`)}
    ${tags.length > shown.length ? html`<span class="more">+${tags.length - shown.length}</span>` : nothing}
  </span>`;
}

/** A field for tags with those in use as suggestions. */
export function tagField({ id, value, suggestions, hint }) {
  return html`
    <input id=${id} name="tags" .value=${value} list="${id}-known" autocomplete="off" spellcheck="false"
      aria-describedby="${id}-hint" />
    <datalist id="${id}-known">${suggestions.slice(0, 200).map((tag) => html`<option value=${tag}></option>`)}</datalist>
    <p class="hint" id="${id}-hint">${hint}</p>
  `;
}
