export const heroStyle = `
.hero{position:relative;color:#eaf3f6;background:linear-gradient(168deg,#0d2a3a 0%,#0b3a50 58%,#0d5a78 100%);overflow:hidden}
.hero ::selection{background:#72c8e4;color:#06202c}
.bar{display:flex;align-items:center;gap:10px;padding:16px 0;flex-wrap:wrap}
.brand{display:flex;align-items:center;gap:10px;font:600 18px var(--serif);margin-right:auto}
.brand small{font:400 13px var(--sans);color:#a9c6d3}
.brand svg{width:26px;height:26px}
.bar button,.bar select{background:rgba(255,255,255,.08);border:1px solid rgba(255,255,255,.22);color:#eaf3f6;border-radius:8px;padding:5px 12px;font-size:13px;min-height:32px}
.bar select option{color:#10222d;background:#fff}
.bar button:hover,.bar select:hover{background:rgba(255,255,255,.17)}
.hero :focus-visible{outline-color:#9fe0f5}
.answer{display:grid;grid-template-columns:minmax(0,1fr) 216px;gap:40px;align-items:center;padding:34px 0 92px}
.ref{font-family:var(--mono);font-size:15px;color:#bfe0ec;display:-webkit-box;-webkit-line-clamp:3;-webkit-box-orient:vertical;overflow:hidden}
.answer h1{font:600 46px/1.2 var(--serif);letter-spacing:-.015em;margin:8px 0 4px;padding-bottom:.08em}
.answer h1 b{font-weight:700}
.answer .denied b{color:#ffa3b1}.answer .allowed b{color:#8fe3b6}.answer .undecided b{color:#f3cf80}.answer .unjudged b{color:#9fe0f5}
.tally{font-size:17px;color:#d4e6ed}
.facts{display:flex;flex-wrap:wrap;gap:6px 22px;margin-top:22px;color:#b4d0dc;font-size:14px}
.facts li{max-width:100%;display:-webkit-box;-webkit-line-clamp:2;-webkit-box-orient:vertical;overflow:hidden}
.mark{width:216px;height:216px;display:block}
.mark .plate{fill:rgba(255,255,255,.07);stroke:rgba(255,255,255,.16)}
.mark .disc-line{stroke:#eaf3f6;color:#eaf3f6}
.mark.denied .disc-line{stroke:#ffa3b1;color:#ffa3b1}.mark.allowed .disc-line{stroke:#8fe3b6;color:#8fe3b6}.mark.undecided .disc-line{stroke:#f3cf80;color:#f3cf80}
.mark text{font:600 21px var(--serif);fill:currentColor;stroke:none}
.mark .swell-far{fill:#2b93ba;opacity:.4}.mark .swell-near{fill:#1c86ad;opacity:.52}
.wave{position:absolute;left:0;right:0;bottom:-1px;width:100%;height:52px;display:block}
.wave .far{fill:#1c7ea3;opacity:.45}.wave .near{fill:var(--bg)}
.strip{position:relative;margin-top:-52px;padding:20px 24px 18px}
.strip .total{display:flex;gap:12px;align-items:baseline;flex-wrap:wrap;margin-bottom:12px}
.strip .total strong{font:600 22px var(--serif);display:inline-block}
.strip .total strong::first-letter{text-transform:uppercase}
.stack{display:flex;height:14px;border-radius:7px;overflow:hidden;gap:2px;background:var(--raised)}
.stack span{min-width:6px}
.stack .critical{background:var(--critical)}.stack .high{background:var(--high)}.stack .medium{background:var(--medium)}.stack .low{background:var(--low)}.stack .negligible{background:var(--strong)}.stack .unknown{background:var(--unknown)}
.legend{display:flex;flex-wrap:wrap;gap:4px 8px;margin-top:12px}
.legend button{background:none;border:0;border-radius:8px;padding:4px 10px 4px 6px;display:flex;gap:8px;align-items:center;min-height:32px}
.legend button:hover:not(:disabled){background:var(--raised)}
.legend button:disabled{opacity:.62;cursor:default}
.legend strong{font-size:17px}
.notices{margin-top:14px;display:flex;flex-wrap:wrap;gap:8px}
.notices a{display:inline-flex;gap:8px;background:var(--warn-tint);color:var(--warn);border-radius:8px;padding:6px 12px;font-weight:600;font-size:14px;text-decoration:none}
.notices a:hover{text-decoration:underline}
@media screen and (max-width:760px){.answer{grid-template-columns:minmax(0,1fr);padding:14px 0 84px}.answer h1{font-size:33px}.mark{display:none}.bar{padding:12px 0}.brand small,.bar .printer{display:none}.strip{padding:16px}}
`;
