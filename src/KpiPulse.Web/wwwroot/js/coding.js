// Coding by keyboard: on a row 1–9 choose a reason and go on to the next, 0 takes it back, arrows move, Enter saves.
// Without script the lists and the button do the same.
for (const table of document.querySelectorAll('table[data-coding]')) {
  const rows = [...table.tBodies[0].rows];
  const focusRow = index => rows[Math.max(0, Math.min(rows.length - 1, index))].focus();
  rows.forEach((row, index) => { row.tabIndex = index === 0 ? 0 : -1; });
  table.addEventListener('keydown', event => {
    const row = event.target.closest('tbody tr');
    if (!row || event.ctrlKey || event.metaKey || event.altKey) return;
    const index = rows.indexOf(row);
    const list = row.querySelector('select');
    if (/^[0-9]$/.test(event.key) && Number(event.key) < list.options.length) {
      list.selectedIndex = Number(event.key);
      focusRow(index + 1);
    } else if (event.target === row && event.key === 'ArrowDown') {
      focusRow(index + 1);
    } else if (event.target === row && event.key === 'ArrowUp') {
      focusRow(index - 1);
    } else if (event.target === row && event.key === 'Enter') {
      list.form.requestSubmit();
    } else {
      return;
    }
    event.preventDefault();
  });
}
