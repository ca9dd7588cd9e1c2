// Keys beyond Tab and Enter: arrows move within lists, and a few single letters, which can be switched off for those who
// speak their input (WCAG 2.1.4).

const NAME = 'memory-service.letters';

export const letters = {
  get on() {
    return localStorage.getItem(NAME) !== 'off';
  },
  set on(value) {
    if (value) localStorage.removeItem(NAME);
    else localStorage.setItem(NAME, 'off');
  },
};

const STEPS = { ArrowDown: 1, ArrowUp: -1 };

export function listenToKeys(app) {
  document.addEventListener('keydown', (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key in STEPS) {
      step(event);
    } else if (event.key === 'Escape' && app.state === 'ready' && !app.dialogs.isOpen) {
      app.view?.escape?.();
    } else if (letters.on && app.state === 'ready' && !app.dialogs.isOpen && !isTyping(event.target)) {
      letter(app, event);
    }
  });
}

function step(event) {
  const list = event.target.closest?.('[data-arrows]');
  if (!list) return;
  const items = [...list.querySelectorAll('[data-item]')];
  const next = items[items.indexOf(event.target.closest('[data-item]')) + STEPS[event.key]];
  if (next) {
    event.preventDefault();
    next.focus();
  }
}

function letter(app, event) {
  const act = {
    '/': () => document.getElementById('quick-search')?.focus(),
    n: () => app.writable && app.edit(),
    '?': () => app.help(),
  }[event.key];
  if (act) {
    event.preventDefault();
    act();
  }
}

const isTyping = (target) => target.matches?.('input, textarea, select, [contenteditable]');
