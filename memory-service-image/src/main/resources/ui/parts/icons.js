// Line drawings of 16 by 16, in the colour of the text beside them.

import { html } from '../lit.js';

const PATHS = {
  brand: 'M3 4h10M3 8h10M3 12h5M12 12h.01',
  list: 'M2.5 4h11M2.5 8h11M2.5 12h11',
  search: 'M7 11.5a4.5 4.5 0 1 0 0-9 4.5 4.5 0 0 0 0 9ZM10.5 10.5 14 14',
  tag: 'M2.5 2.5h5l6 6-5 5-6-6zM5.2 5.2h.01',
  document: 'M4 1.8h5l3 3v9.4H4zM9 1.8v3h3M6 8h4M6 11h4',
  pulse: 'M1.5 8h3l2-5 3 10 2-5h3',
  chart: 'M2.5 13.5h11M4.5 11V8M8 11V3.5M11.5 11V6',
  heart: 'M8 13.5 2.9 8.3a3.2 3.2 0 0 1 4.5-4.5l.6.6.6-.6a3.2 3.2 0 0 1 4.5 4.5z',
  archive: 'M2 3h12v3H2zM3 6v7.5h10V6M6.5 9h3',
  plus: 'M8 3v10M3 8h10',
  code: 'm5 4.5-3 3.5 3 3.5M11 4.5l3 3.5-3 3.5M9 3 7 13',
  keyboard: 'M1.5 4h13v8h-13zM4 6.5h.01M6.6 6.5h.01M9.3 6.5h.01M12 6.5h.01M4.5 9.5h7',
  theme: 'M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12ZM8 2v12M8 5h4.8M8 8h6M8 11h4.8',
  key: 'M5.5 13a2.8 2.8 0 1 0 0-5.6 2.8 2.8 0 0 0 0 5.6ZM7.5 8.2 13.5 2.5M11 5l2 2',
  menu: 'M2 4h12M2 8h12M2 12h12',
};

export const icon = (name) =>
  html`<svg class="icon" viewBox="0 0 16 16" aria-hidden="true"><path d=${PATHS[name]}></path></svg>`;
