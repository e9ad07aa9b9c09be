// The circle around the pin of « suivre un endroit »: drawn on the live map, as wide as what is chosen.

const figure = document.querySelector("[data-area]");
const form = figure?.closest("form");
let live, circle;

function draw() {
  circle?.remove();
  const { latitude, longitude, radius_m: radius } = form.elements;
  if (!live || !latitude.value || !longitude.value) return;
  const place = [Number(latitude.value), Number(longitude.value)];
  circle = live.L.circle(place, { radius: Number(radius.value), className: "area-circle", interactive: false });
  circle.addTo(live.map);
}

if (figure) {
  figure.addEventListener("map:made", ({ detail }) => {
    live = detail;
    draw();
  });
  figure.addEventListener("pin:put", draw);
  for (const radio of form.elements.radius_m) radio.addEventListener("change", draw);
}
