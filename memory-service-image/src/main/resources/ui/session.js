// What lasts as long as the tab: the key and the chosen store. The key is never kept anywhere else.

const KEY = 'memory-service.key';
const STORE = 'memory-service.store';

export class Session {
  get key() {
    return sessionStorage.getItem(KEY) ?? '';
  }

  set key(value) {
    if (value) sessionStorage.setItem(KEY, value);
    else sessionStorage.removeItem(KEY);
  }

  get store() {
    return sessionStorage.getItem(STORE) ?? '';
  }

  set store(value) {
    sessionStorage.setItem(STORE, value);
  }
}
