// The form of a report: the live map takes a tap, the device may give its position. Without a script the picture of
// the map is posted, and everything else works the same.

const form = document.querySelector("form.report");
const figure = form?.querySelector(".point-map");
const { latitude, longitude } = form?.elements ?? {};
const said = figure?.querySelector("[data-said]");
const unpin = figure?.querySelector("[data-unpin]");
const SVG = "http://www.w3.org/2000/svg";
let live, pin;

function drop() {
  const svg = document.createElementNS(SVG, "svg");
  const path = document.createElementNS(SVG, "path");
  const eye = document.createElementNS(SVG, "circle");
  svg.setAttribute("class", "drop");
  svg.setAttribute("viewBox", "-34 -96 68 98");
  path.setAttribute("d", "M0 0c-8-26-30-38-30-62a30 30 0 1 1 60 0c0 24-22 36-30 62z");
  eye.setAttribute("cy", "-62");
  eye.setAttribute("r", "10");
  svg.append(path, eye);
  return svg;
}

function draw() {
  if (!live) return;
  pin?.remove();
  pin = undefined;
  if (!latitude.value || !longitude.value) return;
  const icon = live.L.divIcon({ html: drop(), className: "map-icon", iconSize: [0, 0] });
  const place = [Number(latitude.value), Number(longitude.value)];
  pin = live.L.marker(place, { icon, keyboard: false, draggable: true, zIndexOffset: 1000 }).addTo(live.map);
  pin.on("dragend", () => put(pin.getLatLng()));
}

function put(place) {
  latitude.value = place ? place.lat.toFixed(6) : "";
  longitude.value = place ? place.lng.toFixed(6) : "";
  said.textContent = place ? figure.dataset.put : figure.dataset.none;
  unpin.hidden = !place;
  draw();
  figure.dispatchEvent(new Event("pin:put"));
}

function locate() {
  said.textContent = figure.dataset.waiting;
  navigator.geolocation.getCurrentPosition(
    ({ coords }) => {
      put({ lat: coords.latitude, lng: coords.longitude });
      live?.map.setView([coords.latitude, coords.longitude], 17);
    },
    () => {
      said.textContent = figure.dataset.refused;
    },
    { enableHighAccuracy: true, timeout: 15_000, maximumAge: 60_000 },
  );
}

if (figure) {
  figure.addEventListener("map:made", ({ detail }) => {
    live = detail;
    live.map.on("click", ({ latlng }) => put(latlng.wrap()));
    draw();
    if (pin) live.map.setView(pin.getLatLng(), 17);
  });
  unpin.addEventListener("click", (event) => {
    event.preventDefault();
    put(null);
  });
  const ask = form.querySelector("[data-position]");
  if (navigator.geolocation) {
    ask.hidden = false;
    ask.querySelector("button").addEventListener("click", locate);
  }
}
