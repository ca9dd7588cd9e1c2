// Which keys there are.

import { letters } from '../keyboard.js';
import { html } from '../lit.js';

const KEYS = [
  ['Tab, Shift + Tab', 'to the next and the previous control'],
  ['↓, ↑', 'within a list'],
  ['Enter', 'opens'],
  ['Esc', 'closes the memory or the dialog'],
  ['/', 'to the search field'],
  ['n', 'new memory'],
  ['?', 'this help'],
];

export const helpDialog = () => ({
  label: 'Keyboard',
  content: () => html`
    <dl class="keys">${KEYS.map(([key, does]) => html`<div><dt><kbd>${key}</kbd></dt><dd>${does}</dd></div>`)}</dl>
    <label class="check">
      <input type="checkbox" .checked=${letters.on} @change=${(event) => (letters.on = event.target.checked)} />
      Single letters do something
    </label>
  `,
});
