// The page's own sentences, and numbers as the reader's language writes them.

/** @type {Record<string, string>} */
const sentences = JSON.parse(document.getElementById("words")?.textContent ?? "{}");

/**
 * A sentence of the page in the reader's language.
 * @param {string} name
 * @param {Record<string, string | number>} facts
 */
export function words(name, facts = {}) {
  return sentences[name].replace(/\{(\w+)\}/g, (_whole, fact) => String(facts[fact]));
}

/**
 * An amount in minor units as text.
 * @param {number} minor
 * @param {number} decimals of the shop's currency
 */
export function money(minor, decimals) {
  const format = { minimumFractionDigits: decimals, maximumFractionDigits: decimals };
  return new Intl.NumberFormat(document.documentElement.lang, format).format(minor / 10 ** decimals);
}

/**
 * The same as a person would type it: without blanks or signs between thousands, without zeros that say nothing.
 * @param {number} scaled
 * @param {number} decimals
 */
export function typeable(scaled, decimals) {
  const format = { maximumFractionDigits: decimals, useGrouping: false };
  return new Intl.NumberFormat(document.documentElement.lang, format).format(scaled / 10 ** decimals);
}

/**
 * Minor units as a person types an amount: 6.10, and 6 for 6.00.
 * @param {number} minor
 * @param {number} decimals
 */
export function typeableMoney(minor, decimals) {
  const format = { minimumFractionDigits: decimals, trailingZeroDisplay: "stripIfInteger", useGrouping: false };
  return new Intl.NumberFormat(document.documentElement.lang, format).format(minor / 10 ** decimals);
}

/**
 * Whole units of 10 to the minus `decimals` as a person typed them, with comma or point; null where it is no number.
 * @param {string} text
 * @param {number} decimals
 * @returns {number | null}
 */
export function typedNumber(text, decimals) {
  const signs = text.replace(/[\s\u00a0\u202f']/g, "");
  const between = signs.lastIndexOf(".") > signs.lastIndexOf(",") ? "," : ".";
  const hasBoth = signs.includes(".") && signs.includes(",");
  const plain = (hasBoth ? signs.replaceAll(between, "") : signs).replace(",", ".");
  const found = /^(\d{1,12})?(?:\.(\d*))?$/.exec(plain);
  if (!found || (!found[1] && !found[2])) return null;
  const fraction = found[2] ?? "";
  if (/[1-9]/.test(fraction.slice(decimals))) return null;
  return Number((found[1] ?? "0") + fraction.slice(0, decimals).padEnd(decimals, "0"));
}
