// The way into the pages about the API: the same key as the dashboard's, from the same tab.

import { Api, ApiError } from './api.js';
import { html, render } from './lit.js';
import { icon } from './parts/icons.js';
import { keyForm } from './parts/key-form.js';
import { notice } from './parts/notice.js';
import { Session } from './session.js';

/**
 * Fetches the API's description, asking for the key where one is needed, and hands both on.
 *
 * @param show called once with {api, session, description}
 */
export async function enter(show) {
  const root = document.getElementById('entry');
  const session = new Session();
  const api = new Api(session);
  const ask = (problem) => render(keyForm({ problem, submit: (key) => attempt(key) }), root);

  const attempt = async (key) => {
    if (key) session.key = key;
    try {
      const { key_required: keyRequired } = await api.get('/ui/access.json');
      if (keyRequired && !session.key) {
        ask();
        return;
      }
      const description = await api.get('/openapi');
      render(bar(api), root);
      show({ api, session, description });
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      if (error.kind === 'key') {
        session.key = '';
        ask(error);
      } else {
        render(html`<main class="alone"><h1>Memory Service</h1>${notice(error, { label: 'Try again', act: () => attempt() })}</main>`, root);
      }
    }
  };
  await attempt();
}

function bar(api) {
  return html`<header class="docs-bar">
    <a class="brand" href=${api.url('/')}>${icon('brand')}<span>Memory Service</span></a>
    <nav aria-label="Pages">
      <a href=${api.url('/')}>Dashboard</a> · <a href=${api.url('/api-overview')}>Overview</a> ·
      <a href=${api.url('/api/docs')}>Interactive</a>
    </nav>
    <button type="button" @click=${() => window.memoryServiceTheme.toggle()}>Light or dark</button>
  </header>`;
}
