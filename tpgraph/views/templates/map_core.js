// The data of the page, indexed, and the few helpers that every other script of the map uses.
// Text from sources reaches the page through textContent only.
window.tpgraphMap = (function () {
  "use strict";
  const data = JSON.parse(document.getElementById("page-data").textContent);
  const items = data.nodes.map((node, number) => ({ ...data.details[number], number, node, id: node.id, links: [] }));
  const byId = new Map(items.map((item) => [item.id, item]));
  const kinds = new Map(data.kinds.map((kind) => [kind.name, kind]));
  const themes = data.themes.map((theme) => ({ ...theme, members: theme.members.map((number) => items[number]) }));

  for (const link of data.links) {
    byId.get(link.from).links.push(link);
    if (link.to !== link.from) byId.get(link.to).links.push(link);
  }

  const count = (number) => number.toLocaleString("en-GB");
  const counted = (number, one, many) => `${count(number)} ${number === 1 ? one : many}`;

  // element("button", {type: "button"}, "text", child...): attributes by setAttribute, strings as text
  function element(name, attributes, ...children) {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes || {})) made.setAttribute(key, value);
    made.append(...children.filter((child) => child !== "" && child !== null));
    return made;
  }

  function button(text, action) {
    const made = element("button", { type: "button", class: "plain" }, text);
    made.addEventListener("click", action);
    return made;
  }

  // The shape of a kind, copied from the legend so that it is drawn in one place only
  function shape(kind) {
    return document.querySelector(`.legend input[value="${kind}"]`).parentElement.querySelector("svg").cloneNode(true);
  }

  const fold = (text) => text.normalize("NFKD").replace(/[\u0300-\u036f]/g, "").toLowerCase();

  return { data, items, byId, kinds, themes, count, counted, element, button, shape, fold };
})();
