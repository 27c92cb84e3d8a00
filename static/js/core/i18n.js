// Words in the reader's language. The source is English; the catalogue is /i18n/<language>.js, a classic script that
// ran before the modules and left `self.BOARD_I18N = {language, messages, words}`.
//
//   t("Not live since %(time)s", { time: "14:02" })   a sentence; an unknown one stays English
//   word("stage", "in_work")                          a term of the trade, as the server's word lists have it
//   N_("Free")                                        marks a constant for the catalogue; say t(constant) where it is shown
//   listed(["oil", "filter"])                         "oil, filter", or with the Chinese mark for lists
//   locale                                            "zh-CN" or "en-GB", for Intl

const catalogue = self.BOARD_I18N || {};
const messages = catalogue.messages || {};
const words = catalogue.words || {};

export const language = catalogue.language || document.documentElement.lang || "en";
export const locale = /^zh/.test(language) ? "zh-CN" : "en-GB";

export function t(source, values) {
  const sentence = messages[source] || source;
  if (!values) return sentence;
  return sentence.replace(/%\(([a-z_]+)\)s/g, (whole, name) => (name in values ? String(values[name]) : whole));
}

export function word(kind, key) {
  const list = words[kind] || {};
  return list[key] || String(key).replace(/_/g, " ");
}

export function listed(texts) {
  return texts.join(locale === "zh-CN" ? "、" : ", ");
}

export function N_(source) {
  return source;
}
