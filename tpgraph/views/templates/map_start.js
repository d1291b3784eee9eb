// Where the reader is (kept in the part of the address after #, so Back works), and what follows from it.
(function (map) {
  "use strict";
  const state = { step: "overview", theme: null, item: null, openKind: "", allLinks: false, hiddenKinds: new Set() };
  const part = (id) => document.getElementById(id);
  let arrived = null;

  const go = {
    overview: () => move("#/"),
    everything: () => move("#/all"),
    theme: (name, openKind) => {
      state.openKind = openKind || "";
      move(`#/theme/${encodeURIComponent(name)}`);
    },
    item: (item) => move(`#/item/${encodeURIComponent(item.id)}`),
  };

  function move(address) {
    window.location.hash = address;
    arrive();
    map.panel.focus();
  }

  function decoded(text) {
    try {
      return decodeURIComponent(text);
    } catch {
      return "";
    }
  }

  function read() {
    const [, step, ...rest] = window.location.hash.split("/");
    const name = decoded(rest.join("/"));
    const theme = step === "theme" ? map.themes.find((each) => each.name === name) : null;
    const item = step === "item" ? map.byId.get(name) : null;
    if (theme) Object.assign(state, { step, theme, item: null });
    else if (item) Object.assign(state, { step, item, theme: themeBefore(item) });
    else Object.assign(state, { step: step === "all" ? "all" : "overview", theme: null, item: null });
  }

  // The theme the reader came from stays in the steps if the item belongs to it
  function themeBefore(item) {
    if (state.theme && state.theme.members.includes(item)) return state.theme;
    return map.themes.find((theme) => theme.name === item.theme) || null;
  }

  function makeView() {
    if (state.step === "overview") return map.views.overview(map.canvas.width(), state);
    const room = map.canvas.room();
    if (state.step === "theme") return map.views.theme(state.theme, state, room);
    if (state.step === "item") return map.views.neighbourhood(state.item, state, room);
    return map.views.everything(state, room);
  }

  function showPanel() {
    if (state.step === "theme") map.panel.theme(state.theme, state.openKind, go);
    else if (state.step === "item") map.panel.one(state.item, go);
    else if (state.step === "all") map.panel.everything(go);
    else map.panel.overview(go);
  }

  function draw() {
    const view = makeView();
    part("view-title").textContent = view.title;
    map.canvas.draw(view);
    const overview = state.step === "overview";
    const invitation = map.items.length ? "Choose a theme to see inside it." : "Nothing is drawn.";
    const said = overview ? [invitation] : [inView(view), hiddenLinks(view)];
    part("view-status").textContent = [...said, view.note, leftOut()].filter(Boolean).join(" ");
    part("all-links").hidden = overview;
    part("everything").hidden = state.step === "all";
  }

  function inView(view) {
    const items = map.counted(view.nodes.length, "item", "items");
    return `${items} and ${map.counted(view.edges.length, "link", "links")} shown.`;
  }

  function hiddenLinks(view) {
    if (!view.hiddenLinks) return "No link between them is hidden.";
    const hidden = map.counted(view.hiddenLinks, "weaker link is", "weaker links are");
    return `${hidden} hidden: the three strongest of each item are drawn.`;
  }

  function leftOut() {
    const items = [...map.kinds.keys()].reduce((sum, kind) => sum + (map.data.hidden[kind] || 0), 0);
    const links = map.data.hidden.link || 0;
    if (!items && !links) return "";
    return `Not on this map: ${map.counted(items, "item", "items")} and ${map.counted(links, "link", "links")}.`;
  }

  function steps() {
    const made = [["Overview", go.overview]];
    if (state.step === "all") made.push(["Everything", null]);
    if (state.theme) made.push([state.theme.name, () => go.theme(state.theme.name)]);
    if (state.item) made.push([state.item.name, null]);
    part("steps").replaceChildren(...made.map(([text, action], number) => {
      const last = number === made.length - 1;
      const name = last ? map.element("span", { "aria-current": "page" }, text) : map.button(text, action);
      return map.element("li", {}, name);
    }));
  }

  function arrive() {
    arrived = window.location.hash;
    read();
    steps();
    showPanel();
    draw();
  }

  function onChoose(node) {
    if (node.theme) go.theme(node.theme.name, node.kind);
    else if (map.byId.has(node.id)) go.item(map.byId.get(node.id));
  }

  function controls() {
    part("all-links").addEventListener("click", (event) => {
      state.allLinks = !state.allLinks;
      event.target.setAttribute("aria-pressed", String(state.allLinks));
      draw();
    });
    part("everything").addEventListener("click", go.everything);
    for (const box of document.querySelectorAll(".legend input")) {
      box.addEventListener("change", () => {
        state.hiddenKinds[box.checked ? "delete" : "add"](box.value);
        draw();
      });
    }
    let width = window.innerWidth;
    window.addEventListener("resize", () => {
      if (window.innerWidth === width) return;
      width = window.innerWidth;
      draw();
    });
    window.addEventListener("hashchange", () => {
      const address = window.location.hash;
      if (address !== arrived && /^(#\/.*)?$/.test(address)) arrive();
    });
  }

  map.go = go;
  part("toolbar").hidden = false;
  part("map").hidden = false;
  map.canvas.start(onChoose);
  controls();
  arrive();
  document.documentElement.dataset.ready = "yes";
})(window.tpgraphMap);
