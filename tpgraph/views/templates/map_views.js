// What is drawn at each step of the ladder: overview, theme, neighbourhood of one item, everything.
// A view is {title, nodes, edges, hiddenLinks, note, fixedHeight?}.
(function (map) {
  "use strict";
  const LINKS_AN_ITEM = 3;
  const NEAREST = 30;
  const SECOND_STEP = 90;

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

  function visible(items, state) {
    return items.filter((item) => !state.hiddenKinds.has(item.kind));
  }

  function placed(item, x, y) {
    return { ...item.node, x, y };
  }

  function view(title, items, place, state, note) {
    const shown = visible(items, state);
    const links = linksBetween(shown);
    const edges = strongest(links, state.allLinks);
    const nodes = shown.map((item) => placed(item, ...place(item)));
    return { title, nodes, edges, hiddenLinks: links.length - edges.length, note };
  }

  function everything(state) {
    return view("Everything on this map", map.items, (item) => [item.node.x, item.node.y], state, "");
  }

  function theme(chosen, state) {
    const places = new Map(chosen.members.map((item, number) => [item.id, chosen.places[number]]));
    return view(chosen.name, chosen.members, (item) => places.get(item.id), state, "");
  }

  const other = (link, item) => map.byId.get(link.from === item.id ? link.to : link.from);

  // The nearest items of each kind in turn, so that a body with 500 payees still shows its services
  function nearest(item, state) {
    const byKind = new Map([...map.kinds.keys()].map((kind) => [kind, []]));
    const seen = new Set([item]);
    for (const link of item.links) {
      const found = other(link, item);
      if (!seen.has(found)) byKind.get(found.kind).push(found);
      seen.add(found);
    }
    const queues = [...byKind.values()].map((queue) => visible(queue, state));
    const all = queues.reduce((total, queue) => total + queue.length, 0);
    const found = [];
    for (let turn = 0; found.length < Math.min(all, NEAREST); turn += 1) {
      for (const queue of queues) if (turn < queue.length && found.length < NEAREST) found.push(queue[turn]);
    }
    const order = [...map.kinds.keys()];
    found.sort((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind));
    return { found, all };
  }

  // Two steps around an item: the first ring, and behind each of its items at most three more.
  function neighbourhood(item, state) {
    const { found, all } = nearest(item, state);
    const taken = new Set([item, ...found]);
    const behind = found.map((near) => {
      const children = [];
      for (const link of near.links) {
        const child = other(link, near);
        if (taken.size > NEAREST + SECOND_STEP || children.length === LINKS_AN_ITEM) break;
        if (taken.has(child) || state.hiddenKinds.has(child.kind)) continue;
        taken.add(child);
        children.push(child);
      }
      return children;
    });
    const nodes = rings(item, found, behind);
    const inside = [...taken];
    const links = linksBetween(inside);
    const centre = links.filter((link) => link.from === item.id || link.to === item.id);
    const edges = state.allLinks ? links : [...new Set([...centre, ...strongest(links, false)])];
    const left = all - found.length;
    const note = left ? `${map.counted(left, "more neighbour is", "more neighbours are")} in the panel only.` : "";
    return { title: item.name, nodes, edges, hiddenLinks: links.length - edges.length, note };
  }

  function rings(item, found, behind) {
    const slots = behind.map((children) => Math.max(children.length, 1.4));
    const total = slots.reduce((sum, slot) => sum + slot, 0);
    const inner = Math.max(250, (found.length * 150) / (2 * Math.PI));
    const outer = Math.max(inner + 240, (total * 125) / (2 * Math.PI));
    const nodes = [{ ...placed(item, 0, 0), size: 34, font: { size: 22 }, borderWidth: 5, color: focusColour(item) }];
    let used = 0;
    found.forEach((near, number) => {
      const middle = turn((used + slots[number] / 2) / total);
      const stagger = number % 2 && found.length > 8 ? 70 : 0;
      nodes.push(ringNode(near, inner + stagger, middle, 16));
      behind[number].forEach((child, position) => {
        const angle = turn((used + ((position + 0.5) * slots[number]) / behind[number].length) / total);
        nodes.push(ringNode(child, outer + (position % 2 ? 75 : 0), angle, 11));
      });
      used += slots[number];
    });
    return nodes;
  }

  const turn = (share) => share * 2 * Math.PI - Math.PI / 2;
  const focusColour = (item) => ({ background: item.node.color, border: "#FFBF47" });

  function ringNode(item, radius, angle, size) {
    const node = placed(item, 1.25 * radius * Math.cos(angle), radius * Math.sin(angle));
    return { ...node, size, font: { size: size > 12 ? 15 : 13 } };
  }

  map.views = { everything, theme, neighbourhood, visible };
})(window.tpgraphMap);
