// The report: cards at the numbers, keys to go from one to the next and to rule.
import { correct, keys, press } from "./keys.js";
import { sayNumber } from "./console.js";

// --- cards -----------------------------------------------------------------------------------------------------------------------------
const card = document.createElement("div");
card.className = "card-pop";
card.hidden = true;
card.setAttribute("aria-hidden", "true"); // a screen reader is told by aria-describedby
document.body.append(card);

const marked = (event) => event.target.closest?.("a.mark[data-claim], a.spot[data-claim]");

function show(mark) {
  const item = document.getElementById(`c-${mark.dataset.claim}`);
  if (!item) return;
  card.replaceChildren(...[".says", ".pill", ".more .facts"].map((name) => item.querySelector(name)?.cloneNode(true)).filter(Boolean));
  card.hidden = false;
  const [at, wide, high] = [mark.getClientRects()[0] ?? mark.getBoundingClientRect(), card.offsetWidth, card.offsetHeight];
  const below = at.bottom + high + 12 < innerHeight;
  card.style.left = `${Math.max(8, Math.min(at.left, innerWidth - wide - 8)) + scrollX}px`;
  card.style.top = `${(below ? at.bottom + 6 : Math.max(8, at.top - high - 6)) + scrollY}px`;
}
const hide = () => { card.hidden = true; };
document.addEventListener("pointerover", (event) => { const mark = marked(event); if (mark && event.pointerType !== "touch") show(mark); });
document.addEventListener("pointerout", (event) => { if (marked(event)) hide(); });
document.addEventListener("focusin", (event) => { const mark = marked(event); if (mark?.matches(":focus-visible")) show(mark); });
document.addEventListener("focusout", hide);
addEventListener("scroll", hide, { passive: true });

// --- which one is looked at --------------------------------------------------------------------------------------------------------------
const figure = document.getElementById("figure");
const chosen = () => new URL(location.href).searchParams.get("claim");

function point() {
  const claim = chosen();
  for (const one of document.querySelectorAll("[data-claim]")) {
    const link = one.matches("a") ? one : one.querySelector(":scope > a");
    if (one.dataset.claim === claim) link?.setAttribute("aria-current", "true");
    else link?.removeAttribute("aria-current");
  }
}
document.addEventListener("followed", (event) => {
  point();
  hide();
  if (event.detail.link.closest("#text")) figure.closest(".aside").scrollTop = 0;
  figure.classList.add("up");
  const adding = document.getElementById("add");
  if (!chosen() && !adding) { figure.classList.remove("up"); return; } // closed
  const mark = document.querySelector(adding ? ".text .picked" : `.text .mark[data-claim="${CSS.escape(chosen() ?? "")}"], .leaf .spot[data-claim="${CSS.escape(chosen() ?? "")}"]`);
  if (adding) adding.querySelector("input[name=value], a.choice")?.focus({ preventScroll: true });
  else if (!mark) location.reload(); // it stands in another part of the text
  if (!mark) return;
  if (event.detail.link.closest("#figures") || getComputedStyle(figure).position === "fixed") reveal(mark);
  if (event.detail.keyboard && !adding) figure.focus();
});
/** Scroll so that the number is seen, above the figure where that covers the lower part of the window. */
function reveal(mark) {
  const room = innerHeight - (getComputedStyle(figure).position === "fixed" ? figure.offsetHeight : 0);
  scrollBy({ top: mark.getBoundingClientRect().top - Math.max(90, room / 2), behavior: "smooth" });
}
document.addEventListener("put", point);
document.addEventListener("sent", () => {
  figure.closest(".aside").scrollTop = 0;
  figure.focus({ preventScroll: true });
});

// --- keys ------------------------------------------------------------------------------------------------------------------------------
function step(by) {
  const marks = [...new Map([...document.querySelectorAll(".text .mark[data-claim], .leaf .spot")].map((one) => [one.dataset.claim, one])).values()];
  const at = marks.findIndex((one) => one.dataset.claim === (marked({ target: document.activeElement })?.dataset.claim ?? chosen()));
  const next = marks[at < 0 ? (by > 0 ? 0 : marks.length - 1) : at + by];
  if (!next) return;
  next.scrollIntoView({ block: "center" });
  next.focus();
  show(next);
}
function close() {
  hide();
  figure.classList.remove("up");
  document.querySelector(".mark[aria-current]")?.focus();
}
figure.addEventListener("click", (event) => { if (event.target.closest("[data-shut]")) close(); });
keys({ j: () => step(1), k: () => step(-1), a: () => press("accept"), r: () => press("reject"), c: correct, Escape: close });

/** Corrected numbers beside those of the text, as the reader's locale writes them. */
function say() {
  for (const one of document.querySelectorAll(".mark[data-now]")) {
    one.dataset.value ??= one.dataset.now.replaceAll(",", "");
    one.dataset.now = sayNumber(one.dataset.value);
  }
}
document.addEventListener("put", say);
say();
document.querySelector(".text .mark[aria-current], .text .picked")?.scrollIntoView({ block: "center" });
