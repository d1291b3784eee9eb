// Which names can be read at once: the largest items first, none over another. The rest appear on zooming in.
(function (map) {
  "use strict";
  const LETTER = 0.56;
  const LINE = 1.2;
  const SMALL = 6;
  const MOST = 30;
  const CELL = 64;

  function box(node, size) {
    const lines = node.label.split("\n");
    const width = Math.max(...lines.map((line) => line.length)) * size * LETTER;
    const top = node.y + node.size + 4;
    return { left: node.x - width / 2, right: node.x + width / 2, top, bottom: top + lines.length * size * LINE };
  }

  const overlap = (a, b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;

  // Boxes by the cells of a coarse grid, so that 2,000 names are compared with their neighbours only
  function grid() {
    const cells = new Map();
    const around = (one) => {
      const keys = [];
      for (let x = Math.floor(one.left / CELL); x <= Math.floor(one.right / CELL); x += 1) {
        for (let y = Math.floor(one.top / CELL); y <= Math.floor(one.bottom / CELL); y += 1) keys.push(`${x} ${y}`);
      }
      return keys;
    };
    const free = (one) => around(one).every((key) => !(cells.get(key) || []).some((each) => overlap(one, each)));
    const add = (one) => around(one).forEach((key) => cells.set(key, [...(cells.get(key) || []), one]));
    return { free, add };
  }

  function choose(nodes, room) {
    const taken = grid();
    const large = nodes.filter((node) => node.size > 9);
    large.forEach((node) => taken.add({ left: node.x - node.size, right: node.x + node.size,
      top: node.y - node.size, bottom: node.y + node.size }));
    const sized = new Map();
    let left = MOST;
    for (const node of [...nodes].sort((a, b) => b.size - a.size)) {
      const size = node.font ? node.font.size : 13;
      const wanted = box(node, size);
      const inside = wanted.left > 0 && wanted.right < room.width && wanted.bottom < room.height;
      const fits = left > 0 && inside && taken.free(wanted);
      if (fits) {
        taken.add(wanted);
        left -= 1;
      }
      sized.set(node, fits ? size : SMALL);
    }
    return nodes.map((node) => ({ ...node, font: { size: sized.get(node) } }));
  }

  map.labels = { choose };
})(window.tpgraphMap);
