// The drawing itself: vis-network with positions given, its mouse and our keys.
(function (map) {
  "use strict";
  const frame = document.getElementById("canvas");
  const FONT = window.getComputedStyle(document.body).fontFamily;
  let network = null;
  let current = null;

  function start(onChoose) {
    const options = { ...map.data.options, autoResize: true };
    const font = { face: FONT, color: "#1D2733", strokeWidth: 3, strokeColor: "#FFFFFF" };
    options.nodes = { ...options.nodes, font };
    network = new vis.Network(frame, { nodes: [], edges: [] }, options);
    network.on("click", (event) => {
      const chosen = event.nodes.length ? current.nodes.find((node) => node.id === event.nodes[0]) : null;
      if (chosen) onChoose(chosen);
    });
    frame.addEventListener("keydown", onKey);
    document.getElementById("zoom-in").addEventListener("click", () => zoom(1.4));
    document.getElementById("zoom-out").addEventListener("click", () => zoom(1 / 1.4));
    document.getElementById("zoom-fit").addEventListener("click", fit);
  }

  function draw(view) {
    current = view;
    const fixed = Boolean(view.fixedHeight);
    document.getElementById("drawing-buttons").hidden = fixed;
    frame.classList.toggle("overview", fixed);
    frame.style.height = fixed ? `${Math.max(view.fixedHeight, 120)}px` : "";
    frame.style.minHeight = fixed ? "0" : "";
    network.setOptions({ interaction: { dragView: !fixed, zoomView: !fixed, dragNodes: !fixed } });
    network.setSize("100%", "100%");
    network.redraw();
    network.setData({ nodes: new vis.DataSet(view.nodes), edges: new vis.DataSet(view.edges) });
    fit();
  }

  function fit() {
    const position = { x: frame.clientWidth / 2, y: frame.clientHeight / 2 };
    network.moveTo({ position, scale: 1, animation: false });
  }

  // The room for a drawing that is not of fixed height, in pixels: views are laid out for it, at scale 1
  function room() {
    frame.classList.remove("overview");
    frame.style.height = "";
    frame.style.minHeight = "";
    return { width: frame.clientWidth, height: frame.clientHeight };
  }

  function zoom(factor) {
    network.moveTo({ scale: Math.min(Math.max(network.getScale() * factor, 0.01), 6), animation: false });
  }

  function pan(x, y) {
    const centre = network.getViewPosition();
    const scale = network.getScale();
    network.moveTo({ position: { x: centre.x + x / scale, y: centre.y + y / scale }, animation: false });
  }

  function onKey(event) {
    const keys = { ArrowLeft: () => pan(-80, 0), ArrowRight: () => pan(80, 0), ArrowUp: () => pan(0, -80),
      ArrowDown: () => pan(0, 80), "+": () => zoom(1.4), "=": () => zoom(1.4), "-": () => zoom(1 / 1.4), 0: fit };
    const action = keys[event.key];
    if (!action || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    action();
  }

  const width = () => frame.clientWidth;
  map.canvas = { start, draw, width, room };
})(window.tpgraphMap);
