// Asks for the key.

import { html } from '../lit.js';
import { notice } from './notice.js';

export function keyForm({ problem, submit }) {
  const onSubmit = (event) => {
    event.preventDefault();
    const key = new FormData(event.target).get('key').trim();
    if (key) submit(key);
  };
  return html`<main class="alone">
    <h1>Memory Service</h1>
    <form class="stack" @submit=${onSubmit}>
      <label for="key">API key</label>
      <input id="key" name="key" type="password" required autocomplete="off" spellcheck="false" autofocus
        aria-describedby="key-hint" />
      ${notice(problem)}
      <p id="key-hint" class="hint">
        Kept in this tab until it is closed, and nowhere else. On Kubernetes the key is in the Secret
        <code>NAME-connection</code>, under <code>api-key</code>.
      </p>
      <button class="primary">Open</button>
    </form>
  </main>`;
}
