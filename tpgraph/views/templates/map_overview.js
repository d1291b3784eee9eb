// The overview: one row a theme, one column a kind, the size and the number say how many.
(function (map) {
  "use strict";
  const MOST_ROWS = 14;
  const NARROW = 640;

  function overview(width, state) {
    const kinds = [...map.kinds.values()].filter((kind) => !state.hiddenKinds.has(kind.name));
    const rows = map.themes.slice(0, MOST_ROWS).map((theme) => ({ theme, counts: countsOf(theme, kinds) }));
    const most = Math.max(1, ...rows.flatMap((row) => row.counts));
    const grid = width < NARROW ? narrowGrid(width, kinds.length) : wideGrid(width, kinds.length);
    const nodes = kinds.map((kind, column) => heading(kind, grid.x(column), grid.font));
    rows.forEach((row, number) => {
      nodes.push(themeBox(row.theme, grid, number));
      row.counts.forEach((count, column) => {
        const place = { id: `cell ${number} ${column}`, x: grid.x(column), y: grid.top + number * grid.row + grid.dy };
        nodes.push({ ...place, ...cell(row.theme, kinds[column], count, grid.size(count / most)) });
      });
    });
    const left = map.themes.length - rows.length;
    const note = left > 0 ? `${map.counted(left, "more theme is", "more themes are")} in the panel.` : "";
    const fixedHeight = grid.top + rows.length * grid.row;
    return { title: "Overview by theme", nodes, edges: [], hiddenLinks: 0, note, fixedHeight };
  }

  function countsOf(theme, kinds) {
    return kinds.map((kind) => theme.members.filter((item) => item.kind === kind.name).length);
  }

  function wideGrid(width, columns) {
    const label = Math.min(260, width * 0.3);
    return { font: 15, top: 48, row: 86, box: { x: label / 2 + 8, dy: 40, width: label - 24 },
      x: (column) => label + ((width - label) * (column + 0.5)) / columns, dy: 30,
      size: (share) => 7 + 19 * Math.sqrt(share) };
  }

  function narrowGrid(width, columns) {
    return { font: 10, top: 40, row: 128, box: { x: width / 2, dy: 24, width: width - 32 },
      x: (column) => (width * (column + 0.5)) / columns, dy: 76, size: (share) => 7 + 15 * Math.sqrt(share) };
  }

  function heading(kind, x, size) {
    const font = { size, color: "#4D5A68" };
    return { id: `heading ${kind.name}`, shape: "text", label: kind.plural, x, y: 22, font };
  }

  function themeBox(theme, grid, number) {
    const money = theme.short_money ? `\n${theme.short_money} listed` : "";
    const name = theme.name.length > 60 ? `${theme.name.slice(0, 59)}…` : theme.name;
    return { id: `theme ${number}`, theme, shape: "box", label: name + money, x: grid.box.x,
      y: grid.top + number * grid.row + grid.box.dy, margin: 6, font: { size: 15, color: "#12436D" },
      color: { background: "#F3F6F9", border: "#12436D", highlight: "#FFFFFF", hover: "#FFFFFF" },
      widthConstraint: { minimum: grid.box.width - 12, maximum: grid.box.width - 12 } };
  }

  function cell(theme, kind, count, size) {
    const chosen = { theme, kind: kind.name };
    if (!count) return { ...chosen, shape: "text", label: "none", font: { size: 13, color: "#4D5A68" } };
    const title = `${theme.name}: ${map.counted(count, kind.singular, kind.plural)}`;
    const drawn = { title, size, shape: kind.shape, color: kind.colour, label: map.count(count), font: { size: 15 } };
    return { ...chosen, ...drawn };
  }

  map.views.overview = overview;
})(window.tpgraphMap);
