// Which view is open and with what: #/view?name=value. Everything that a reader may want to come back to is in it.

/** @returns {{view: string, parameters: URLSearchParams}} */
export function current() {
  const [path, query = ''] = location.hash.replace(/^#\/?/, '').split('?', 2);
  return { view: path, parameters: new URLSearchParams(query) };
}

/** The address of a view; parameters without a value are left out. */
export function href(view, parameters = {}) {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) {
    if (value !== undefined && value !== null && value !== '') query.set(name, value);
  }
  const text = query.toString();
  return `#/${view}${text && `?${text}`}`;
}

export function go(view, parameters) {
  location.hash = href(view, parameters);
}

/** The open view with some parameters changed; an empty value removes one. */
export function hrefWith(changes) {
  const { view, parameters } = current();
  return href(view, { ...Object.fromEntries(parameters), ...changes });
}
