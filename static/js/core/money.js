// Money as it travels and as it is read: whole cents, in the site's currency.
//
//   money(19900, "CNY")    "¥199.00"
//   centsOf("1,299.5")     129950; null when it is no amount
//   plainAmount(19900)     "199.00", for a field to be typed over

import { locale } from "./i18n.js";

export function money(cents, currency) {
  return new Intl.NumberFormat(locale, { style: "currency", currency, currencyDisplay: "narrowSymbol" }).format(cents / 100);
}

export function centsOf(typed) {
  const text = typed.normalize("NFKC").replace(/[\s,，¥￥€$]/g, "");
  return /^\d{1,9}(\.\d{1,2})?$/.test(text) ? Math.round(Number(text) * 100) : null;
}

export function plainAmount(cents) {
  return (cents / 100).toFixed(2);
}
