// A button that prints the page; without a script there is none, browsers print by themselves.
for (const place of document.querySelectorAll("[data-print]")) {
  place.hidden = false;
  place.querySelector("button").addEventListener("click", () => print());
}
