// Puts a live Leaflet map over the still one. The still drawing stays until the first tile has come, and for good
// when there is no network: the list beside the map says the same.

let leaflet;

function loadLeaflet(src) {
  leaflet ??= new Promise((resolve, reject) => {
    const script = Object.assign(document.createElement("script"), { src });
    script.onload = () => resolve(window.L);
    script.onerror = reject;
    document.head.append(script);
  });
  return leaflet;
}

function link(url, className) {
  const node = document.createElement(url ? "a" : "span");
  if (url) node.href = url;
  node.className = className;
  return node;
}

function shapeOf(sprite, state) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  svg.setAttribute("class", "shape");
  svg.setAttribute("aria-hidden", "true");
  use.setAttribute("href", `${sprite}#etat-${state}`);
  svg.append(use);
  return svg;
}

// An icon of no size of its own: the link inside is the target, reached by keyboard like any link.
const icon = (L, html) => L.divIcon({ html, className: "map-icon", iconSize: [0, 0] });

function addPerimeters(L, map, collection) {
  L.geoJSON(collection, {
    style: { className: "perimeter" },
    onEachFeature({ properties }, layer) {
      const bounds = layer.getBounds();
      const top = [bounds.getNorth(), bounds.getCenter().lng];
      if (properties.url) layer.on("click", () => location.assign(properties.url));
      const label = link(properties.url, "map-label");
      label.textContent = properties.label;
      L.marker(top, { icon: icon(L, label), keyboard: false }).addTo(map);
    },
  }).addTo(map);
}

function addPoints(L, map, points, sprite) {
  for (const { label, lat, lon, url, state } of points) {
    const pin = link(url, "pin");
    pin.title = label;
    pin.setAttribute("aria-label", label);
    if (!url) pin.setAttribute("role", "img");
    if (state) {
      pin.dataset.state = state;
      pin.append(shapeOf(sprite, state));
    }
    L.marker([lat, lon], { icon: icon(L, pin), keyboard: false }).addTo(map);
  }
}

// One finger scrolls the page until the map is tapped; the wheel zooms only once the map has the focus.
function tame(map, container, words) {
  const wake = () => {
    map.scrollWheelZoom.enable();
    map.dragging.enable();
    container.parentNode.querySelector(".map-hint")?.remove();
  };
  map.scrollWheelZoom.disable();
  container.addEventListener("focus", wake, { once: true });
  container.addEventListener("click", wake, { once: true });
  if (!matchMedia("(pointer: coarse)").matches) return;
  map.dragging.disable();
  const hint = document.createElement("p");
  hint.className = "map-hint";
  hint.textContent = words.move;
  container.parentNode.append(hint);
}

async function start(figure) {
  const config = JSON.parse(document.getElementById(figure.dataset.map).textContent);
  const L = await loadLeaflet(figure.dataset.leaflet);
  const container = document.createElement("div");
  container.className = "map-live";
  figure.append(container);
  const map = L.map(container, {
    minZoom: config.minZoom,
    maxZoom: config.maxZoom,
    zoomControl: false,
    zoomSnap: 0.25,
    fadeAnimation: false,
    zoomAnimation: !matchMedia("(prefers-reduced-motion: reduce)").matches,
  });
  container.setAttribute("role", "region");
  container.setAttribute("aria-label", config.title);
  map.attributionControl.setPrefix(false);
  L.control
    .zoom({ position: "bottomleft", zoomInTitle: config.words.zoomIn, zoomOutTitle: config.words.zoomOut })
    .addTo(map);
  map.fitBounds(config.bounds, { padding: [48, 40], maxZoom: 16 });
  addPerimeters(L, map, config.perimeters);
  addPoints(L, map, config.points, figure.dataset.sprite);
  figure.dispatchEvent(new CustomEvent("map:made", { bubbles: true, detail: { L, map } }));
  L.tileLayer(config.tiles, { attribution: config.attribution, maxZoom: config.maxZoom })
    .once("tileload", () => {
      figure.dataset.ready = "";
      figure.querySelector(":scope > svg")?.setAttribute("aria-hidden", "true");
      tame(map, container, config.words);
    })
    .addTo(map);
}

const seen = new IntersectionObserver(
  (entries) => {
    for (const { isIntersecting, target } of entries) {
      if (!isIntersecting) continue;
      seen.unobserve(target);
      start(target).catch(() => target.removeAttribute("data-ready"));
    }
  },
  { rootMargin: "200px" },
);
for (const figure of document.querySelectorAll("[data-map]")) seen.observe(figure);
