// Review by single keys. The figure is kept for whoever has it open, and given back when they go.
import { correct, keys, press } from "./keys.js";
import { load, put } from "./swift.js";

const item = document.getElementById("item");
const csrf = () => document.querySelector("meta[name=csrf]")?.content ?? "";
const claim = () => item.dataset.claim;

const why = () => {
  const field = document.getElementById("why");
  if (!field) return false;
  field.focus();
};
const open = () => { document.querySelector(".passage a[aria-current]")?.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true })); };
keys({ a: () => press("accept"), r: () => press("reject"), n: () => press("skip"), s: () => press("skip"), u: () => press("undo"), c: correct, w: why, o: open });

// In the words a number leads to its report.
document.addEventListener("click", (event) => {
  const mark = event.target.closest?.(".passage a.mark");
  if (!mark) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  location.href = mark.href;
}, { capture: true });

document.addEventListener("sent", () => {
  scrollTo({ top: 0 });
  item.focus({ preventScroll: true });
});
document.addEventListener("put", (event) => {
  if (event.detail.includes(item) && !item.querySelector(".review")) delete item.dataset.claim;
});

async function next() {
  const here = new URL(location.href);
  here.searchParams.delete("claim");
  const found = await load(here).catch(() => null);
  if (found?.ok) put(found.page, ["#queue", "#item"], true);
}

// Somebody else ruled on it from another page: there is nothing left to do here.
document.addEventListener("told", (event) => {
  const { event: kind, about, ruling, by } = event.detail;
  if (kind !== "entry" || about !== claim() || !["accept", "reject", "correct"].includes(ruling)) return;
  if (item.querySelector("form[aria-busy]")) return; // it was us
  const said = document.createElement("p");
  said.className = "notice warn";
  said.setAttribute("role", "status");
  said.textContent = `${by} has just ruled on this figure.`;
  const on = document.createElement("button");
  on.textContent = "Next";
  on.addEventListener("click", next);
  said.append(" ", on);
  item.prepend(said);
});

// Kept for as long as it is looked at.
setInterval(async () => {
  if (document.hidden || !claim()) return;
  const answer = await fetch(`/review/${claim()}/hold`, { method: "POST", headers: { "x-csrf-token": csrf() } }).catch(() => null);
  if (answer?.status === 409) next();
}, 120_000);
addEventListener("pagehide", () => {
  if (claim()) fetch(`/api/v1/review/${claim()}/lease`, { method: "DELETE", keepalive: true, headers: { "x-csrf-token": csrf() } });
});
