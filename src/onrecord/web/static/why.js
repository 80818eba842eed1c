// Two claims compared: at most two are ticked, the form comes near, and says what is chosen.
import "./swift.js";

const ticked = () => [...document.querySelectorAll("input[form=pairing]:checked")];
let order = []; // the boxes as they were ticked
const nameOf = (box) => box.closest("label").querySelector(".unseen").textContent.trim();

function look() {
  const [form, chosen] = [document.getElementById("pairing"), ticked()];
  if (!form) return;
  document.getElementById("pairing-panel").classList.toggle("near", chosen.length > 0);
  for (const button of form.querySelectorAll("button[name=ruling]")) button.disabled = chosen.length !== 2;
  const said = chosen.map(nameOf).join(" · ");
  form.querySelector("[data-chosen]").textContent = chosen.length === 2 ? `${said}: the same thing, or different ones?`
    : chosen.length === 1 ? `${said}: tick the one to compare it with.` : "Tick Compare at two claims, say why, and rule.";
}

document.addEventListener("change", (event) => {
  if (event.target.getAttribute?.("form") !== "pairing") return;
  order = [...order.filter((box) => box !== event.target && box.isConnected && box.checked), event.target];
  if (ticked().length > 2) (ticked().find((box) => !order.includes(box)) ?? order[0]).checked = false;
  look();
});
document.addEventListener("put", look);
document.addEventListener("sent", () => document.getElementById("pairs")?.scrollIntoView({ block: "nearest" }));
look();
