// The dashboard: what is signed in, which view is open, what is drawn around it.

import { Api, ApiError } from './api.js';
import { Dialogs } from './parts/dialogs.js';
import { frame } from './parts/frame.js';
import { keyForm } from './parts/key-form.js';
import { notice } from './parts/notice.js';
import { helpDialog } from './parts/help.js';
import { listenToKeys } from './keyboard.js';
import { Live } from './live.js';
import { MemoryForm } from './parts/memory-form.js';
import { html, render } from './lit.js';
import { current, go, href } from './route.js';
import { Session } from './session.js';
import { Administration } from './views/administration.js';
import { Backups } from './views/backups.js';
import { Browse } from './views/browse.js';
import { Documents } from './views/documents.js';
import { Events } from './views/events.js';
import { Health } from './views/health.js';
import { Search } from './views/search.js';
import { Statistics } from './views/statistics.js';
import { Tags } from './views/tags.js';

const VIEWS = [Browse, Search, Tags, Documents, Events, Statistics, Health, Backups, Administration];
const MOST_EVENTS = 500;
const SAYING_MS = 6000;

class Dashboard {
  constructor(root) {
    this.root = root;
    this.session = new Session();
    this.api = new Api(this.session);
    this.dialogs = new Dialogs(this);
    this.live = new Live(this.api, (event) => this.hear(event), (status) => this.set({ liveStatus: status }));
    this.liveStatus = 'connecting';
    this.events = [];
    this.operations = new Set();
    this.scopes = new Set();
    this.stores = [];
    this.said = '';
    this.navigationOpen = false;
    this.state = 'starting';
  }

  set(changes) {
    Object.assign(this, changes);
    this.update();
  }

  /** Draws everything anew, once for all the changes of now. */
  update() {
    if (this.drawing) return;
    this.drawing = true;
    queueMicrotask(() => {
      this.drawing = false;
      render(this.template(), this.root);
      this.dialogs.drawn();
    });
  }

  template() {
    const body = {
      starting: () => html`<p class="starting" role="status">Connecting…</p>`,
      key: () => keyForm({ problem: this.problem, submit: (key) => this.signIn(key) }),
      offline: () =>
        html`<main class="alone">
          <h1>Memory Service</h1>
          ${notice(this.problem, { label: 'Try again', act: () => this.start() })}
        </main>`,
      ready: () => frame(this),
    };
    return html`${body[this.state]()}${this.dialogs.template()}
      <div class="toast" role="status" ?data-shown=${this.said}>${this.said}</div>`;
  }

  /** Says what was done, to eyes and to screen readers. */
  say(text) {
    clearTimeout(this.saying);
    this.saying = setTimeout(() => this.set({ said: '' }), SAYING_MS);
    this.set({ said: text });
  }

  async start() {
    this.set({ state: 'starting' });
    try {
      const access = await this.api.get('/ui/access.json');
      this.keyRequired = access.key_required;
      if (access.key_required && !this.session.key) {
        this.set({ state: 'key', problem: undefined });
        return;
      }
      await this.enter();
    } catch (error) {
      this.refused(error);
    }
  }

  async signIn(key) {
    this.session.key = key;
    try {
      await this.enter();
    } catch (error) {
      this.refused(error);
    }
  }

  signOut() {
    this.live.stop();
    this.view?.close?.();
    this.view = undefined;
    this.events = [];
    this.session.key = '';
    this.set({ state: 'key', problem: undefined });
  }

  refused(error) {
    if (!(error instanceof ApiError)) throw error;
    this.live.stop();
    if (error.kind === 'key') {
      this.session.key = '';
      this.set({ state: 'key', problem: error });
    } else {
      this.set({ state: 'offline', problem: error });
    }
  }

  /** Learns what this server can do, so that nothing is shown which it cannot. */
  async enter() {
    const [description, stores, caller] = await Promise.all([
      this.api.get('/openapi'),
      this.api.get('/api/stores'),
      this.api.get('/api/caller'),
    ]);
    this.description = description;
    this.operations = new Set(
      Object.entries(description.paths).flatMap(([path, methods]) =>
        Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
      ),
    );
    this.scopes = new Set(caller.scopes);
    this.stores = stores.stores;
    this.store = this.stores.includes(this.session.store) || this.session.store === 'all'
      ? this.session.store
      : this.stores[0];
    this.views = VIEWS.filter((View) => this.can(View.needs) && this.may(View.scope ?? 'read'));
    this.set({ state: 'ready' });
    this.live.start();
    this.route();
  }

  /** Whether the server has this operation, like `GET /api/tags`. */
  can(operation) {
    return this.operations.has(operation);
  }

  /** Whether the key allows this: read, write or admin. */
  may(scope) {
    return this.scopes.has(scope);
  }

  /** Whether the body of a request can have this field. */
  takes(schema, field) {
    return Boolean(this.description.components.schemas[schema]?.properties?.[field]);
  }

  /** Whether memories can be changed: not while all stores are looked at as one, and not with a key that only reads. */
  get writable() {
    return this.store !== 'all' && this.may('write');
  }

  choose(store) {
    this.session.store = store;
    this.store = store;
    const { view, parameters } = current();
    parameters.delete('memory');
    parameters.delete('page');
    const address = href(view, Object.fromEntries(parameters));
    if (address === location.hash) this.route();
    else location.hash = address;
  }

  /** Whether an event is about the store that is looked at. */
  concerns({ data }) {
    return this.store === 'all' || !data.store || data.store === this.store;
  }

  route() {
    if (this.state !== 'ready') return;
    const { view: name, parameters } = current();
    const View = this.views.find((candidate) => candidate.path === name);
    if (!View) {
      location.replace(href(this.views[0].path));
      return;
    }
    const changed = !(this.view instanceof View);
    if (changed) {
      this.view?.close?.();
      this.view = new View(this);
    }
    this.navigationOpen = false;
    document.title = `${View.title} · Memory Service`;
    this.update();
    const { view } = this;
    view.open(parameters).catch((error) => this.failed(error, view));
    if (changed && this.entered) {
      queueMicrotask(() => this.root.querySelector('main')?.focus({ preventScroll: true }));
      scrollTo(0, 0);
    }
    this.entered = true;
  }

  /** A request of a view failed: without a good key nothing can go on, all else the view shows itself. */
  failed(error, view) {
    if (error.name === 'AbortError' || view !== this.view) return;
    if (error.kind === 'key' && error.status === (this.session.key ? 403 : 401)) {
      this.view?.close?.();
      this.view = undefined;
      this.refused(error);
      return;
    }
    if (!(error instanceof ApiError)) console.error(error);
    view.problem = error;
    this.update();
  }

  hear(event) {
    this.events = [{ ...event, heard: new Date() }, ...this.events].slice(0, MOST_EVENTS);
    this.view?.heard?.(event);
    this.update();
  }

  /** Asks for a new memory, or for changes to one. */
  async edit(memory) {
    const saved = await new MemoryForm(this, memory).ask();
    if (saved) this.view?.changed?.(saved);
    return saved;
  }

  help() {
    this.dialogs.open(helpDialog(this));
  }

  search(query) {
    go('search', { q: query });
  }
}

const dashboard = new Dashboard(document.getElementById('app'));
addEventListener('hashchange', () => dashboard.route());
document.addEventListener('theme', () => dashboard.update());
listenToKeys(dashboard);
dashboard.start();
