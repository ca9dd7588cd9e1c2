// What is around every view: navigation, search field, state of the connection.

import { html, nothing } from '../lit.js';
import { href } from '../route.js';
import { icon } from './icons.js';

const LIVE = { open: 'Live', connecting: 'Connecting', lost: 'Not live' };

export function frame(app) {
  return html`
    <a class="skip" href="#main" @click=${toMain}>Skip to content</a>
    <div class="frame" ?data-navigation=${app.navigationOpen}>
      <header class="bar">
        <button type="button" class="quiet menu" aria-expanded=${app.navigationOpen} aria-controls="navigation"
          aria-label="Menu" @click=${() => app.set({ navigationOpen: !app.navigationOpen })}>${icon('menu')}</button>
        <a class="brand" href=${href(app.views[0].path)}>${icon('brand')}<span>Memory Service</span></a>
        ${quickSearch(app)}
        <div class="bar-end">
          ${storeChoice(app)}
          <span class="live" data-status=${app.liveStatus} title="The stream of events from the server">
            <span class="dot" aria-hidden="true"></span><span class="live-word">${LIVE[app.liveStatus]}</span>
          </span>
          <button type="button" class="primary new" ?disabled=${!app.writable} @click=${() => app.edit()}
            title=${app.writable ? 'New memory (n)' : app.may('write') ? 'Choose one store to write to' : 'This key may only read'}>
            ${icon('plus')}<span>New memory</span>
          </button>
        </div>
      </header>
      ${navigation(app)}
      <main id="main" tabindex="0">${app.view?.template() ?? nothing}</main>
    </div>
  `;
}

function toMain(event) {
  event.preventDefault(); // The address names the view.
  document.getElementById('main').focus();
}

function quickSearch(app) {
  const onSubmit = (event) => {
    event.preventDefault();
    const query = new FormData(event.target).get('q').trim();
    if (query) app.search(query);
  };
  return html`<form class="quick" role="search" aria-label="All memories" @submit=${onSubmit}>
    ${icon('search')}
    <input id="quick-search" name="q" type="search" placeholder="Search memories" aria-label="Search memories"
      autocomplete="off" maxlength="4000" />
    <kbd aria-hidden="true">/</kbd>
  </form>`;
}

function storeChoice(app) {
  if (app.stores.length < 2) return nothing;
  return html`<label class="store"><span class="hidden">Store</span>
    <select @change=${(event) => app.choose(event.target.value)}>
      ${[...app.stores, 'all'].map(
        (store) =>
          html`<option value=${store} .selected=${store === app.store}>${store === 'all' ? 'All stores' : store}</option>`,
      )}
    </select>
  </label>`;
}

function navigation(app) {
  return html`<nav id="navigation" aria-label="Views">
    <ul>
      ${app.views.map(
        (View) => html`<li>
          <a href=${href(View.path)} aria-current=${app.view instanceof View ? 'page' : nothing}
            @click=${() => app.set({ navigationOpen: false })}>${icon(View.icon)}${View.title}</a>
        </li>`,
      )}
    </ul>
    <ul class="foot">
      <li><a href=${app.api.url('/api/docs')}>${icon('code')}API documentation</a></li>
      <li><button type="button" class="link" @click=${() => app.help()}>${icon('keyboard')}Keyboard</button></li>
      <li><button type="button" class="link" @click=${() => window.memoryServiceTheme.toggle()}>
        ${icon('theme')}${document.documentElement.dataset.theme === 'dark' ? 'Light' : 'Dark'} colours</button></li>
      ${app.keyRequired
        ? html`<li><button type="button" class="link" @click=${() => app.signOut()}>${icon('key')}Forget the key</button></li>`
        : html`<li class="open-server" title="memory-service.auth.modes is None">${icon('key')}No key needed</li>`}
    </ul>
  </nav>`;
}
