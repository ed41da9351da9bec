// What a scanner meant by a key: scanners press the keys of a US keyboard, whatever layout the computer has.

/** Unshifted and shifted characters of the keys that are not letters. */
const SIGNS = {
  Digit1: "1!", Digit2: "2@", Digit3: "3#", Digit4: "4$", Digit5: "5%",
  Digit6: "6^", Digit7: "7&", Digit8: "8*", Digit9: "9(", Digit0: "0)",
  Minus: "-_", Equal: "=+", BracketLeft: "[{", BracketRight: "]}", Backslash: "\\|",
  Semicolon: ";:", Quote: "'\"", Backquote: "`~", Comma: ",<", Period: ".>", Slash: "/?", Space: "  ",
  NumpadAdd: "++", NumpadSubtract: "--", NumpadMultiply: "**", NumpadDivide: "//", NumpadDecimal: "..",
};

/** The separator inside GS1 codes; scanners send it as Ctrl and the right bracket. */
const GROUP_SEPARATOR = "\u001d";

/**
 * The character a scanner meant, or null for a key that is none (arrows, F keys, a shortcut).
 * Caps Lock does not matter: only Shift is looked at, and that is what the scanner pressed.
 * @param {KeyboardEvent} event
 * @returns {string | null}
 */
export function scannedCharacter(event) {
  if (event.altKey || event.metaKey) return null;
  if (event.ctrlKey) return event.code === "BracketRight" ? GROUP_SEPARATOR : null;
  const letter = /^Key([A-Z])$/.exec(event.code);
  if (letter) return event.shiftKey ? letter[1] : letter[1].toLowerCase();
  const digit = /^Numpad([0-9])$/.exec(event.code);
  if (digit) return digit[1];
  const pair = SIGNS[event.code];
  if (pair) return pair[event.shiftKey ? 1 : 0];
  return event.code === "" && event.key.length === 1 ? event.key : null;
}

/**
 * Whether the key ends a code.
 * @param {KeyboardEvent} event
 */
export function endsCode(event) {
  return event.key === "Enter" || event.key === "Tab";
}

/**
 * Whether the key only changes what other keys mean.
 * @param {KeyboardEvent} event
 */
export function isModifier(event) {
  return ["Shift", "Control", "Alt", "AltGraph", "Meta", "CapsLock", "NumLock"].includes(event.key);
}
