// The tables below the drawing: a filter for both, and names that open in the drawing.
(function (map) {
  "use strict";
  const text = document.getElementById("filter-text");
  const kind = document.getElementById("filter-kind");
  const theme = document.getElementById("filter-theme");
  const said = document.getElementById("filter-count");
  const left = said.textContent.includes(";") ? said.textContent.slice(said.textContent.indexOf(";")) : ".";
  const itemRows = [...document.querySelectorAll("#item-table tbody tr")];
  const linkRows = [...document.querySelectorAll("#link-table tbody tr")];
  const itemTexts = map.items.map((item) => map.fold(`${item.name} ${item.sector} ${item.id}`));
  const membersOf = new Map(map.themes.map((each) => [each.name, new Set(each.members)]));
  let waiting = 0;

  function wanted(item) {
    if (kind.value && map.kinds.get(item.kind).singular !== kind.value) return false;
    return !theme.value || membersOf.get(theme.value).has(item);
  }

  function filter() {
    const part = map.fold(text.value.trim());
    const fits = map.items.map(wanted);
    const shown = fits.map((fit, number) => fit && itemTexts[number].includes(part));
    itemRows.forEach((row, number) => { row.hidden = !shown[number]; });
    map.data.links.forEach((link, number) => {
      const ends = [map.byId.get(link.from).number, map.byId.get(link.to).number];
      linkRows[number].hidden = !ends.some((end) => shown[end]);
    });
    const total = shown.filter(Boolean).length;
    const items = map.counted(total, "item", "items");
    said.textContent = total === shown.length ? items + left : `${items} of ${map.count(shown.length)}${left}`;
  }

  function soon() {
    window.clearTimeout(waiting);
    waiting = window.setTimeout(filter, 120);
  }

  text.addEventListener("input", soon);
  kind.addEventListener("change", filter);
  theme.addEventListener("change", filter);
  document.getElementById("item-table").addEventListener("click", (event) => {
    const name = event.target.closest("button");
    if (name) map.go.item(map.items[Number(name.value)]);
  });
  document.getElementById("filters").hidden = false;
})(window.tpgraphMap);
