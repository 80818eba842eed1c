// The picture made livelier: drawn to the window's size, zoomed and dragged, cards at the pointer, a slider of days. Without it all is there too.
import { localise, sayDay } from "./console.js";

const map = document.getElementById("map");
const charts = document.getElementById("timeline");

// --- drawn to the size of the window ---------------------------------------------------------------------------------------------------
const room = () => `${document.getElementById("main").firstElementChild.clientWidth}x${innerHeight}`;

async function redraw(part, address) {
  const asked = (part.dataset.asked = String(Number(part.dataset.asked ?? 0) + 1));
  const url = new URL(address, location.href);
  url.searchParams.set("room", room());
  const answer = await fetch(url, { headers: { accept: "text/html" } }).catch(() => null); // gone to another page, or no network
  if (!answer?.ok || part.dataset.asked !== asked) return; // another one was asked for meanwhile
  const made = document.createRange().createContextualFragment(await answer.text());
  localise(made);
  const hold = part.querySelector(".map-hold") ?? part.querySelector(".columns");
  if (hold.classList.contains("columns")) hold.replaceWith(made.querySelector(".columns"));
  else hold.replaceChildren(made);
}

function fit() {
  const width = Number(room().split("x")[0]);
  document.cookie = `room=${room()}; path=/; max-age=31536000; samesite=lax`;
  for (const part of [map, charts]) {
    if (!part || Math.abs(width / Number(part.dataset.width) - 1) < 0.08) continue;
    part.dataset.width = width;
    redraw(part, part.dataset.fragment);
  }
}
fit();
let waiting;
addEventListener("resize", () => { clearTimeout(waiting); waiting = setTimeout(fit, 200); });

// --- closer and farther ----------------------------------------------------------------------------------------------------------------
const boxOf = () => map.querySelector("svg.map").dataset.box.split(",").map(Number);

function show(box) {
  const fragment = new URL(map.dataset.fragment, location.href);
  const page = new URL(location.href);
  for (const url of [fragment, page]) {
    if (box) url.searchParams.set("box", box.map((edge) => edge.toFixed(3)).join(","));
    else url.searchParams.delete("box");
  }
  history.replaceState(null, "", page.pathname + page.search);
  map.dataset.fragment = fragment.pathname + fragment.search;
  return redraw(map, map.dataset.fragment);
}

/** The box `factor` times as large; the place at the share (x, y) of the sheet stays where it is. */
function zoomed([west, south, east, north], factor, x = 0.5, y = 0.5) {
  const [wide, high] = [east - west, north - south];
  const left = west + wide * x * (1 - factor);
  const top = north - high * y * (1 - factor);
  return [left, top - high * factor, left + wide * factor, top];
}

map?.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-zoom]");
  if (!button) return;
  event.preventDefault();
  const zoom = button.dataset.zoom;
  await show(zoom === "all" ? null : zoomed(boxOf(), Number(zoom)));
  (map.querySelector(`[data-zoom="${zoom}"]`) ?? map.querySelector("[data-zoom]")).focus();
});

map?.addEventListener("wheel", (event) => {
  if (!event.ctrlKey && !event.metaKey) return; // the page scrolls; with Ctrl the map zooms
  event.preventDefault();
  const sheet = map.querySelector("svg.map").getBoundingClientRect();
  clearTimeout(waiting);
  const factor = event.deltaY > 0 ? 1.6 : 1 / 1.6;
  const box = zoomed(boxOf(), factor, (event.clientX - sheet.left) / sheet.width, (event.clientY - sheet.top) / sheet.height);
  waiting = setTimeout(() => show(box), 80);
}, { passive: false });

let drag = null;
map?.addEventListener("pointerdown", (event) => {
  if (event.pointerType !== "mouse" || event.button !== 0 || !event.target.closest("svg.map")) return;
  drag = { x: event.clientX, y: event.clientY, moved: false };
});
addEventListener("pointermove", (event) => {
  if (!drag) return;
  const [dx, dy] = [event.clientX - drag.x, event.clientY - drag.y];
  if (!drag.moved && Math.hypot(dx, dy) < 5) return;
  drag.moved = true;
  map.querySelector("svg.map").style.transform = `translate(${dx}px, ${dy}px)`;
});
addEventListener("pointerup", (event) => {
  if (drag?.moved) {
    const [west, south, east, north] = boxOf();
    const sheet = map.querySelector("svg.map").getBoundingClientRect();
    const [x, y] = [(drag.x - event.clientX) / sheet.width * (east - west), (event.clientY - drag.y) / sheet.height * (north - south)];
    show([west + x, south + y, east + x, north + y]);
    map.addEventListener("click", (click) => click.preventDefault(), { capture: true, once: true });
  }
  drag = null;
});
map?.addEventListener("dragstart", (event) => event.preventDefault());

// --- cards -----------------------------------------------------------------------------------------------------------------------------
const card = document.createElement("div");
card.className = "card-pop";
card.hidden = true;
card.setAttribute("aria-hidden", "true"); // the mark says the same to a screen reader
document.body.append(card);

function tell(mark, x, y) {
  mark.querySelector("title")?.remove(); // the browser's own hint would cover the card
  card.replaceChildren(...mark.getAttribute("aria-label").split("; ").slice(0, 5).map((line) => {
    const said = document.createElement("p");
    const [head, ...rest] = line.split(": ");
    if (rest.length) {
      const strong = document.createElement("strong");
      strong.textContent = head;
      said.append(strong, rest.join(": "));
    } else said.textContent = line;
    return said;
  }));
  card.hidden = false;
  const [wide, high] = [card.offsetWidth, card.offsetHeight];
  card.style.left = `${Math.max(8, Math.min(x + 14, innerWidth - wide - 8)) + scrollX}px`;
  card.style.top = `${(y + high + 24 > innerHeight ? Math.max(8, y - high - 14) : y + 16) + scrollY}px`;
}
const marked = (event) => event.target.closest?.("[data-card]");
document.addEventListener("pointerover", (event) => { const mark = marked(event); if (mark) tell(mark, event.clientX, event.clientY); });
document.addEventListener("pointerout", (event) => { if (marked(event)) card.hidden = true; });
document.addEventListener("focusin", (event) => {
  const mark = marked(event);
  if (!mark?.matches(":focus-visible")) return;
  const at = mark.getBoundingClientRect();
  tell(mark, at.right, at.bottom);
});
document.addEventListener("focusout", () => { card.hidden = true; });
addEventListener("keydown", (event) => { if (event.key === "Escape") card.hidden = true; });

// --- a slider of days ------------------------------------------------------------------------------------------------------------------
const field = document.querySelector("input[name=published_by][data-first]");
if (field && field.dataset.first !== field.dataset.last) {
  const day = 86_400_000;
  const first = Date.parse(field.dataset.first);
  const steps = Math.round((Date.parse(field.dataset.last) - first) / day);
  const name = (step) => new Date(first + step * day).toISOString().slice(0, 10);
  const hold = document.createElement("label");
  hold.className = "slider";
  const [range, output] = [document.createElement("input"), document.createElement("output")];
  Object.assign(range, { type: "range", min: 0, max: steps, value: field.value ? Math.round((Date.parse(field.value) - first) / day) : steps });
  const say = () => {
    const all = Number(range.value) === steps;
    output.textContent = all ? "All reports" : `As known on ${sayDay(name(range.value))}`;
    range.setAttribute("aria-valuetext", output.textContent);
  };
  range.setAttribute("aria-label", "Known by");
  range.addEventListener("input", () => { field.value = Number(range.value) === steps ? "" : name(range.value); say(); });
  say();
  hold.append(output, range);
  field.closest("label").after(hold);
}
