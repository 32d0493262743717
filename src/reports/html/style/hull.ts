export const hullStyle = `
.ship{display:grid;grid-template-columns:minmax(0,1.15fr) minmax(0,1fr);gap:0;margin-top:16px;overflow:hidden}
.ship figure{background:linear-gradient(var(--sky),var(--surface));display:flex;align-items:flex-end}
.ship svg{display:block;width:100%;height:auto}
.plank{fill:var(--plank);stroke:var(--surface);stroke-width:1.5;cursor:pointer;transition:opacity .15s}
.plank.critical{fill:var(--critical)}.plank.high{fill:var(--high)}.plank.medium{fill:var(--medium)}.plank.low{fill:var(--low)}.plank.negligible{fill:var(--strong)}.plank.unknown{fill:var(--unknown)}
.ship.lit .plank:not(.on){opacity:.35}
.hullline{fill:none;stroke:var(--ink);stroke-width:3;stroke-linejoin:round}
.above{fill:var(--ink)}.window{fill:var(--sky)}
.plank-number{font:600 13px var(--sans);fill:var(--surface);text-anchor:middle;pointer-events:none;paint-order:stroke}
.plank-number.bare{fill:var(--plank-ink)}
.water{fill:var(--sea);opacity:.16;pointer-events:none}.swell{fill:none;stroke:var(--sea);stroke-width:3;pointer-events:none}
.swell.second{opacity:.45;stroke-width:2}
.disc{fill:var(--surface);stroke:var(--ink);stroke-width:3}.disc-rule{stroke:var(--ink);stroke-width:3}
.layers{max-height:530px;overflow:auto;border-left:1px solid var(--line)}
.layers button{display:grid;grid-template-columns:34px minmax(0,1fr) auto;gap:2px 12px;width:100%;text-align:left;background:none;border:0;border-bottom:1px solid var(--line);padding:7px 16px 7px 12px;line-height:1.45;align-items:baseline}
.layers li:last-child button{border-bottom:0}
.layers button:hover,.layers button:focus-visible,.layers .on button{background:var(--raised)}
.layers :focus-visible{outline-offset:-2px}
.layers .n{grid-row:1/3;align-self:center;width:30px;height:30px;border-radius:6px;display:grid;place-items:center;font-weight:600;font-size:13px;background:var(--plank);color:var(--plank-ink)}
.layers .n.critical,.layers .n.high,.layers .n.medium,.layers .n.low,.layers .n.unknown{color:var(--surface)}
.layers .n.critical{background:var(--critical)}.layers .n.high{background:var(--high)}.layers .n.medium{background:var(--medium)}.layers .n.low{background:var(--low)}.layers .n.unknown{background:var(--unknown)}
.layers code{white-space:nowrap;overflow:hidden;text-overflow:ellipsis;color:var(--soft)}
.layers .size{font-size:13px;color:var(--soft);white-space:nowrap}
.layers .worst{grid-column:2/4;font-size:13px;color:var(--muted)}
.layers .line{display:flex;align-items:center;gap:10px;padding:5px 16px;font-size:12.5px;color:var(--accent);background:var(--tint);font-weight:600}
@media screen and (max-width:900px){.ship{grid-template-columns:minmax(0,1fr)}.layers{border-left:0;border-top:1px solid var(--line)}}
`;
