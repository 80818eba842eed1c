// Files dropped anywhere on the page; how much is sent; what is wrong, without losing what was filled in.
import { load, put } from "./swift.js";

const form = document.getElementById("adding");
const [drop, sending, told] = [document.getElementById("drop"), document.getElementById("sending"), form.querySelector(".told")];
const [bar, said] = [sending.querySelector("progress"), sending.querySelector("p")];

function wrong(text) {
  told.textContent = text;
  told.className = "told notice bad";
  told.hidden = false;
  told.scrollIntoView({ block: "nearest" });
}

function problem(answer) {
  const page = new DOMParser().parseFromString(answer, "text/html");
  return [page.querySelector("h1")?.textContent, page.querySelector("[data-next]")?.textContent].filter(Boolean).join(". ") || "This could not be sent. Try again.";
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  if (!sending.hidden) return;
  const request = new XMLHttpRequest(); // fetch does not tell how much is sent
  request.open("POST", form.action);
  request.upload.addEventListener("progress", ({ loaded, total }) => {
    bar.value = total ? loaded / total : 0;
    said.textContent = loaded < total ? `${Math.round((100 * loaded) / total)} % sent` : "Sent, being taken in";
  });
  const end = () => { sending.hidden = true; };
  request.addEventListener("load", async () => {
    end();
    if (request.status >= 400) return wrong(problem(request.responseText));
    form.reset();
    const { page } = await load("/add");
    put(page, ["#jobs"], true);
    document.getElementById("jobs").scrollIntoView({ block: "nearest" });
  });
  request.addEventListener("error", () => { end(); wrong("The console cannot be reached. Try again."); });
  [told.hidden, sending.hidden, bar.value, said.textContent] = [true, false, 0, "Being sent"];
  request.send(new FormData(form));
});

// --- dropped anywhere ------------------------------------------------------------------------------------------------------------------
const files = (event) => [...(event.dataTransfer?.types ?? [])].includes("Files");
addEventListener("dragover", (event) => { if (files(event)) { event.preventDefault(); drop.classList.add("over"); } });
addEventListener("dragleave", (event) => { if (!event.relatedTarget) drop.classList.remove("over"); });
addEventListener("drop", (event) => {
  drop.classList.remove("over");
  if (!files(event)) return;
  event.preventDefault();
  form.elements.files.files = event.dataTransfer.files;
  form.querySelector("button").focus(); // not sent at once: it may have to be confidential
});
