// A square for each day, darker the more was stored on it.

import { number } from '../format.js';
import { html, nothing, svg } from '../lit.js';

const STEP = 13;
const SIDE = 10;
const DAY_MS = 86_400_000;

/** @param days [{date: 'YYYY-MM-DD', count, level: 0..4}] */
export function heatmap(days) {
  if (days.length === 0) return nothing;
  const total = days.reduce((sum, day) => sum + day.count, 0);
  const active = days.filter((day) => day.count > 0).length;
  const first = Date.parse(days[0].date);
  const offset = new Date(first).getUTCDay();
  const squares = days.map((day) => {
    const slot = Math.round((Date.parse(day.date) - first) / DAY_MS) + offset;
    return svg`<rect class="day" data-level=${day.level} x=${Math.floor(slot / 7) * STEP} y=${(slot % 7) * STEP}
      width=${SIDE} height=${SIDE} rx="2"><title>${day.date}: ${number(day.count)}</title></rect>`;
  });
  const weeks = Math.ceil((days.length + offset) / 7);
  return html`<section class="panel heat" aria-labelledby="heat-title">
    <h2 id="heat-title">Activity by day</h2>
    <div class="heat-scroll" tabindex="0" role="region" aria-label="A square for each day">
      <svg viewBox="0 0 ${weeks * STEP} ${7 * STEP}" width=${weeks * STEP} height=${7 * STEP} role="img"
        aria-label="${number(total)} memories on ${number(active)} of ${number(days.length)} days">${squares}</svg>
    </div>
    <p class="muted">${number(total)} memories on ${number(active)} of ${number(days.length)} days</p>
  </section>`;
}
