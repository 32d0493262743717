export const findingStyle = `
.tools{display:flex;gap:12px;align-items:center;margin-top:16px;flex-wrap:wrap}
.field{background:var(--surface);border:1px solid var(--strong);border-radius:9px;padding:9px 13px;min-width:0;width:min(440px,100%)}
.field::placeholder{color:var(--muted);opacity:1}
.field:focus{outline:2px solid var(--accent);outline-offset:0;border-color:transparent}
.keys{font-size:12.5px;color:var(--muted)}
.facets{display:flex;flex-wrap:wrap;gap:12px 26px;margin-top:16px}
.facet{border:0;padding:0;margin:0;min-width:0;max-width:100%}
.facet legend{font-size:12px;color:var(--muted);padding:0 0 5px}
.facet div{display:flex;flex-wrap:wrap;gap:6px}
.chip{background:var(--surface);border:1px solid var(--line);border-radius:999px;padding:3px 11px;font-size:13px;color:var(--soft);display:inline-flex;gap:7px;align-items:center;min-height:30px}
.chip b{font-weight:500;color:var(--muted)}
.chip:hover{border-color:var(--accent)}
.chip[aria-pressed=true]{background:var(--accent);border-color:var(--accent);color:var(--accent-ink)}
.chip[aria-pressed=true] b{color:inherit}
.chip.none{opacity:.55}
.facet select{background:var(--surface);border:1px solid var(--line);border-radius:999px;padding:4px 10px;font-size:13px;min-height:30px;max-width:min(240px,80vw)}
.sheet{margin-top:18px;overflow:hidden}
.sheet table{width:100%;border-collapse:collapse;table-layout:fixed}
.sheet th{text-align:left;font-size:12.5px;font-weight:600;color:var(--muted);background:var(--raised);border-bottom:1px solid var(--line);padding:0}
.sheet th button{background:none;border:0;width:100%;text-align:left;padding:10px 12px;font-weight:600;color:var(--muted);display:flex;gap:6px}
.sheet th button:hover{color:var(--ink)}
.sheet th[aria-sort] button{color:var(--accent)}
.sheet th :focus-visible{outline-offset:-3px}
.sheet th:nth-child(1){width:128px}.sheet th:nth-child(2){width:23%}.sheet th:nth-child(6){width:78px}.sheet th:nth-child(7){width:78px}
.sheet td{padding:9px 12px;border-bottom:1px solid var(--line);vertical-align:baseline;font-size:14px}
.sheet tbody tr:last-child td{border-bottom:0}
.row{cursor:pointer}
.row:hover td,.row:focus td{background:var(--raised)}
.row:focus{outline:2px solid var(--accent);outline-offset:-2px}
.row[aria-expanded=true] td{background:var(--tint);border-bottom-color:transparent}
.row .id{font-weight:600}
.names{display:flex;flex-wrap:wrap;gap:2px 8px;align-items:baseline}
.row .tag{font-size:11.5px;padding:0 7px}
.row .mono{font-size:12.5px;color:var(--soft)}
.row .fix{color:var(--good)}
.row .cut{display:-webkit-box;-webkit-line-clamp:2;-webkit-box-orient:vertical;overflow:hidden}
.arrow:empty{display:none}.num{text-align:right}.sheet th.num button{justify-content:flex-end}
.detail td{background:var(--tint);padding:4px 16px 18px 34px}
.detail p{max-width:80ch;font-size:15px;margin-bottom:10px}
.detail dl{display:grid;grid-template-columns:max-content minmax(0,1fr);gap:4px 18px;font-size:13.5px}
.detail dt{color:var(--muted)}
.pager{display:flex;align-items:center;gap:10px;padding:11px 14px;border-top:1px solid var(--line);flex-wrap:wrap;background:var(--raised)}
.pager .where{margin-right:auto;color:var(--soft);font-size:14px}
.empty{padding:34px 20px;text-align:center;color:var(--muted)}
@media screen and (max-width:760px){
.keys{display:none}
.sheet thead{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
.sheet table,.sheet tbody,.sheet tr,.sheet td{display:block;width:auto}
.sheet tr.row{display:flex;flex-wrap:wrap;align-items:baseline;gap:3px 10px;padding:10px 14px;border-bottom:1px solid var(--line)}
.sheet tr.row td{padding:0;border:0;background:none}
.row td:nth-child(2){flex:1;min-width:150px}.row td:nth-child(7){order:1}.row td:nth-child(6){display:none}
.row td:nth-child(3){order:2;width:100%;font-weight:500}.row td:nth-child(4){order:3}.row td:nth-child(5){order:4}
.row td:nth-child(5):not(.nofix) .cut::before{content:"→ "}
.sheet tr.row:hover,.sheet tr.row[aria-expanded=true]{background:var(--tint)}
.detail td{padding:4px 14px 16px}.detail dl{grid-template-columns:minmax(0,1fr);gap:1px}.detail dd{margin-bottom:7px}
}
`;
