// The template library. Everything it puts into a page is escaped, so no memory can become markup.
export { html, svg, nothing, render } from './libraries/lit-html/lit-html.js';
export { repeat } from './libraries/lit-html/directives/repeat.js';
