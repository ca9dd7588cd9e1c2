// Before anything is drawn, so that a dark page does not flash in light. A classic script for that reason.
'use strict';

(() => {
  const NAME = 'memory-service.theme';
  const chosen = () => {
    try {
      return localStorage.getItem(NAME);
    } catch {
      return null; // Storage may be forbidden; then the system's choice holds.
    }
  };
  const dark = matchMedia('(prefers-color-scheme: dark)');

  const apply = () => {
    const theme = chosen() ?? (dark.matches ? 'dark' : 'light');
    document.documentElement.dataset.theme = theme;
    document.documentElement.classList.toggle('dark-mode', theme === 'dark'); // what Swagger UI's style asks for
    document.dispatchEvent(new CustomEvent('theme', { detail: theme }));
  };

  dark.addEventListener('change', apply);
  apply();

  window.memoryServiceTheme = {
    toggle() {
      const next = document.documentElement.dataset.theme === 'dark' ? 'light' : 'dark';
      const system = dark.matches ? 'dark' : 'light';
      try {
        // What the system says anyway need not be kept: the page then follows it again.
        if (next === system) localStorage.removeItem(NAME);
        else localStorage.setItem(NAME, next);
      } catch {
        document.documentElement.dataset.theme = next;
        return;
      }
      apply();
    },
  };
})();
