// A number that no reader found: select its words in the text, and a button beside them (or the key m) opens the form to add it.
import { keys } from "./keys.js";

const MOST = 200; // characters
const pick = document.createElement("a");
Object.assign(pick, { id: "pick", className: "button primary", hidden: true, textContent: "Add this number" });
pick.dataset.swift = "#figure, #text";
document.body.append(pick);

const block = (node) => (node.nodeType === Node.ELEMENT_NODE ? node : node.parentElement)?.closest(".text [data-at]");

/** How many characters (not UTF-16 units: the server counts otherwise) of a block stand before a point in it. */
function before(part, node, at) {
  const range = document.createRange();
  range.setStart(part, 0);
  range.setEnd(node, at);
  return [...range.toString()].length;
}

/** Where the selected words stand in the report's text, as an address has it; null where none of one paragraph are selected. */
function place() {
  const selection = getSelection();
  if (selection.isCollapsed || !selection.rangeCount) return null;
  const range = selection.getRangeAt(0);
  const part = block(range.startContainer);
  if (!part || !range.toString().trim()) return null;
  const start = Number(part.dataset.at) + before(part, range.startContainer, range.startOffset);
  const last = part.contains(range.endContainer) ? before(part, range.endContainer, range.endOffset) : [...part.textContent].length; // three clicks select a whole paragraph, up to the next
  const end = Number(part.dataset.at) + last;
  return end > start && end - start <= MOST ? `${start}-${end}` : null;
}

function follow() {
  const at = place();
  pick.hidden = !at;
  if (!at) return;
  const address = new URL(location.pathname, location.href);
  address.searchParams.set("at", at);
  pick.href = address.href;
  const boxes = getSelection().getRangeAt(0).getClientRects();
  const box = boxes[boxes.length - 1];
  if (!box) return;
  pick.style.left = `${Math.max(8, Math.min(box.left, innerWidth - pick.offsetWidth - 8)) + scrollX}px`;
  pick.style.top = `${box.bottom + 8 + scrollY}px`;
}

let timer;
document.addEventListener("selectionchange", () => { clearTimeout(timer); timer = setTimeout(follow, 120); });
document.addEventListener("followed", () => { if (document.getElementById("add")) { getSelection().removeAllRanges(); pick.hidden = true; } });

keys({
  m: () => {
    follow();
    if (!pick.hidden) pick.click();
    else document.querySelector("#missed input[name=words]")?.focus();
  },
});
