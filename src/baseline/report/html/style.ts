import { findingStyle } from '../../../reports/html/style/findings.ts';
import { frameStyle } from '../../../reports/html/style/frame.ts';
import { heroStyle } from '../../../reports/html/style/hero.ts';
import { paletteStyle } from '../../../reports/html/style/palette.ts';
import { printStyle } from '../../../reports/html/style/print.ts';
import { sectionStyle } from '../../../reports/html/style/sections.ts';

/** Planks lie on one another from the water up, as wide as they carry containers; on a phone they are an indented list. */
const treeStyle = `
.answer{grid-template-columns:minmax(0,1fr)}
.legend span{padding:4px 10px 4px 6px;display:flex;gap:8px;align-items:center}
.dock{margin-top:16px;padding:26px 18px 0;overflow-x:auto;background:linear-gradient(var(--surface) 60%,var(--sky))}
.ground,.above{display:flex;align-items:flex-end;gap:4px}
.ground{gap:18px;min-width:100%;width:max-content;max-width:none}
.stem{display:flex;flex-direction:column;justify-content:flex-end;gap:4px;min-width:168px;flex:1 1 168px}
.plank{display:block;width:100%;text-align:left;border:0;border-radius:6px;border-left:6px solid var(--good);background:var(--raised);box-shadow:inset 0 0 0 1px var(--line);padding:8px 11px;line-height:1.35}
.plank.critical{border-left-color:var(--critical);background:var(--critical-tint)}.plank.high{border-left-color:var(--high);background:var(--high-tint)}
.plank.medium{border-left-color:var(--medium);background:var(--medium-tint)}.plank.low{border-left-color:var(--low);background:var(--low-tint)}
.plank.negligible{border-left-color:var(--negligible)}.plank.unknown{border-left-color:var(--unknown)}
.plank:hover{box-shadow:inset 0 0 0 1px var(--accent)}
.plank[aria-pressed=true]{box-shadow:inset 0 0 0 2px var(--accent)}
.plank b{font-weight:600;font-size:13.5px;display:-webkit-box;-webkit-line-clamp:2;-webkit-box-orient:vertical;overflow:hidden}
.plank span{display:block;font-size:12px;color:var(--soft)}
.plank .tag{display:inline-block;margin:4px 4px 0 0;font-size:11.5px}
.plank .tag.ok{background:var(--good-tint);color:var(--good);border-color:transparent;font-weight:600}
.cargo{display:flex;flex-wrap:wrap;gap:4px;padding:0 4px}
.crate{width:16px;height:16px;border-radius:3px;border:2px solid var(--accent);background:none;flex:none}
.crate.runs{background:var(--accent)}
.crate.root{border-color:var(--warn)}.crate.root.runs{background:var(--warn)}
.crate.root{outline:1px solid var(--warn);outline-offset:1px}
.cargo small{font-size:12px;color:var(--muted);line-height:16px}
.water{display:block;height:30px;margin:8px -18px 0;background:var(--sea);opacity:.22;width:auto}
.told{margin-top:14px;padding:18px 20px}
.told h3{font:600 18px var(--serif)}
.told dl{display:grid;grid-template-columns:210px minmax(0,1fr);gap:7px 18px;margin-top:12px;font-size:14px}
.told dt{color:var(--muted)}
.told .warn{color:var(--warn);font-weight:600;margin-top:6px}
.told ol{max-height:18em;overflow:auto}
.told ol li{display:grid;grid-template-columns:minmax(0,1fr) auto;gap:12px;padding:2px 0;border-bottom:1px solid var(--line)}
.hold{margin-top:16px}
.hold>li{display:grid;grid-template-columns:minmax(0,1.5fr) minmax(0,1.3fr) minmax(0,1.3fr) 92px minmax(0,1.1fr);gap:4px 16px;padding:10px 16px;align-items:baseline;font-size:14px}
.hold>li+li{border-top:1px solid var(--line)}
.hold>.head{font-size:12.5px;font-weight:600;color:var(--muted);background:var(--raised);border-radius:12px 12px 0 0}
.hold strong{font-weight:600}
.hold .state{font-size:12.5px;color:var(--muted)}
.hold .root{color:var(--warn);font-weight:600}
.hold .sev{font-weight:500;white-space:normal}
.stale{margin-top:16px}.stale li{padding:12px 18px}.stale .row-of{display:flex;gap:16px;justify-content:space-between;align-items:center}.stale .row-of button{flex:none}.stale li+li{border-top:1px solid var(--line)}
.stale p{color:var(--muted);font-size:13.5px}
@media screen and (max-width:760px){
.dock{padding:16px 12px 0;overflow:visible}.ground,.above{display:block;width:auto;min-width:0}
.stem{flex-direction:column-reverse;min-width:0;margin-top:6px}.above{margin-left:12px;border-left:2px solid var(--line);padding-left:8px}
.above:empty{display:none}.water{margin:14px -12px 0}
.told dl{grid-template-columns:minmax(0,1fr);gap:1px}.told dd{margin-bottom:7px}
.hold>.head{display:none}.hold>li{grid-template-columns:minmax(0,1fr)}.hold>li .mono{color:var(--soft)}
}
@media print{.dock{overflow:visible;background:none}.ground{width:auto;flex-wrap:wrap}.stem{min-width:110px;flex-basis:110px;break-inside:avoid}.told,.stale button{display:none}.hold>li{padding:4px 6px;font-size:8.5pt;break-inside:avoid}.hold .more{display:none}}
`;

export const style = [paletteStyle, frameStyle, heroStyle, sectionStyle, findingStyle, printStyle, treeStyle].join('');
