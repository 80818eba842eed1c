// What others add and rule, seen at once: parts with data-fresh="picture entry job" are put anew when such an event comes.
import { load, put } from "./swift.js";

const LEAST = 1000; // milliseconds between two looks, or twice what the last one took
const light = document.querySelector("[data-line]");
const waits = new Set();
let [stream, timer, last, took, looking, lost] = [null, null, 0, 0, false, false];

const parts = (kinds) => [...document.querySelectorAll("[data-fresh][id]")]
  .filter((part) => part.dataset.fresh.split(" ").some((kind) => kinds.has(kind)));

function say(state, words) {
  if (!light) return;
  light.dataset.line = state;
  light.title = words;
  light.querySelector(".unseen").textContent = words;
}

async function look() {
  if (looking) return; // those that wait are looked at when it is done
  const kinds = new Set(waits);
  waits.clear();
  const found = parts(kinds);
  if (!found.length) return;
  looking = true;
  const [begun, here] = [performance.now(), location.href];
  try {
    const { page, ok, status } = await load(here);
    if (here !== location.href) for (const kind of kinds) waits.add(kind); // gone on meanwhile: that was another page
    else if (status === 404) gone();
    else if (ok && put(page, found.map((part) => `#${CSS.escape(part.id)}`)).length) document.dispatchEvent(new CustomEvent("fresh", { detail: [...kinds] }));
  } catch { /* the next event, or the line when it is back, looks again */ } finally {
    looking = false;
    [last, took] = [performance.now(), performance.now() - begun];
    if (waits.size) plan();
  }
}

function plan() {
  clearTimeout(timer);
  timer = setTimeout(look, Math.max(Math.random() * 100, last + Math.max(LEAST, 2 * took) - performance.now()));
}

/** Say that what this page is about is there no more. */
function gone() {
  if (document.getElementById("gone")) return;
  const said = document.createElement("p");
  Object.assign(said, { id: "gone", className: "notice warn", textContent: "What this page shows is no longer in the picture: a ruling or a new report has changed it." });
  said.setAttribute("role", "status");
  document.getElementById("main").prepend(said);
}

/** Look again at the parts that follow this kind of event. */
export function ask(kind) {
  waits.add(kind);
  plan();
}

function listen() {
  if (stream || document.hidden) return;
  stream = new EventSource("/api/v1/events");
  stream.addEventListener("open", () => {
    say("on", "Live: what others add and rule is shown at once");
    if (lost) for (const kind of ["picture", "entry", "job"]) ask(kind); // what came meanwhile
    lost = false;
  });
  stream.addEventListener("error", () => {
    lost = true;
    say("off", "Not live: the line is broken, trying again");
    if (stream.readyState === EventSource.CLOSED) { stream = null; setTimeout(listen, 5000); }
  });
  for (const kind of ["picture", "entry", "job"]) {
    stream.addEventListener(kind, (event) => {
      document.dispatchEvent(new CustomEvent("told", { detail: { ...JSON.parse(event.data), event: kind } }));
      ask(kind);
    });
  }
}

function rest() {
  stream?.close();
  stream = null;
  lost = true;
}

// A browser has six lines to a host for all its tabs: those that nobody looks at give theirs back.
document.addEventListener("visibilitychange", () => (document.hidden ? rest() : listen()));
addEventListener("pagehide", rest);
addEventListener("pageshow", (event) => { if (event.persisted) listen(); });
if (light) listen();
