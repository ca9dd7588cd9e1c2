// From page to page of a long list.

import { number } from '../format.js';
import { html, nothing } from '../lit.js';
import { hrefWith } from '../route.js';

/** @param shown {total, page, size, count}: of all, which page of which size, how many are on it */
export function pager({ total, page, size, count }) {
  const pages = Math.max(1, Math.ceil(total / size));
  const first = (page - 1) * size + 1;
  const onSubmit = (event) => {
    event.preventDefault();
    const wanted = Math.trunc(new FormData(event.target).get('page'));
    location.hash = hrefWith({ page: Math.min(Math.max(wanted || 1, 1), pages) });
  };
  const step = (to, label, rel) =>
    to >= 1 && to <= pages
      ? html`<a class="button" rel=${rel} href=${hrefWith({ page: to })}>${label}</a>`
      : html`<span class="button" aria-disabled="true">${label}</span>`;
  return html`<nav class="pager" aria-label="Pages">
    <span class="pager-count">${count ? `${number(first)}–${number(first + count - 1)} of ${number(total)}` : 'None'}</span>
    ${pages > 1
      ? html`${step(page - 1, 'Previous', 'prev')}
          <form @submit=${onSubmit}>
            <label>Page <input name="page" type="number" min="1" max=${pages} .value=${String(page)} /></label>
            <span>of ${number(pages)}</span>
          </form>
          ${step(page + 1, 'Next', 'next')}`
      : nothing}
  </nav>`;
}
