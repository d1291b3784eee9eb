// The panel beside the drawing: the themes, the items of a theme, or all that is known of one item.
(function (map) {
  "use strict";
  const FIRST = 25;
  const title = document.getElementById("panel-title");
  const body = document.getElementById("panel-body");
  const { element, button } = map;

  function show(text, ...parts) {
    title.textContent = text;
    body.replaceChildren(...parts.filter(Boolean));
  }

  // A list that shows its first rows and says how many more there are
  function list(rows, make) {
    const holder = element("div");
    const made = element("ul", {}, ...rows.slice(0, FIRST).map(make));
    holder.append(made);
    if (rows.length > FIRST) {
      const more = button(`Show ${map.count(rows.length - FIRST)} more`, () => {
        const added = rows.slice(FIRST).map(make);
        made.append(...added);
        more.remove();
        const target = added[0].querySelector("button");
        if (target) target.focus();
      });
      holder.append(more);
    }
    return holder;
  }

  function overview(go) {
    if (!map.items.length) {
      const mend = "No organisation, service or need is loaded: run tpgraph load FILES.";
      show("Nothing to show yet", element("p", {}, mend));
      return;
    }
    const rows = map.themes.map((theme) =>
      element("tr", {}, element("td", {}, button(theme.name, () => go.theme(theme.name))),
        element("td", { class: "number" }, map.count(theme.members.length)),
        element("td", { class: "number" }, theme.money, theme.figure ? element("br", {}) : null,
          theme.figure ? element("code", {}, theme.figure) : null)));
    const head = element("tr", {}, element("th", { scope: "col" }, "Theme"),
      element("th", { scope: "col", class: "number" }, "Items"),
      element("th", { scope: "col", class: "number" }, "Money listed"));
    const table = element("table", {}, element("thead", {}, head), element("tbody", {}, ...rows));
    show("Themes", element("p", {}, "Choose a theme here or in the drawing, or search for a name."),
      element("div", { class: "table-box" }, table),
      element("p", { class: "quiet" },
        "An item may belong to several themes. Money listed counts each payment where it is listed."));
  }

  function itemRow(go) {
    return (item) => element("li", {}, button(item.name, () => go.item(item)),
      element("span", { class: "money" }, item.money));
  }

  function members(text, lead, items, openKind, go, quiet) {
    const parts = [...map.kinds.values()].map((kind) => {
      const inside = items.filter((item) => item.kind === kind.name);
      if (!inside.length) return null;
      const count = map.counted(inside.length, kind.singular, kind.plural);
      const summary = element("summary", {}, map.shape(kind.name), " ", count);
      const details = element("details", {}, summary, list(inside, itemRow(go)));
      details.open = kind.name === openKind;
      return details;
    });
    show(text, element("p", {}, lead), quiet ? element("p", { class: "quiet" }, quiet) : null, ...parts);
  }

  function theme(chosen, openKind, go) {
    const lead = chosen.money ? `${chosen.money} listed under this theme.` : "No money is listed under this theme.";
    const beside = chosen.members.some((item) => item.kind === "organisation" && item.money);
    members(chosen.name, lead, chosen.members, openKind || "organisation", go, beside ? map.data.bodyMoney : "");
  }

  function everything(go) {
    members("Everything on this map", "Open a list, search for a name, or use the tables below.", map.items, "", go);
  }

  function facts(item) {
    const rows = [["Theme", item.theme], ["Sector", item.sector],
      ["People", item.people || ""], ...item.facts, ["Id", item.id],
      ["Where from", item.figure ? `${item.figure} (tpgraph explain ${item.figure})` : ""]];
    const known = rows.filter(([, text]) => text);
    return element("dl", {}, ...known.flatMap(([name, text]) => [element("dt", {}, name), element("dd", {}, text)]));
  }

  function linkGroups(item) {
    const groups = new Map();
    for (const link of item.links) {
      const forward = link.from === item.id;
      const words = map.data.words[link.relationship][forward ? 0 : 1];
      const key = `${link.relationship} ${forward}`;
      if (!groups.has(key)) groups.set(key, { words, rows: [] });
      groups.get(key).rows.push({ link, item: map.byId.get(forward ? link.to : link.from) });
    }
    return [...groups.values()];
  }

  function linkRow(go) {
    return ({ link, item }) => element("li", {}, map.shape(item.kind), button(item.name, () => go.item(item)),
      element("span", { class: "money" }, link.money), link.said ? element("small", {}, link.said) : null);
  }

  function one(item, go) {
    const groups = linkGroups(item).flatMap((group) => [
      element("h3", {}, `${group.words} (${map.count(group.rows.length)})`), list(group.rows, linkRow(go))]);
    const mark = element("p", { class: "quiet" }, map.shape(item.kind), " ",
      `${map.kinds.get(item.kind).singular}, ${map.counted(item.links.length, "link", "links")} on this map`);
    show(item.name, mark, item.note ? element("p", { class: "note" }, item.note) : null, facts(item), ...groups);
  }

  map.panel = { overview, theme, everything, one, focus: () => title.focus() };
})(window.tpgraphMap);
