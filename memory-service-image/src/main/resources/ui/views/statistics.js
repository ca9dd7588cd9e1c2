// What is in the store, in figures and plots. Each panel is there if the server has its figures.

import { bytes, number } from '../format.js';
import { html, nothing } from '../lit.js';
import { Plot } from '../parts/chart.js';
import { heatmap } from '../parts/heatmap.js';
import { loading, notice } from '../parts/notice.js';
import { hrefWith } from '../route.js';

const PERIODS = [
  ['week', 'week'],
  ['month', 'month'],
  ['quarter', 'quarter'],
  ['year', 'year'],
];
const MOST_TAGS = 12;

export class Statistics {
  static path = 'statistics';
  static title = 'Statistics';
  static icon = 'chart';
  static needs = 'GET /api/health/detailed';

  constructor(app) {
    this.app = app;
    this.growth = new Plot(app, { id: 'growth', title: 'Memories over time', unit: 'Memories', kind: 'line' });
    this.tags = new Plot(app, { id: 'tags', title: 'Most used tags', unit: 'Memories', kind: 'bar', flat: true });
    this.types = new Plot(app, { id: 'types', title: 'Types', unit: 'Memories', kind: 'bar', flat: true });
  }

  async open(parameters) {
    this.period = PERIODS.some(([period]) => period === parameters.get('period')) ? parameters.get('period') : 'month';
    this.app.update();
    const { store } = this.app;
    const have = (path, query) =>
      this.app.can(`GET ${path}`) ? this.app.api.get(path, { store, ...query }) : Promise.resolve(undefined);
    const [health, overview, growth, types, tags, days] = await Promise.all([
      this.app.api.get('/api/health/detailed'),
      have('/api/analytics/overview'),
      have('/api/analytics/memory-growth', { period: this.period }),
      have('/api/analytics/memory-types'),
      have('/api/tags'),
      have('/api/analytics/activity-heatmap', { days: 365 }),
    ]);
    if (this.gone) return;
    Object.assign(this, { health, overview, days: days?.data, problem: undefined });
    if (growth) this.growth.show(growth.data_points.map(({ label, date, cumulative }) => ({ label: label ?? date, value: cumulative })));
    if (types) this.types.show(types.types.slice(0, MOST_TAGS).map(({ memory_type: label, count: value }) => ({ label, value })));
    if (tags) this.tags.show(tags.tags.slice(0, MOST_TAGS).map(({ tag: label, count: value }) => ({ label, value })));
    this.app.update();
  }

  close() {
    this.gone = true;
    [this.growth, this.tags, this.types].forEach((plot) => plot.close());
  }

  again = () => this.open(new URLSearchParams(location.hash.split('?')[1])).catch((error) => this.app.failed(error, this));

  template() {
    const { health, problem } = this;
    return html`<section class="page" aria-labelledby="title">
      <div class="head">
        <h1 id="title">Statistics</h1>
        ${this.growth.points
          ? html`<div class="filters"><label>Period
              <select @change=${(event) => (location.hash = hrefWith({ period: event.target.value }))}>
                ${PERIODS.map(([value, label]) => html`<option value=${value} .selected=${value === this.period}>${label}</option>`)}
              </select></label></div>`
          : nothing}
      </div>
      ${notice(problem, { label: 'Try again', act: this.again })}
      ${health ? this.panels(health) : problem ? nothing : loading('figures')}
    </section>`;
  }

  panels({ statistics, storage }) {
    const { overview, days } = this;
    return html`
      <dl class="tiles">
        ${tile('Memories', number(overview?.total_memories ?? statistics.total_memories))}
        ${tile('This week', number(overview?.memories_this_week ?? statistics.memories_this_week))}
        ${overview?.memories_this_month === undefined ? nothing : tile('This month', number(overview.memories_this_month))}
        ${tile('Tags', number(overview?.unique_tags ?? statistics.unique_tags))}
        ${tile('On disk', bytes(storage.database_size_bytes))}
      </dl>
      <div class="plots">
        ${[this.growth, this.tags, this.types].filter((plot) => plot.points).map((plot) => plot.template())}
      </div>
      ${days ? heatmap(days) : nothing}
    `;
  }
}

const tile = (name, value) => html`<div class="tile"><dt>${name}</dt><dd>${value}</dd></div>`;
