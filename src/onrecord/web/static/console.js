// What every page has: numbers and days as the reader's locale writes them, light or dark at once, filters that apply when they change.
const root = document.documentElement;
root.classList.add("scripts");

const locale = navigator.languages?.length ? navigator.languages : undefined;
const numbers = new Intl.NumberFormat(locale);
const days = new Intl.DateTimeFormat(locale, { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" });
const midnight = (text) => new Date(`${text}T00:00:00Z`);

/** Write numbers and days below `top` as the reader's locale does. */
export function localise(top = document) {
  for (const one of top.querySelectorAll("data[value]:not([data-done])")) {
    one.textContent = numbers.format(one.value);
    one.dataset.done = "";
  }
  for (const one of top.querySelectorAll("[data-number]")) one.textContent = numbers.format(one.dataset.number);
  for (const one of top.querySelectorAll("time[datetime]")) {
    if (/^\d{4}-\d\d-\d\d$/.test(one.dateTime)) one.textContent = days.format(midnight(one.dateTime));
  }
  for (const one of top.querySelectorAll(".period[data-first]")) {
    one.textContent = days.formatRange(midnight(one.dataset.first), midnight(one.dataset.last));
  }
}

/** A day as the reader's locale writes it. */
export const sayDay = (text) => days.format(midnight(text));
/** A number as the reader's locale writes it. */
export const sayNumber = (value) => numbers.format(value);

localise();

const toggle = document.querySelector("[data-theme-switch]");
const dark = matchMedia("(prefers-color-scheme: dark)");
const shown = () => root.dataset.theme ?? (dark.matches ? "dark" : "light");
const tell = () => { if (toggle) toggle.textContent = shown() === "dark" ? "Light" : "Dark"; };
toggle?.addEventListener("click", (event) => {
  event.preventDefault();
  root.dataset.theme = shown() === "dark" ? "light" : "dark";
  document.cookie = `theme=${root.dataset.theme}; path=/; max-age=31536000; samesite=lax`;
  tell();
});
dark.addEventListener("change", tell);
tell();

for (const form of document.querySelectorAll("form[data-live]")) {
  let pause; // a slider moved by keys changes at every press: ask once, when they rest
  form.addEventListener("change", (event) => {
    clearTimeout(pause);
    if (event.target.matches("input[type=range]")) pause = setTimeout(() => form.requestSubmit(), 300);
    else if (event.target.matches("select, input[type=date], input[type=checkbox]")) form.requestSubmit();
  });
  form.addEventListener("submit", () => {
    clearTimeout(pause);
    // Fields left empty stay out of the address, so that a shared view is short; a slider at its end asks for nothing.
    for (const field of form.elements) {
      if (field.name && (field.value === "" || (field.type === "range" && field.value === field.max))) field.disabled = true;
    }
  });
}
addEventListener("pageshow", () => {
  for (const field of document.querySelectorAll("form[data-live] :disabled")) field.disabled = false;
});
