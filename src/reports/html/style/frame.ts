export const frameStyle = `
*,*::before,*::after{box-sizing:border-box}
html{-webkit-text-size-adjust:100%;scroll-behavior:smooth}
@media(prefers-reduced-motion:reduce){html{scroll-behavior:auto}*{transition:none!important;animation:none!important}}
body{margin:0;background:var(--bg);color:var(--ink);font:15px/1.55 var(--sans);font-variant-numeric:tabular-nums;overflow-wrap:anywhere}
.flag{white-space:nowrap}
h1,h2,h3,p,ol,ul,dl,dd,figure{margin:0;padding:0}
ol,ul{list-style:none}
code,.mono{font-family:var(--mono);font-size:.87em;font-variant-ligatures:none}
button,input,select{font:inherit;color:inherit}
button{cursor:pointer}
a{color:var(--accent);text-underline-offset:2px}
:focus-visible{outline:2px solid var(--accent);outline-offset:2px;border-radius:4px}
[hidden]{display:none!important}
.wrap{max-width:1200px;margin:0 auto;padding:0 28px}
.plain{max-width:720px;margin:0 auto;padding:40px 28px}
.skip{position:absolute;left:12px;top:-60px;background:var(--surface);color:var(--ink);padding:8px 14px;border-radius:6px;z-index:9}
.skip:focus{top:12px}
.unseen{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
section{margin-top:44px}
h2{font:600 24px/1.25 var(--serif);letter-spacing:-.005em}
h2 .count{font:500 14px var(--sans);color:var(--muted);margin-left:8px;letter-spacing:0}
.lead{color:var(--muted);margin-top:4px;max-width:72ch}
.lead.bad{color:var(--bad);font-weight:600}
.lead.bad::first-letter{text-transform:uppercase}
.card{background:var(--surface);border:1px solid var(--line);border-radius:12px;box-shadow:var(--shadow)}
.columns{display:grid;grid-template-columns:minmax(0,1.45fr) minmax(0,1fr);gap:32px;align-items:start}
.columns>section{margin-top:44px}
.quiet{color:var(--muted)}
.tag{display:inline-block;font-size:12px;line-height:1.5;padding:1px 8px;border-radius:999px;white-space:nowrap;background:var(--raised);border:1px solid var(--line);color:var(--soft)}
.tag.bad{background:var(--bad-tint);border-color:transparent;color:var(--bad);font-weight:600}
.tag.warn{background:var(--warn-tint);border-color:transparent;color:var(--warn);font-weight:600}
.sev{display:inline-flex;align-items:center;gap:7px;font-weight:600;white-space:nowrap}
.sev::before{content:"";width:9px;height:9px;border-radius:2px;background:currentColor;flex:none}
.sev.critical{color:var(--critical)}.sev.high{color:var(--high)}.sev.medium{color:var(--medium)}.sev.low{color:var(--low)}.sev.negligible{color:var(--negligible)}.sev.unknown{color:var(--unknown)}
.sev.critical::before{transform:rotate(45deg)}.sev.negligible::before,.sev.unknown::before{background:none;border:2px solid currentColor}
.ghost{background:none;border:1px solid var(--line);border-radius:8px;padding:6px 12px;color:var(--soft);font-size:13px}
.ghost:hover:not(:disabled){border-color:var(--accent);color:var(--accent)}
.ghost:disabled{opacity:.45;cursor:default}
h1,.advice h3,.advice p,.controls p,.facts li,.settles span,.tree strong,.tree .where,.tree .license,.tree summary span:first-child{display:-webkit-box;-webkit-box-orient:vertical;-webkit-line-clamp:4;overflow:hidden}
.settles .sev,.tree .sev,.settles .tag{display:inline-flex}
.sights li,.controls details li,footer dd li,.detail dd,.detail p{max-height:14em;overflow:auto}
@media screen and (max-width:900px){.columns{grid-template-columns:minmax(0,1fr);gap:0}}
@media screen and (max-width:640px){body{font-size:15px}.wrap{padding:0 16px}section,.columns>section{margin-top:34px}h2{font-size:21px}}
`;
