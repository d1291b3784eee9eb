// Search: a text box with a list of results, by mouse or keys (the ARIA combobox pattern).
(function (map) {
  "use strict";
  const MOST = 30;
  const box = document.getElementById("search-text");
  const results = document.getElementById("search-results");
  const said = document.getElementById("search-count");
  const words = map.items.map((item) => map.fold(item.name));
  const others = map.items.map((item) => map.fold([item.id, item.figure, ...item.facts.flat()].join(" ")));
  let found = [];
  let chosen = -1;

  // Names that begin with the text come first, then words that do, then the text anywhere, then ids and other names
  function rank(text, number) {
    const name = words[number];
    if (name.startsWith(text)) return 0;
    if (name.includes(` ${text}`)) return 1;
    if (name.includes(text)) return 2;
    return others[number].includes(text) ? 3 : 9;
  }

  function search() {
    const text = map.fold(box.value.trim());
    const ranked = text ? map.items.map((item) => [rank(text, item.number), item]).filter(([place]) => place < 9) : [];
    ranked.sort((a, b) => a[0] - b[0] || a[1].number - b[1].number);
    found = ranked.slice(0, MOST).map(([, item]) => item);
    results.replaceChildren(...found.map(option));
    choose(found.length ? 0 : -1);
    open(found.length > 0);
    const first = ranked.length > MOST ? ` The first ${MOST} are listed.` : "";
    said.textContent = text ? `${map.counted(ranked.length, "result", "results")}.${first}` : "";
  }

  function option(item, number) {
    const kind = map.kinds.get(item.kind).singular;
    const made = map.element("li", { role: "option", id: `result-${number}`, "aria-selected": "false" },
      map.shape(item.kind), " ", item.name, " ", map.element("span", { class: "quiet" }, kind));
    made.addEventListener("mousedown", (event) => {
      event.preventDefault();
      take(number);
    });
    return made;
  }

  function choose(number) {
    chosen = number;
    [...results.children].forEach((row, place) => row.setAttribute("aria-selected", String(place === number)));
    if (number < 0) {
      box.removeAttribute("aria-activedescendant");
      return;
    }
    box.setAttribute("aria-activedescendant", `result-${number}`);
    results.children[number].scrollIntoView({ block: "nearest" });
  }

  function open(wanted) {
    results.hidden = !wanted;
    box.setAttribute("aria-expanded", String(wanted));
  }

  function take(number) {
    open(false);
    map.go.item(found[number]);
  }

  function onKey(event) {
    if (event.key === "Escape") open(false);
    if (!found.length) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      const step = event.key === "ArrowDown" ? 1 : -1;
      if (results.hidden) open(true);
      else choose((chosen + step + found.length) % found.length);
    } else if (event.key === "Enter" && !results.hidden && chosen >= 0) {
      event.preventDefault();
      take(chosen);
    }
  }

  box.addEventListener("input", search);
  box.addEventListener("keydown", onKey);
  box.addEventListener("blur", () => open(false));
})(window.tpgraphMap);
