// The one place that speaks to the server.

/** The root of this server, wherever a proxy has put it: this file is at <root>ui/api.js. */
const ROOT = new URL('..', import.meta.url);

const TIMEOUT_MS = 30_000;

/** What went wrong, in words for people. `kind`: offline, key, missing, refused, failed. */
export class ApiError extends Error {
  constructor(kind, message, status = 0) {
    super(message);
    this.kind = kind;
    this.status = status;
  }
}

/** The server's own words for a refusal, whichever of its shapes they have. */
function words(body, status) {
  const detail = body?.detail;
  if (typeof detail === 'string') return detail;
  if (Array.isArray(detail)) {
    return detail.map((wrong) => `${(wrong.loc ?? []).slice(1).join('.')}: ${wrong.msg}`).join('; ');
  }
  return detail?.message ?? body?.message ?? `The server answered with status ${status}.`;
}

/** A good key without the scope is refused by the same status as a wrong one, and is not to be forgotten for it. */
function kindOf(status, words) {
  if (status === 403 && words.startsWith('insufficient_scope')) return 'refused';
  if (status === 401 || status === 403) return 'key';
  if (status === 404) return 'missing';
  return status >= 500 ? 'failed' : 'refused';
}

function refusal(status, body) {
  const said = words(body, status);
  return new ApiError(kindOf(status, said), said, status);
}

export class Api {
  /** @param session holds the key */
  constructor(session) {
    this.session = session;
  }

  url(path, query = {}) {
    const url = new URL(path.replace(/^\//, ''), ROOT);
    for (const [name, value] of Object.entries(query)) {
      if (value !== undefined && value !== null && value !== '') url.searchParams.set(name, value);
    }
    return url;
  }

  headers() {
    return this.session.key ? { Authorization: `Bearer ${this.session.key}` } : {};
  }

  get(path, query, signal) {
    return this.request('GET', path, { query, signal });
  }

  post(path, body, query, signal) {
    return this.request('POST', path, { body, query, signal });
  }

  put(path, body, query) {
    return this.request('PUT', path, { body, query });
  }

  delete(path, query) {
    return this.request('DELETE', path, { query });
  }

  async request(method, path, { query, body, signal } = {}) {
    const signals = [AbortSignal.timeout(TIMEOUT_MS)];
    if (signal) signals.push(signal);
    const response = await this.send(method, path, { query, body, signal: AbortSignal.any(signals) });
    const answer = await response.json().catch(() => null);
    if (!response.ok) throw refusal(response.status, answer);
    return answer;
  }

  /** Fetches a file as a whole, however long that takes; a large one the browser keeps on its disk. */
  async file(path) {
    const response = await this.send('GET', path, {});
    if (!response.ok) throw refusal(response.status, await response.json().catch(() => null));
    try {
      return await response.blob();
    } catch {
      throw new ApiError('offline', 'The file broke off: the server went away, or the connection did.');
    }
  }

  async send(method, path, { query, body, signal }) {
    const headers = this.headers();
    if (body !== undefined) headers['Content-Type'] = 'application/json';
    try {
      return await fetch(this.url(path, query), {
        method,
        headers,
        body: body === undefined ? undefined : JSON.stringify(body),
        signal,
        credentials: 'omit',
        cache: 'no-store',
      });
    } catch (error) {
      if (error.name === 'AbortError') throw error;
      throw new ApiError(
        'offline',
        error.name === 'TimeoutError'
          ? `The server did not answer within ${TIMEOUT_MS / 1000} seconds.`
          : 'The server cannot be reached. It may be restarting, or the forwarded port is closed.',
      );
    }
  }

  /**
   * Sends files. Not by fetch, which does not tell how far it is.
   *
   * @param progress called with the share that is sent, 0 to 1
   */
  upload(path, form, progress) {
    return new Promise((resolve, reject) => {
      const request = new XMLHttpRequest();
      request.open('POST', this.url(path));
      for (const [name, value] of Object.entries(this.headers())) request.setRequestHeader(name, value);
      request.responseType = 'json';
      request.upload.onprogress = (event) => event.lengthComputable && progress(event.loaded / event.total);
      request.onerror = () => reject(new ApiError('offline', 'The server cannot be reached, or it cut the upload.'));
      request.onload = () =>
        request.status < 400
          ? resolve(request.response)
          : reject(refusal(request.status, request.response));
      request.send(form);
    });
  }
}
