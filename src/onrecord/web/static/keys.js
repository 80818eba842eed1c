// Single keys for buttons and links: data-key-of on the part that has them, `kbd` in each says which.
const writing = (one) => one.closest?.("input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable]");

/** Do what a key stands for; `keys` maps keys to functions, which may return false to let the browser have it. */
export function keys(map) {
  addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (event.key === "Escape" && writing(event.target)) { event.target.blur(); return; }
    if (writing(event.target)) return;
    const act = map[event.key];
    if (act && act(event) !== false) event.preventDefault();
  });
}

/** Press the button of a form by the ruling it stands for. */
export function press(ruling) {
  const button = document.querySelector(`button[name=ruling][value=${ruling}]:not(.quiet)`);
  if (!button || button.disabled) return false;
  button.form.requestSubmit(button);
}

/** Open the correction with its first field ready to be written in. */
export function correct() {
  const part = document.getElementById("correct");
  if (!part) return false;
  part.open = true;
  const field = part.querySelector("input[name=value]");
  field.focus();
  field.select();
}
