// The desk of moderation by keyboard. A key is named on the element it acts on (data-key="n j"); everything is reached
// by Tab as well. Keys are silent while one types, while a modifier is held, and where a person switched them off.

const STORE = "moderation-keys";
const help = document.querySelector("[data-keys]");
const box = help?.querySelector("[data-keys-on]");
let left = false; // a key acts once: what follows belongs to the next page

const on = () => {
  try {
    return localStorage.getItem(STORE) !== "off";
  } catch {
    return true;
  }
};

function reveal(summary) {
  const details = summary.closest("details");
  details.open = !details.open;
  if (!details.open || details === help) return summary.focus();
  const field = details.querySelector("textarea, input:not([type=hidden]), select");
  field?.focus();
  if (field?.tagName === "TEXTAREA") field.setSelectionRange(field.value.length, field.value.length);
}

function act(node) {
  if (node.tagName === "SUMMARY") return reveal(node);
  left = true;
  node.click();
}

const typing = ({ target }) =>
  target.matches?.("textarea, select, [contenteditable], input:not([type=checkbox], [type=radio], [type=submit])");

document.addEventListener("keydown", (event) => {
  if (left || event.repeat || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (event.key === "Escape" && typing(event)) return event.target.blur();
  if (typing(event) || !on()) return;
  const node = [...document.querySelectorAll("[data-key]")].find(
    (one) => one.dataset.key.split(" ").includes(event.key) && !one.disabled && !one.closest("[hidden]"),
  );
  if (!node) return;
  event.preventDefault();
  act(node);
});
addEventListener("pageshow", () => {
  left = false;
});

if (help) {
  help.hidden = false;
  box.checked = on();
  box.addEventListener("change", () => {
    try {
      localStorage.setItem(STORE, box.checked ? "on" : "off");
    } catch {
      // Private browsing: the choice holds for this page alone.
    }
  });
}

// A double click decides once.
for (const form of document.querySelectorAll("main form[method=post]")) {
  form.addEventListener("submit", (event) => {
    if (form.dataset.sent) event.preventDefault();
    form.dataset.sent = "1";
  });
}
addEventListener("pageshow", (event) => {
  if (event.persisted) for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
});

// « Publié. Annuler (10 s) »: said again so that it is heard, counted down, then the button goes.
for (const notice of document.querySelectorAll("[data-decided]")) {
  const status = notice.querySelector("[role=status]");
  const words = status.firstElementChild;
  words.remove();
  requestAnimationFrame(() => status.append(words));
  const undo = notice.querySelector("[data-undo]");
  if (!undo) continue;
  const until = Date.now() + Number(notice.dataset.seconds) * 1000;
  const shown = undo.querySelector("[data-left]");
  const timer = setInterval(() => {
    const seconds = Math.ceil((until - Date.now()) / 1000);
    shown.textContent = `(${Math.max(0, seconds)} s)`;
    if (seconds > 0) return;
    clearInterval(timer);
    if (undo.contains(document.activeElement)) document.getElementById("contenu").focus();
    undo.replaceWith(Object.assign(document.createElement("p"), { textContent: notice.dataset.over }));
  }, 500);
}

// The lines of the queue: all at once, and how many.
const picks = [...document.querySelectorAll("[data-pick]")];
const all = document.querySelector("[data-pick-all]");
const count = document.querySelector("[data-picked]");
if (all && picks.length) {
  const every = all.querySelector("input");
  const say = () => {
    const chosen = picks.filter((one) => one.checked).length;
    count.textContent = `${chosen} / ${picks.length}`;
    every.checked = chosen === picks.length;
    every.indeterminate = chosen > 0 && chosen < picks.length;
  };
  all.hidden = false;
  every.addEventListener("change", () => {
    for (const one of picks) one.checked = every.checked;
    say();
  });
  for (const one of picks) one.addEventListener("change", say);
  say();
}

// The grid over a picture: one stop for Tab, the arrows go from cell to cell.
const grid = document.querySelector("[data-blur] .blur-cells");
if (grid) {
  const rows = [...grid.children].map((row) => [...row.querySelectorAll("input")]);
  const moves = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };
  for (const cell of rows.flat()) cell.tabIndex = -1;
  rows[0][0].tabIndex = 0;
  document.querySelector("[data-blur-help]").hidden = false;
  grid.addEventListener("focusin", ({ target }) => {
    for (const cell of rows.flat()) cell.tabIndex = cell === target ? 0 : -1;
  });
  grid.addEventListener("keydown", (event) => {
    const move = moves[event.key];
    if (!move) return;
    event.preventDefault();
    const row = rows.findIndex((cells) => cells.includes(event.target));
    const next = rows[row + move[0]]?.[rows[row].indexOf(event.target) + move[1]];
    next?.focus();
  });
}
