// One modal dialog at a time, by the browser's own element: it keeps the focus inside, takes Escape, and gives the focus
// back to where it came from.

import { html, nothing } from '../lit.js';

export class Dialogs {
  constructor(app) {
    this.app = app;
  }

  get isOpen() {
    return Boolean(this.shown);
  }

  /**
   * @param dialog {label, content(close)}: a template; what is handed to close is the answer
   * @returns a promise of the answer, undefined when the dialog was left
   */
  open(dialog) {
    return new Promise((resolve) => {
      this.shown = { ...dialog, resolve };
      this.app.update();
    });
  }

  /** Asks before what cannot be taken back. */
  confirm({ title, text, button }) {
    return this.open({
      label: title,
      content: (close) => html`
        <p>${text}</p>
        <div class="actions">
          <button type="button" autofocus @click=${() => close(false)}>Cancel</button>
          <button type="button" class="danger" @click=${() => close(true)}>${button}</button>
        </div>
      `,
    });
  }

  close = (answer) => {
    this.answer = answer;
    this.element()?.close();
  };

  closed = () => {
    const { resolve } = this.shown;
    const { answer } = this;
    this.shown = undefined;
    this.answer = undefined;
    this.app.update();
    resolve(answer);
  };

  element() {
    return this.app.root.querySelector('dialog');
  }

  drawn() {
    const element = this.element();
    if (element && !element.open) element.showModal();
  }

  template() {
    if (!this.shown) return nothing;
    return html`<dialog aria-labelledby="dialog-title" class=${this.shown.wide ? 'wide' : ''} @close=${this.closed}>
      <header>
        <h2 id="dialog-title">${this.shown.label}</h2>
        <button type="button" class="quiet" aria-label="Close" @click=${() => this.close()}>✕</button>
      </header>
      ${this.shown.content(this.close)}
    </dialog>`;
  }
}
