import { findingStyle } from '../../../reports/html/style/findings.ts';
import { frameStyle } from '../../../reports/html/style/frame.ts';
import { heroStyle } from '../../../reports/html/style/hero.ts';
import { paletteStyle } from '../../../reports/html/style/palette.ts';
import { printStyle } from '../../../reports/html/style/print.ts';
import { sectionStyle } from '../../../reports/html/style/sections.ts';

/** Repositories are quays with a crate for each image; below them the images as a list that folds out. */
const fleetStyle = `
.answer{grid-template-columns:minmax(0,1fr)}
.legend span{padding:4px 10px 4px 6px;display:flex;gap:8px;align-items:center}
.harbor{margin-top:16px;padding:22px 20px 0;overflow:hidden;background:linear-gradient(var(--surface) 55%,var(--sky))}
.quays{display:grid;grid-template-columns:repeat(auto-fill,minmax(190px,1fr));gap:20px 18px;align-items:end}
.quay{display:flex;flex-direction:column;justify-content:flex-end;min-width:0}
.crates{display:flex;flex-wrap:wrap-reverse;align-content:flex-start;gap:4px;padding:0 8px 4px}
.crate{width:18px;height:18px;border-radius:3px;background:var(--plank);flex:none;position:relative;overflow:hidden;padding:0;border:0}
.crate.critical{background:var(--critical)}.crate.high{background:var(--high)}.crate.medium{background:var(--medium)}.crate.low{background:var(--low)}.crate.negligible{background:var(--strong)}.crate.unknown{background:var(--unknown)}.crate.clean{background:var(--good)}
.crate.denied::before,.crate.denied::after{content:"";position:absolute;left:-2px;right:-2px;top:8px;height:2px;background:var(--surface);transform:rotate(45deg)}
.crate.denied::after{transform:rotate(-45deg)}
.crate.open{background-image:repeating-linear-gradient(45deg,transparent 0 3px,var(--surface) 3px 5px)}
.crates small{font-size:12px;color:var(--muted);line-height:18px}
.deck{display:block;width:100%;text-align:left;border:0;border-top:5px solid var(--plank-ink);border-radius:0 0 6px 6px;background:var(--raised);box-shadow:inset 0 0 0 1px var(--line);padding:7px 11px 9px;line-height:1.35;min-height:58px}
.deck:hover{box-shadow:inset 0 0 0 1px var(--accent)}
.deck[aria-pressed=true]{box-shadow:inset 0 0 0 2px var(--accent);background:var(--tint)}
.deck b{font-weight:600;font-size:13.5px;display:-webkit-box;-webkit-line-clamp:2;-webkit-box-orient:vertical;overflow:hidden}
.deck span{font-size:12px;color:var(--soft)}
.deck span.bad{color:var(--bad);font-weight:600}
.water{display:block;height:34px;margin:0 -20px;background:var(--sea);opacity:.24;width:auto}
.fleet{margin-top:16px}
.fleet>li+li{border-top:1px solid var(--line)}
.tools select.field{flex:none;width:auto;max-width:100%}
.fleet .entry,.fleet>.head{display:grid;grid-template-columns:132px minmax(0,2.2fr) minmax(0,2fr) 80px 86px;gap:4px 16px;padding:10px 16px;align-items:baseline;font-size:14px;width:100%;text-align:left;border:0;background:none}
.fleet>.head{font-size:12.5px;font-weight:600;color:var(--muted);background:var(--raised);border-radius:12px 12px 0 0}
.fleet .entry:hover{background:var(--raised)}
.fleet .entry[aria-expanded=true]{background:var(--tint)}
.fleet .entry:focus-visible{outline-offset:-2px}
.fleet .name{font-weight:600}
.fleet .name small{font-weight:400;color:var(--muted);margin-left:6px}
.says{font-weight:600;white-space:nowrap}
.says.denied{color:var(--bad)}.says.allowed{color:var(--good)}.says.undecided,.says.incomplete{color:var(--warn)}
.tallies{display:flex;flex-wrap:wrap;gap:2px 12px}.tallies .sev{font-size:13px;font-weight:500}.tallies .tag{font-size:11.5px}
.num{text-align:right}
.more-of{background:var(--tint);padding:2px 16px 16px 164px}
.more-of dl{display:grid;grid-template-columns:180px minmax(0,1fr);gap:5px 18px;font-size:13.5px}
.more-of dt{color:var(--muted)}
.more-of ol{max-height:14em;overflow:auto}
.stale{margin-top:16px}.stale li{padding:12px 18px}.stale li+li{border-top:1px solid var(--line)}.stale p{color:var(--muted);font-size:13.5px}
.passed{display:flex;flex-wrap:wrap;gap:8px;margin-top:14px}
.passed+details{margin-top:12px;font-size:13.5px}.passed+details summary{cursor:pointer;color:var(--accent);width:fit-content}.passed+details li{padding:3px 0;color:var(--soft)}
@media screen and (max-width:760px){
.quays{grid-template-columns:repeat(auto-fill,minmax(140px,1fr))}.harbor{padding:16px 12px 0}.water{margin:0 -12px}
.fleet>.head{display:none}.fleet .entry{grid-template-columns:minmax(0,1fr) auto;padding:11px 14px}.fleet .entry .name{grid-column:1/3}.fleet .entry .name{order:-1}.fleet .tallies{grid-column:1/3;order:1}.fleet .entry .fixes{display:none}
.more-of{padding:2px 14px 14px}.more-of dl{grid-template-columns:minmax(0,1fr);gap:1px}.more-of dd{margin-bottom:7px}
}
@media print{.harbor{background:none}.quay{break-inside:avoid}.fleet .entry{padding:4px 6px;font-size:8.5pt;break-inside:avoid}.fleet .more,.facets{display:none}}
`;

export const style = [paletteStyle, frameStyle, heroStyle, sectionStyle, findingStyle, printStyle, fleetStyle].join('');
