// Plots, with their figures as a table for those who cannot see them.

import { number } from '../format.js';
import { html, nothing } from '../lit.js';

let library;

/** The library is loaded when the first plot is shown. It is no module: it leaves its name behind. */
async function chartLibrary() {
  library ??= import('../libraries/chart.js/chart.umd.min.js').then(() => {
    const { Chart } = window;
    Chart.defaults.animation = false;
    Chart.defaults.maintainAspectRatio = false;
    Chart.defaults.plugins.legend.display = false;
    Chart.defaults.font.family = getComputedStyle(document.body).fontFamily;
    Chart.defaults.font.size = 12;
    return Chart;
  });
  return library;
}

const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();

/** One plot: `kind` is line or bar, `flat` lays bars down, `area` fills under the line. */
export class Plot {
  constructor(app, { id, title, unit, kind, flat = false }) {
    Object.assign(this, { app, id, title, unit, kind, flat });
    document.addEventListener('theme', this.draw);
  }

  /** @param points [{label, value}] */
  show(points) {
    this.points = points;
    this.app.update();
    queueMicrotask(this.draw);
  }

  close() {
    document.removeEventListener('theme', this.draw);
    this.chart?.destroy();
    this.chart = undefined;
  }

  draw = async () => {
    if (!this.points?.length) return;
    const Chart = await chartLibrary();
    const canvas = document.getElementById(this.id);
    if (!canvas) return;
    this.chart?.destroy();
    const axis = { grid: { color: colour('line') }, border: { display: false }, ticks: { color: colour('muted'), precision: 0 } };
    const labels = { ...axis, grid: { display: false }, ticks: { color: colour('muted'), autoSkip: true, maxRotation: 0 } };
    this.chart = new Chart(canvas, {
      type: this.kind,
      data: {
        labels: this.points.map((point) => point.label),
        datasets: [
          {
            label: this.unit,
            data: this.points.map((point) => point.value),
            borderColor: colour('accent'),
            backgroundColor: this.kind === 'line' ? colour('accent-faint') : colour('accent'),
            borderWidth: this.kind === 'line' ? 2 : 0,
            borderRadius: 2,
            maxBarThickness: 22,
            fill: true,
            pointRadius: 0,
            pointHitRadius: 12,
            tension: 0.25,
          },
        ],
      },
      options: {
        indexAxis: this.flat ? 'y' : 'x',
        scales: this.flat
          ? { x: { ...axis, beginAtZero: true }, y: { ...labels, ticks: { ...labels.ticks, autoSkip: false, callback: short } } }
          : { x: labels, y: { ...axis, beginAtZero: true } },
      },
    });
    function short(value) {
      const label = this.getLabelForValue(value);
      return label.length > 18 ? `${label.slice(0, 17)}…` : label;
    }
  };

  template() {
    const points = this.points ?? [];
    return html`<section class="panel plot" aria-labelledby="${this.id}-title">
      <h2 id="${this.id}-title">${this.title}</h2>
      ${points.length
        ? html`<div class="canvas"><canvas id=${this.id} role="img" aria-label="${this.title}, the figures follow as a table"></canvas></div>
            <details>
              <summary>Figures</summary>
              <div class="figures" tabindex="0" role="region" aria-label="${this.title}, figures">
              <table>
                <tbody>${points.map(({ label, value }) => html`<tr><th scope="row">${label}</th><td class="figure">${number(value)}</td></tr>`)}</tbody>
              </table></div>
            </details>`
        : this.points ? html`<p class="muted">Nothing to show yet.</p>` : nothing}
    </section>`;
  }
}
