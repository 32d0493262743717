export const printStyle = `
.only-print{display:none}
@media print{
@page{size:A4;margin:14mm 13mm}
:root,:root:not([data-theme=light]),:root[data-theme=dark]{--bg:#fff;--surface:#fff;--raised:#f6f8f9;--ink:#10222d;--soft:#3d515d;--muted:#51646f;--line:#ccd6da;--strong:#a9b9c1;--accent:#0a5a78;--tint:#f1f6f8;
--good:#1c6b46;--good-tint:#fff;--bad:#a3203a;--bad-tint:#fff;--warn:#7d5200;--warn-tint:#fff;--critical:#8c1237;--high:#b23a0c;--medium:#835600;--low:#1a5f8f;--negligible:#566a76;--unknown:#6a5a83;--critical-tint:#fff;--plank:#c9d5da;--plank-ink:#10222d;--sea:#0f6f94;--sky:#fff;--shadow:none;color-scheme:light}
*{-webkit-print-color-adjust:exact;print-color-adjust:exact}
body{font-size:10pt}
.wrap{max-width:none;padding:0}
.bar button,.bar select,.skip,.wave,.tools,.facets,.keys,.pager button,.treebar,.fold,.settles button,.command button{display:none!important}
.hero{background:none;color:var(--ink)}
.bar{padding:0 0 8px;border-bottom:2px solid var(--ink)}
.brand small,.ref,.facts,.tally{color:var(--soft)}
.answer{padding:14px 0 16px;grid-template-columns:minmax(0,1fr) 120px}
.answer h1{font-size:26pt}
.answer .unjudged b{color:var(--accent)}.answer .denied b{color:var(--bad)}.answer .allowed b{color:var(--good)}.answer .undecided b{color:var(--warn)}
.mark{width:120px;height:120px;display:block}.mark .plate{fill:none;stroke:var(--line)}.mark .disc-line,.mark.denied .disc-line,.mark.allowed .disc-line,.mark.undecided .disc-line{stroke:var(--ink);color:var(--ink)}
.strip{margin-top:0}
section,.columns>section{margin-top:22px}
.columns{display:block}
.card{border-radius:6px}
.advice,.controls>li,.sights>div,.ship,.strip{break-inside:avoid}
h2,h3{break-after:avoid}
.layers{max-height:none;overflow:visible}
.sights{grid-template-columns:minmax(0,1fr)}.advices{gap:5px}.advice>details>summary,.advice>div{padding:6px 10px}.number{width:24px;height:24px;font-size:12px}.advice>details>summary,.advice>div{grid-template-columns:24px minmax(0,1fr) auto}.settles{padding:4px 10px 6px 48px;font-size:8.5pt}.settles li{padding:1px 0}.advices>.more{display:none}
.sheet tr{break-inside:avoid}.sheet thead{display:table-header-group}
#findings{break-before:page}
.sheet td,.sheet th .only-print{padding:3px 6px;font-size:8pt}
.row .mono{font-size:7.5pt}.row .tag{font-size:7pt}
.sheet th:nth-child(1){width:82px}.sheet th:nth-child(2){width:22.5%}.sheet th:nth-child(3){width:16%}.sheet th:nth-child(4){width:15%}.sheet th:nth-child(6){width:50px}.sheet th:nth-child(7){width:50px}.sheet th button{display:none}
.only-print{display:block}
.tree details>ul{display:none}
footer{margin-top:22px}footer .wrap{padding:14px 0}footer dl{grid-template-columns:130px minmax(0,1fr);font-size:8.5pt}
}
`;
