// Memories as dense rows; the selected one is open beside them.

import { moment, dateTime } from '../format.js';
import { html, nothing, repeat } from '../lit.js';
import { hrefWith } from '../route.js';
import { tagLinks } from './tags.js';

/** How much of a content a row shows, in characters: a memory can have a million. */
const PREVIEW = 280;

/**
 * @param rows [{memory, passage, score, reason}]; the passage of a long content that was found, the score from 0 to 1
 * @param selected the hash of the open memory
 * @param marks words to mark in the content
 */
export function memoryList({ label, rows, selected, marks = [], fresh = new Set() }) {
  return html`<ol class="rows" aria-label=${label} data-arrows>
    ${repeat(
      rows,
      (row) => row.memory.content_hash,
      (row) => memoryRow(row, { selected, marks, fresh }),
    )}
  </ol>`;
}

function memoryRow({ memory, passage, score, reason }, { selected, marks, fresh }) {
  const isSelected = memory.content_hash === selected;
  return html`<li class="row" ?data-selected=${isSelected} ?data-fresh=${fresh.has(memory.content_hash)}>
    <a class="row-content" data-item href=${hrefWith({ memory: memory.content_hash })}
      aria-current=${isSelected ? 'true' : nothing} dir="auto">${marked(preview(passage ?? memory.content), marks)}</a>
    <div class="row-meta">
      ${score === undefined
        ? nothing
        : html`<span class="score" title=${reason}
            ><meter min="0" max="1" .value=${score} aria-label="Similarity"></meter>${score.toFixed(2)}</span>`}
      <span class="type">${memory.memory_type}</span>
      ${tagLinks(memory.tags, 4)}
      <time datetime=${memory.created_at_iso} title=${dateTime(memory.created_at_iso)}>${moment(memory.created_at_iso)}</time>
    </div>
  </li>`;
}

function preview(content) {
  const start = content.trimStart();
  return start.length > PREVIEW ? `${[...start.slice(0, PREVIEW * 2)].slice(0, PREVIEW).join('')}…` : start;
}

/** The text with its marked words; text nodes and elements only. */
function marked(text, words) {
  if (words.length === 0) return text;
  const escaped = words.map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  const parts = text.split(new RegExp(`(${escaped.join('|')})`, 'giu'));
  return parts.map((part, i) => (i % 2 ? html`<mark>${part}</mark>` : part));
}
