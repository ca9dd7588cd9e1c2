// Values as people read them, in the language of the browser.

const NUMBER = new Intl.NumberFormat();
const DATE_TIME = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'medium' });
const SHORT_DATE = new Intl.DateTimeFormat(undefined, { year: 'numeric', month: 'short', day: 'numeric' });
const RELATIVE = new Intl.RelativeTimeFormat(undefined, { numeric: 'auto', style: 'short' });

export const number = (value) => (Number.isFinite(value) ? NUMBER.format(value) : '–');

export const percent = (value) => (Number.isFinite(value) ? `${NUMBER.format(Math.round(value * 10) / 10)} %` : '–');

export const milliseconds = (value) => `${NUMBER.format(value < 10 ? Math.round(value * 10) / 10 : Math.round(value))} ms`;

export function bytes(value) {
  if (!Number.isFinite(value)) return '–';
  const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];
  let unit = 0;
  while (value >= 1024 && unit < units.length - 1) {
    value /= 1024;
    unit += 1;
  }
  return `${NUMBER.format(Math.round(value * 10) / 10)} ${units[unit]}`;
}

export const dateTime = (iso) => (iso ? DATE_TIME.format(new Date(iso)) : '–');

/** Near times relative to now, others as a date. */
export function moment(iso) {
  const seconds = (Date.parse(iso) - Date.now()) / 1000;
  if (!Number.isFinite(seconds)) return '–';
  const past = Math.abs(seconds);
  if (past < 45) return RELATIVE.format(0, 'second');
  if (past < 3600) return RELATIVE.format(Math.round(seconds / 60), 'minute');
  if (past < 86_400) return RELATIVE.format(Math.round(seconds / 3600), 'hour');
  if (past < 7 * 86_400) return RELATIVE.format(Math.round(seconds / 86_400), 'day');
  return SHORT_DATE.format(new Date(iso));
}

export function duration(seconds) {
  const days = Math.floor(seconds / 86_400);
  const hours = Math.floor((seconds % 86_400) / 3600);
  const minutes = Math.floor((seconds % 3600) / 60);
  if (days) return `${days} d ${hours} h`;
  if (hours) return `${hours} h ${minutes} min`;
  return minutes ? `${minutes} min` : `${Math.floor(seconds)} s`;
}

/** A list of words as people type it: separated by commas, no empty ones, none twice. */
export const words = (text) => [...new Set(text.split(',').map((word) => word.trim()).filter(Boolean))];
