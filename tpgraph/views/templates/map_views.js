// What is drawn at each step of the ladder: a theme, the neighbourhood of one item, everything.
// A view is {title, nodes, edges, hiddenLinks, note, fixedHeight?}; coordinates are pixels of the drawing at scale 1.
(function (map) {
  "use strict";
  const LINKS_AN_ITEM = 3;
  const kindOrder = [...map.kinds.keys()];

  // Links come strongest first. A link is kept while either of its ends has fewer than three.
  function strongest(links, all) {
    if (all) return links;
    const used = new Map();
    return links.filter((link) => {
      const near = used.get(link.from) || 0;
      const far = used.get(link.to) || 0;
      if (near >= LINKS_AN_ITEM && far >= LINKS_AN_ITEM) return false;
      used.set(link.from, near + 1);
      used.set(link.to, far + 1);
      return true;
    });
  }

  function linksBetween(items) {
    const inside = new Set(items.map((item) => item.id));
    return map.data.links.filter((link) => inside.has(link.from) && inside.has(link.to));
  }

  const visible = (items, state) => items.filter((item) => !state.hiddenKinds.has(item.kind));

  function view(title, items, place, state, room) {
    const shown = visible(items, state);
    const links = linksBetween(shown);
    const edges = strongest(links, state.allLinks);
    const nodes = map.labels.choose(spread(shown, shown.map(place), room), room);
    return { title, nodes, edges: faded(edges), hiddenLinks: links.length - edges.length, note: "" };
  }

  // The more lines there are the fainter and thinner each is, or they would hide the items
  function faded(edges) {
    const share = Math.min(1, Math.sqrt(150 / Math.max(edges.length, 1)));
    return edges.map((edge) => ({ ...edge, width: Math.max(0.5, edge.width * share),
      color: { ...edge.color, opacity: Math.max(0.12, edge.color.opacity * share) } }));
  }

  const everything = (state, room) =>
    view("Everything on this map", map.items, (item) => [item.node.x, item.node.y], state, room);

  function theme(chosen, state, room) {
    const places = new Map(chosen.members.map((item, number) => [item.id, chosen.places[number]]));
    return view(chosen.name, chosen.members, (item) => places.get(item.id), state, room);
  }

  // Stretch the positions to fill the drawing; the fewer the items the larger they are.
  function spread(items, places, room) {
    const margin = Math.min(60, room.width / 8);
    const axis = (number, size) => {
      const values = places.map((place) => place[number]);
      const low = Math.min(...values);
      const high = Math.max(...values);
      return (value) => (high > low ? margin + ((value - low) / (high - low)) * (size - 2 * margin) : size / 2);
    };
    const x = axis(0, room.width);
    const y = axis(1, room.height);
    const size = Math.min(Math.max(0.1 * Math.sqrt((room.width * room.height) / items.length), 2.2), 12);
    return items.map((item, number) => ({ ...item.node, x: x(places[number][0]), y: y(places[number][1]),
      size: size * (1 + 2.4 * item.node.weight) }));
  }

  const other = (link, item) => map.byId.get(link.from === item.id ? link.to : link.from);

  // The nearest items of each kind in turn, so that a body with 500 payees still shows its services
  function nearest(item, state, most) {
    const byKind = new Map(kindOrder.map((kind) => [kind, []]));
    const seen = new Set([item]);
    for (const link of item.links) {
      const found = other(link, item);
      if (!seen.has(found)) byKind.get(found.kind).push(found);
      seen.add(found);
    }
    const queues = [...byKind.values()].map((queue) => visible(queue, state));
    const all = queues.reduce((total, queue) => total + queue.length, 0);
    const found = [];
    for (let turn = 0; found.length < Math.min(all, most); turn += 1) {
      for (const queue of queues) if (turn < queue.length && found.length < most) found.push(queue[turn]);
    }
    found.sort((a, b) => kindOrder.indexOf(a.kind) - kindOrder.indexOf(b.kind));
    return { found, all };
  }

  // Behind each item of the first ring at most three more, in turns, as many as there is room for
  function secondStep(item, found, state, most) {
    const taken = new Set([item, ...found]);
    const behind = found.map(() => []);
    for (let turn = 0; turn < LINKS_AN_ITEM; turn += 1) {
      found.forEach((near, number) => {
        if (taken.size > found.length + most) return;
        const next = near.links.map((link) => other(link, near))
          .find((child) => !taken.has(child) && !state.hiddenKinds.has(child.kind));
        if (!next) return;
        taken.add(next);
        behind[number].push(next);
      });
    }
    return { behind, taken };
  }

  function neighbourhood(item, state, room) {
    const fits = Math.max(7, Math.floor((room.width + room.height) / 95)) * (state.allLinks ? 4 : 1);
    const { found, all } = nearest(item, state, fits);
    const { behind, taken } = secondStep(item, found, state, Math.floor(fits * 1.6));
    const links = linksBetween([...taken]);
    const centre = links.filter((link) => link.from === item.id || link.to === item.id);
    const edges = state.allLinks ? links : [...new Set([...centre, ...strongest(links, false)])];
    const left = all - found.length;
    const note = left ? `${map.counted(left, "more neighbour is", "more neighbours are")} in the panel.` : "";
    const nodes = rings(item, found, behind, room);
    return { title: item.name, nodes, edges, hiddenLinks: links.length - edges.length, note };
  }

  function rings(item, found, behind, room) {
    const slots = behind.map((children) => Math.max(children.length, 1));
    const total = slots.reduce((sum, slot) => sum + slot, 0);
    const at = (near, share, step, size) => {
      const angle = share * 2 * Math.PI + 0.5;
      const x = room.width / 2 + (room.width / 2 - 45) * step * Math.cos(angle);
      const y = room.height / 2 - 10 + (room.height / 2 - 35) * step * Math.sin(angle);
      return { ...near.node, x, y, size, font: { size: 13 } };
    };
    const focus = { background: item.node.color, border: "#1D2733" };
    const nodes = [{ ...at(item, 0, 0, 22), font: { size: 16 }, borderWidth: 4, color: focus }];
    let used = 0;
    found.forEach((near, number) => {
      const inner = number % 2 && found.length > 8 ? 0.58 : 0.44;
      const step = behind[number].length || found.length < 6 ? inner : 0.5 + 0.24 * (number % 3);
      nodes.push(at(near, (used + slots[number] / 2) / total, step, 12));
      behind[number].forEach((child, position) => {
        const share = (used + ((position + 0.5) * slots[number]) / behind[number].length) / total;
        nodes.push(at(child, share, position % 2 ? 0.84 : 1, 8));
      });
      used += slots[number];
    });
    return map.labels.choose(nodes, room);
  }

  map.views = { everything, theme, neighbourhood };
})(window.tpgraphMap);
