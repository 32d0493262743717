/** Reads the data; texts in the chosen language; what is made of counts by severity. */
export const wordsScript = String.raw`
var data = JSON.parse(document.getElementById('data').textContent);
var severities = ['critical', 'high', 'medium', 'low', 'negligible', 'unknown'];
var language = data.language;

function say(text) { return text[language]; }
function word(key, values) {
  return data.words[key][language].replace(/\{([a-zA-Z]+)\}/g, function (whole, name) {
    return values && Object.prototype.hasOwnProperty.call(values, name) ? String(values[name]) : whole;
  });
}
function number(value) { return value.toLocaleString(language); }
function worstOf(counts) {
  for (var at = 0; at < counts.length; at += 1) if (counts[at] > 0) return severities[at];
  return null;
}
function sum(counts) { return counts.reduce(function (total, count) { return total + count; }, 0); }
`;
