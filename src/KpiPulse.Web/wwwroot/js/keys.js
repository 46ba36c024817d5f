// Everything here is also a link or a form: keys only make it quicker.
const typing = target => target.closest('input, select, textarea, [contenteditable]') !== null;
const jump = key => document.querySelector(`.rail a[data-key="${key}"]`);
const use = thing => { thing?.focus(); thing?.click(); };
const keys = document.getElementById('keys');
let went = 0;

// A number's other pages have the address of its tickets with another path.
const ofMetric = (url, path, hash = '') => {
  const metric = url.searchParams.get('metric');
  url.searchParams.delete('metric');
  return `/${path}/${metric}${url.search}${hash}`;
};
const pages = {
  i: url => `/passport${url.search}`,
  c: url => ofMetric(url, 'metric', '#comments'),
  y: url => ofMetric(url, 'why'),
};

// A scorecard is one tab stop: arrows move within it, Enter opens, i is the passport, c the comments, y why.
for (const table of document.querySelectorAll('table.scorecard')) {
  const rows = () => [...table.tBodies[0].rows].map(row => [...row.querySelectorAll('th a, td.cell > a')]).filter(row => row.length > 0);
  const move = link => {
    for (const other of table.querySelectorAll('tbody th a, tbody td.cell > a')) other.tabIndex = other === link ? 0 : -1;
    link.focus();
  };
  rows().flat().forEach((link, index) => { link.tabIndex = index === 0 ? 0 : -1; });
  table.addEventListener('focusin', event => {
    const link = event.target.closest('tbody th a, tbody td.cell > a');
    if (link && link.tabIndex !== 0) move(link);
  });
  table.addEventListener('keydown', event => {
    const link = event.target.closest('tbody th a, tbody td.cell > a');
    if (!link || event.ctrlKey || event.metaKey || event.altKey) return;
    const grid = rows();
    const y = grid.findIndex(row => row.includes(link));
    const x = grid[y].indexOf(link);
    const go = { ArrowLeft: [y, x - 1], ArrowRight: [y, x + 1], ArrowUp: [y - 1, x], ArrowDown: [y + 1, x], Home: [y, 0], End: [y, grid[y].length - 1] }[event.key];
    if (go) {
      const row = grid[go[0]];
      if (row) move(row[Math.max(0, Math.min(row.length - 1, go[1]))]);
    } else if (pages[event.key] && link.closest('td')) {
      location.href = pages[event.key](new URL(link.href));
    } else {
      return;
    }
    event.preventDefault();
    event.stopPropagation();
  });
}

document.addEventListener('keydown', event => {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (event.key === 'Escape') {
    for (const menu of document.querySelectorAll('details.menu[open]')) {
      menu.open = false;
      if (menu.contains(document.activeElement)) menu.querySelector('summary').focus();
    }
    return;
  }
  if (typing(event.target) || keys.open) return;
  const isJump = event.timeStamp - went < 2000;
  went = 0;
  if (isJump && jump(event.key)) location.href = jump(event.key).href;
  else if (event.key === 'g') went = event.timeStamp;
  else if (event.key === '/') document.getElementById('find').focus();
  else if (event.key === '?') keys.showModal();
  else if (event.key === 'i' || event.key === 'c' || event.key === '[' || event.key === ']') use(document.querySelector(`[data-shortcut="${event.key}"]`));
  else return;
  event.preventDefault();
});

// A menu closes when the eye goes elsewhere.
document.addEventListener('click', event => {
  for (const menu of document.querySelectorAll('details.menu[open]')) if (!menu.contains(event.target)) menu.open = false;
});
