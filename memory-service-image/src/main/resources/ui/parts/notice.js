// What a view says instead of data: a problem, or that there is nothing.

import { html, nothing } from '../lit.js';

const TITLES = {
  offline: 'Server not reachable',
  key: 'Key refused',
  missing: 'Not found',
  refused: 'Not done',
  failed: 'The server failed',
};

/** @param action {label, act}: what the reader can do about it */
export function notice(problem, action) {
  if (!problem) return nothing;
  return html`<div class="notice" role="alert">
    <p><strong>${TITLES[problem.kind] ?? 'Something went wrong'}.</strong> ${problem.message}</p>
    ${action ? html`<button type="button" @click=${action.act}>${action.label}</button>` : nothing}
  </div>`;
}

export function empty(title, hint, action) {
  return html`<div class="empty">
    <p class="empty-title">${title}</p>
    <p>${hint}</p>
    ${action ? html`<button type="button" class="primary" @click=${action.act}>${action.label}</button>` : nothing}
  </div>`;
}

export const loading = (what) => html`<p class="loading" role="status">Loading ${what}…</p>`;
