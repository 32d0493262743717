/** Turns the rows of the data into objects. */
export const modelScript = `
function findingCount(count) { return count === 0 ? word('noFinding') : count === 1 ? word('findingOne') : word('findingsCount', { count: number(count) }); }

var findings = data.findings.map(function (row, at) {
  return {
    at: at, id: row[0], aliases: row[1], package: row[2], purl: row[3], type: row[4], installed: row[5], fixed: row[6],
    severity: row[7], score: row[8], vector: row[9], epss: row[10], exploited: row[11] === 1, published: row[12],
    status: row[13], summary: row[14], evidence: row[15], layer: row[16], path: row[17], policy: row[18], certainty: row[19],
    base: row[16] >= 0 && data.layers[row[16]] !== undefined && data.layers[row[16]].base,
    search: (row[0] + ' ' + row[1].join(' ') + ' ' + row[2] + ' ' + row[5] + ' ' + row[17]).toLowerCase()
  };
});
var findingsByPurl = new Map();
findings.forEach(function (finding) {
  var known = findingsByPurl.get(finding.purl);
  if (known === undefined) findingsByPurl.set(finding.purl, [finding]);
  else known.push(finding);
});
var packages = data.packages.map(function (row) {
  return {
    name: row[0], version: row[1], type: row[2], purl: row[3], source: row[4], licenses: row[5], layer: row[6], path: row[7],
    ownedBy: row[8], certainty: row[9], findings: findingsByPurl.get(row[3]) || []
  };
});
`;
