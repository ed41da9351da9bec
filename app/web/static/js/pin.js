// The PIN pad: keys to tap beside the field to type in.

document.addEventListener("click", (event) => {
  const key = event.target instanceof Element ? event.target.closest("[data-pin-key]") : null;
  const field = key?.closest("[data-pin-pad]")?.querySelector("input");
  if (!(field instanceof HTMLInputElement)) return;
  const pressed = key?.getAttribute("data-pin-key") ?? "";
  if (pressed === "clear") field.value = "";
  else if (pressed === "back") field.value = field.value.slice(0, -1);
  else if (field.value.length < field.maxLength) field.value += pressed;
  field.focus({ preventScroll: true });
});
