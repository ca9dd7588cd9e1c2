// The event stream. A browser's EventSource cannot send a key, so each connection is opened with a ticket; a ticket is
// good once, so reconnecting is done here and not by the browser, and resumes after the last event that was heard.

const NAMES = [
  'connection_established', 'memory_stored', 'memory_updated', 'memory_deleted', 'search_completed', 'heartbeat',
  'health_update', 'sync_progress', 'sync_completed', 'document_progress', 'document_completed', 'document_failed',
  'ping', 'connection_closed',
];

const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 15_000;

export class Live {
  /** @param hear called with {id, name, data} for each event; `status` with connecting, open or lost */
  constructor(api, hear, status) {
    this.api = api;
    this.hear = hear;
    this.status = status;
    this.lastId = '';
    this.wait = FIRST_WAIT_MS;
    this.stopped = true;
  }

  start() {
    this.stop();
    this.stopped = false;
    this.connect();
  }

  stop() {
    this.stopped = true;
    clearTimeout(this.timer);
    this.source?.close();
    this.source = undefined;
  }

  async connect() {
    const attempt = (this.attempt = {});
    this.status('connecting');
    let ticket;
    try {
      ticket = await this.api.post('/api/events/ticket');
    } catch {
      if (attempt === this.attempt) this.retry();
      return;
    }
    if (this.stopped || attempt !== this.attempt) return;
    const source = new EventSource(
      this.api.url('/api/events', {
        [ticket.param_name]: ticket.ticket,
        last_event_id: this.lastId,
      }),
    );
    this.source = source;
    for (const name of NAMES) {
      source.addEventListener(name, (event) => {
        if (event.lastEventId) this.lastId = event.lastEventId;
        if (name === 'connection_established') {
          this.wait = FIRST_WAIT_MS;
          this.status('open');
        }
        this.hear({ id: event.lastEventId, name, data: parsed(event.data) });
      });
    }
    source.onerror = () => {
      if (source !== this.source) return;
      source.close();
      this.retry();
    };
  }

  retry() {
    if (this.stopped) return;
    this.status('lost');
    this.timer = setTimeout(() => this.connect(), this.wait);
    this.wait = Math.min(this.wait * 2, LONGEST_WAIT_MS);
  }
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return { message: text };
  }
}
