# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How the page looks and what it can do beyond being read: its style and its script, both without anything foreign.

Reading needs no script: what is folded is folded by elements and a checkbox. The script only sorts and searches.
Called by ``page``.
"""

STYLE = """
:root { --bg: #fff; --fg: #1b1f24; --dim: #57606a; --line: #d0d7de; --soft: #f4f6f8; --accent: #0a58a8; --bar: #2f74c0;
  --failed: #a61b12; --failed-bg: #fdecea; --skipped: #7a4d00; --finding: #7a4d00;
    --changed: #0a58a8;
  --ok: #116329; }
@media (prefers-color-scheme: dark) {
  :root { --bg: #14171b; --fg: #e6e9ed; --dim: #a5afb9; --line: #3a424b; --soft: #1d2127; --accent: #7cbcff;
    --bar: #5a9fe0;
    --failed: #ff9e95; --failed-bg: #3a1a18; --skipped: #e8b84a; --finding: #e8b84a;
    --changed: #7cbcff;
    --ok: #6fd48b; }
}
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 80rem; padding: 1.5rem; background: var(--bg); color: var(--fg);
  font: 0.95rem/1.45 system-ui, "Segoe UI", "DejaVu Sans", sans-serif; }
h1 { margin: 0 0 0.2rem; font-size: 1.6rem; line-height: 1.2; }
h2 { margin: 0; font-size: 1.1rem; overflow-wrap: anywhere; }
p { margin: 0.3rem 0; }
.note { color: var(--dim); font-size: 0.85rem; }
.about { display: flex; flex-wrap: wrap; gap: 0.3rem 2rem; margin: 0.7rem 0 0; }
.about div { min-width: 0; }
.about dt { color: var(--dim); font-size: 0.8rem; }
.about dd { margin: 0; overflow-wrap: anywhere; }
.tiles { display: grid; grid-template-columns: repeat(4, minmax(0, 1fr)); gap: 0.75rem; margin: 1.2rem 0; padding: 0;
  list-style: none; }
.tiles li { padding: 0.6rem 1rem; border: 1px solid var(--line); border-left: 0.3rem solid var(--line);
  border-radius: 0.4rem;
  background: var(--soft); color: var(--dim); }
.tiles b { display: block; color: var(--fg); font-size: 1.7rem; line-height: 1.2; font-variant-numeric: tabular-nums; }
.tiles .failed { border-left-color: var(--failed); } .tiles .failed b { color: var(--failed); }
.tiles .finding { border-left-color: var(--finding); } .tiles .finding b { color: var(--finding); }
.tiles .changed { border-left-color: var(--changed); } .tiles .changed b { color: var(--changed); }
.tiles .ok { border-left-color: var(--ok); } .tiles .ok b { color: var(--ok); }
.tiles span { display: block; font-size: 0.8rem; }
.tools { display: inline-block; margin: 0 0 1rem; }
.tools[hidden] { display: none; }
.tools input { padding: 0.35rem 0.6rem; border: 1px solid var(--dim); border-radius: 0.3rem; background: var(--bg);
  color: var(--fg); font: inherit; }
#all { accent-color: var(--accent); width: 1.05rem; height: 1.05rem; margin: 0 0.4rem 0 0; vertical-align: -0.15rem; }
.toggle { display: inline-block; margin: 0 2rem 1rem 0; cursor: pointer; }
#all:not(:checked) ~ section tbody.ok, #all:not(:checked) ~ section.quiet table { display: none; }
.calm { color: var(--ok); }
section { margin: 0 0 1.6rem; }
.head { display: flex; flex-wrap: wrap; align-items: baseline; gap: 0 1rem; padding: 0 0 0.35rem;
  border-bottom: 2px solid var(--line); }
table { width: 100%; border-collapse: collapse; }
th, td { padding: 0.35rem 0.6rem; text-align: left; vertical-align: top; overflow-wrap: anywhere; }
thead th { color: var(--dim); font-size: 0.8rem; font-weight: 600; vertical-align: bottom; }
thead th, tbody { border-bottom: 1px solid var(--line); }
tbody th { font-weight: 600; min-width: 9rem; }
th button { padding: 0; border: 0; background: none; color: inherit; font: inherit; text-align: inherit;
  cursor: pointer; }
th button::after { content: " \\2195"; opacity: 0.6; }
th[aria-sort="ascending"] button::after { content: " \\2191"; opacity: 1; color: var(--accent); }
th[aria-sort="descending"] button::after { content: " \\2193"; opacity: 1; color: var(--accent); }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
.state { white-space: nowrap; }
.chip { display: inline-block; padding: 0 0.5rem; border: 1px solid currentColor; border-radius: 1rem;
  font-size: 0.8rem; font-weight: 600; }
.failed .chip { color: var(--failed); } .skipped .chip { color: var(--skipped); }
  .finding .chip { color: var(--finding); }
.ok .chip { color: var(--ok); } .ok .chip.changed { color: var(--changed); }
tbody.failed { background: var(--failed-bg); box-shadow: inset 0.25rem 0 0 var(--failed); }
tbody.finding { box-shadow: inset 0.25rem 0 0 var(--finding); }
.zero { color: var(--dim); }
.said td { padding-top: 0; padding-left: 1.6rem; white-space: pre-line; }
.error b { color: var(--failed); }
.findings { margin: 0; padding: 0; list-style: none; white-space: normal; }
.findings li { display: grid; grid-template-columns: 6.4rem minmax(0, 1fr); padding: 0.15rem 0;
  overflow-wrap: anywhere; }
.findings li.plain { grid-template-columns: minmax(0, 1fr); }
.tag { padding-top: 0.1rem; color: var(--finding); font-size: 0.8rem;
  font-weight: 600; }
.changes { display: grid; grid-template-columns: max-content minmax(0, 1fr); gap: 0.1rem 1rem;
  margin: 0.1rem 0 0.2rem; }
.changes dt { color: var(--dim); }
.changes dd { margin: 0; overflow-wrap: anywhere; white-space: pre-line; }
del { color: var(--failed); } ins { color: var(--ok); text-decoration: none; font-weight: 600; }
.cells { display: flex; flex-wrap: wrap; gap: 0 1.2rem; margin: 0.2rem 0 0; font-size: 0.85rem; }
.cells dt { display: inline; color: var(--dim); } .cells dd { display: inline; margin: 0; }
details.charts { margin: 0 0 1.4rem; }
summary { cursor: pointer; color: var(--accent); }
.figures { display: flex; flex-wrap: wrap; gap: 1rem; margin-top: 0.8rem; }
figure { flex: 1 1 26rem; min-width: 0; max-width: 44rem; margin: 0; padding: 0.8rem 1rem;
  border: 1px solid var(--line); border-radius: 0.4rem; }
figcaption { font-weight: 600; }
svg { display: block; width: 100%; height: auto; }
svg text { fill: var(--dim); font-size: 12px; }
.grid { stroke: var(--line); }
.bar { fill: var(--bar); }
@media (max-width: 700px) {
  body { padding: 1rem 0.8rem; }
  .tiles { grid-template-columns: repeat(2, minmax(0, 1fr)); }
  thead { display: none; }
  table, tbody, tr, th, td { display: block; width: auto; }
  tbody { margin: 0.6rem 0; padding: 0.5rem 0.8rem; border: 1px solid var(--line); border-radius: 0.4rem; }
  #all:not(:checked) ~ section.quiet table, #all:not(:checked) ~ section tbody.ok { display: none; }
  th, td, .said td { padding: 0.1rem 0; }
  tbody th { float: left; max-width: 70%; font-size: 1rem; }
  td.state { text-align: right; }
  td[data-label] { clear: both; display: flex; gap: 1rem; text-align: right; white-space: normal; }
  td[data-label]::before { content: attr(data-label); margin-right: auto; color: var(--dim); text-align: left; }
  td[data-label]:empty, td.zero { display: none; }
  .said td { clear: both; padding-top: 0.3rem; }
  .findings li, .changes { grid-template-columns: minmax(0, 1fr); gap: 0; }
  .tools, .tools input { display: block; width: 100%; }
  tbody[hidden] { display: none; }
}
@media print {
  body { max-width: none; padding: 0; }
  .tools, .toggle, #all, th button::after { display: none; }
  th button::after { content: ""; }
  tbody { break-inside: avoid; }
}
"""

SCRIPT = """
(function () {
  'use strict';
  var texts = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' });
  var NUMBER = /^[+-]?\\d+(\\.\\d+)?([eE][+-]?\\d{1,2})?$/;
  function each(list, act) { Array.prototype.forEach.call(list, act); }

  function key(body, column) {
    var cell = body.rows[0].cells[column];
    var text = cell.hasAttribute('data-n') ? cell.getAttribute('data-n') : cell.textContent.trim();
    return NUMBER.test(text) ? Number(text) : text;
  }

  // Numbers before texts; what is empty comes last, whatever the direction.
  function compare(a, b, sign) {
    if (a === '' || b === '') { return a === b ? 0 : a === '' ? 1 : -1; }
    if (typeof a === 'number' && typeof b === 'number') { return sign * (a - b); }
    if (typeof a !== typeof b) { return sign * (typeof a === 'number' ? -1 : 1); }
    return sign * texts.compare(a, b);
  }

  each(document.querySelectorAll('table'), function (table) {
    var heads = table.tHead.rows[0].cells;
    each(heads, function (head, column) {
      var button = document.createElement('button');
      button.type = 'button';
      button.textContent = head.textContent;
      head.textContent = '';
      head.appendChild(button);
      button.addEventListener('click', function () {
        var sign = head.getAttribute('aria-sort') === 'ascending' ? -1 : 1;
        var rows = Array.prototype.map.call(table.tBodies, function (body) { return [key(body, column), body]; });
        rows.sort(function (a, b) { return compare(a[0], b[0], sign); });
        rows.forEach(function (entry) { table.appendChild(entry[1]); });
        each(heads, function (other) { other.setAttribute('aria-sort', 'none'); });
        head.setAttribute('aria-sort', sign === 1 ? 'ascending' : 'descending');
      });
    });
  });

  var tools = document.getElementById('tools');
  if (!tools) { return; }
  var search = document.getElementById('search');
  var shown = document.getElementById('shown');
  var bodies = document.querySelectorAll('tbody');
  tools.hidden = false;
  search.addEventListener('input', function () {
    var words = search.value.toLowerCase().split(/\\s+/).filter(Boolean);
    var count = 0;
    each(bodies, function (body) {
      var text = (body.getAttribute('data-host') + ' ' + body.textContent).toLowerCase();
      body.hidden = !words.every(function (word) { return text.indexOf(word) !== -1; });
      count += body.hidden ? 0 : 1;
    });
    shown.textContent = words.length ? count + ' of ' + bodies.length + ' accounts' : '';
  });
}());
"""
