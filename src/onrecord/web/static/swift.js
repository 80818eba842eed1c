// Parts of a page put in place of older ones, without loading the page anew. The server makes whole pages; what is asked for is taken out.
//   form[data-swift="#a, #b"], a[data-swift="#a"]: send or follow in the background, and put these parts.
import { localise } from "./console.js";

/** The page at an address, as a document with its status and final address. */
export async function load(address, options = {}) {
  const answer = await fetch(address, { headers: { accept: "text/html" }, ...options });
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  return { page, ok: answer.ok, status: answer.status, url: answer.url };
}

/** Whether somebody is filling in a form in this part. */
const busy = (part) => [...part.querySelectorAll("form[data-edits]")].some((form) => [...form.elements].some((field) =>
  field.type === "hidden" || field.tagName === "BUTTON" ? false
    : field.type === "checkbox" ? field.checked !== field.defaultChecked
    : field.tagName === "SELECT" ? field.selectedIndex !== Math.max(0, [...field.options].findIndex((option) => option.defaultSelected))
      : field.value !== field.defaultValue));

const nameOf = (one) => one?.id ? `#${CSS.escape(one.id)}`
  : one?.dataset?.claim ? `${one.tagName.toLowerCase()}[data-claim="${CSS.escape(one.dataset.claim)}"]`
    : one?.getAttribute?.("href") ? `a[href="${CSS.escape(one.getAttribute("href"))}"]` : null;

/** Put the parts of `page` that `names` (selectors of ids) name in place of ours. What somebody is writing in is left alone, unless `all`. */
export function put(page, names, all = false) {
  const changed = [];
  for (const name of names) {
    const [old, fresh] = [document.querySelector(name), page.querySelector(name)];
    if (!old || (!all && busy(old))) continue;
    if (!fresh) { location.reload(); return []; } // the page is made up otherwise by now
    localise(fresh);
    if (old.innerHTML === fresh.innerHTML) continue;
    const focus = old.contains(document.activeElement) ? nameOf(document.activeElement) : null;
    const open = new Set([...old.querySelectorAll("details[id][open]")].map((one) => one.id));
    const before = new Map([...old.querySelectorAll("[data-key]")].map((one) => [one.dataset.key, one.textContent]));
    const parts = [...fresh.childNodes].map((node) => document.adoptNode(node));
    old.replaceChildren(...parts);
    for (const attribute of fresh.attributes) if (attribute.name.startsWith("data-")) old.setAttribute(attribute.name, attribute.value);
    if (!all) for (const id of open) old.querySelector(`#${CSS.escape(id)}`)?.setAttribute("open", "");
    for (const one of old.querySelectorAll("[data-key]")) {
      if (!all && before.size && before.get(one.dataset.key) !== one.textContent) one.classList.add("fresh");
    }
    if (focus) old.querySelector(focus)?.focus({ preventScroll: true });
    changed.push(old);
  }
  if (changed.length) document.dispatchEvent(new CustomEvent("put", { detail: changed }));
  return changed;
}

/** What is wrong, said where the form has room for it. */
function tell(form, page) {
  const place = form.querySelector(".told");
  if (!place) return;
  const said = [page.querySelector("h1")?.textContent, page.querySelector("[data-next]")?.textContent].filter(Boolean);
  place.textContent = said.join(". ") || "This could not be sent. Try again.";
  place.className = "told notice bad";
  place.hidden = false;
}

const named = (one) => one.dataset.swift.split(",").map((name) => name.trim());

async function send(form, button) {
  const fields = new FormData(form);
  if (button?.name) fields.set(button.name, button.value);
  form.setAttribute("aria-busy", "true");
  const multipart = form.enctype === "multipart/form-data";
  try {
    const found = await load(form.action, { method: "POST", body: multipart ? fields : new URLSearchParams(fields) });
    if (!found.ok) return tell(form, found.page);
    history.replaceState(null, "", found.url);
    put(found.page, named(form), true);
    document.dispatchEvent(new CustomEvent("sent", { detail: { ruling: button?.value ?? "" } }));
  } catch {
    tell(form, document.createElement("p"));
  } finally {
    form.removeAttribute("aria-busy");
  }
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.dataset.swift) return;
  event.preventDefault();
  if (form.getAttribute("aria-busy") !== "true") send(form, event.submitter);
});

document.addEventListener("click", async (event) => {
  const link = event.target.closest?.("a[data-swift]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
  event.preventDefault();
  const address = link.href?.baseVal ?? link.getAttribute("href");
  const found = await load(new URL(address, location.href)).catch(() => ({ ok: false }));
  if (!found.ok) { location.href = address; return; }
  history.replaceState(null, "", address.split("#")[0]);
  put(found.page, named(link), true);
  document.dispatchEvent(new CustomEvent("followed", { detail: { link, keyboard: event.detail === 0 } }));
});
