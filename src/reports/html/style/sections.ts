export const sectionStyle = `
.advices{margin-top:16px;display:grid;gap:10px;counter-reset:advice}
.advice>details>summary,.advice>div{display:grid;grid-template-columns:34px minmax(0,1fr) auto;gap:14px;padding:15px 18px;align-items:start;list-style:none}
.advice summary{cursor:pointer;border-radius:12px}
.advice summary::-webkit-details-marker{display:none}
.advice summary:hover{background:var(--raised)}
.calm{display:flex;gap:12px;align-items:center;margin-top:16px;padding:15px 18px}
.number{width:34px;height:34px;border-radius:50%;display:grid;place-items:center;font:600 16px var(--serif);background:var(--tint);color:var(--accent)}
.advice.needed .number{background:var(--bad-tint);color:var(--bad)}
.advice.needed{border-left:3px solid var(--bad)}
.split{font-size:13px;color:var(--muted);padding:12px 2px 0}
.advice h3{font:600 16px/1.4 var(--sans)}
.advice p{color:var(--muted);font-size:14px;margin-top:1px}
.fold{color:var(--muted);font-size:18px;line-height:34px;transition:transform .15s}
details[open]>summary .fold{transform:rotate(90deg)}
.settles{border-top:1px solid var(--line);padding:10px 18px 14px 66px;font-size:14px}
.settles li{display:grid;grid-template-columns:94px minmax(0,1fr);padding:4px 0;align-items:baseline}
.settles li div{display:flex;flex-wrap:wrap;gap:2px 10px;align-items:baseline}
.settles .sev{font-size:13px}
.settles button{margin-top:8px}
.controls{margin-top:16px;overflow:hidden}
.controls>li{padding:13px 18px;display:grid;grid-template-columns:24px minmax(0,1fr);gap:10px}
.controls>li+li{border-top:1px solid var(--line)}
.outcome{flex:none;width:22px;height:22px;border-radius:50%;display:grid;place-items:center;font-size:13px;font-weight:700;line-height:1;margin-top:1px}
.outcome.pass{background:var(--good-tint);color:var(--good)}.outcome.fail{background:var(--bad-tint);color:var(--bad)}.outcome.waived{background:var(--raised);color:var(--soft)}.outcome.unknown,.outcome.soon{background:var(--warn-tint);color:var(--warn)}
.controls h3{font:600 15px/1.5 var(--sans);display:flex;gap:10px;align-items:baseline;flex-wrap:wrap}
.controls p{color:var(--soft);font-size:14px}
.controls details{font-size:14px;margin-top:4px}
.controls summary{cursor:pointer;color:var(--accent);width:fit-content;border-radius:4px}
.controls details li{padding:3px 0;font-family:var(--mono);font-size:12.5px;color:var(--soft)}
.sights{display:grid;grid-template-columns:repeat(auto-fit,minmax(290px,1fr));gap:16px;margin-top:16px;align-items:start}
.sights .none{background:none;box-shadow:none}
.sights h3 .count{font-weight:500;font-size:13px;color:var(--muted);margin-left:7px}
.sights>div{padding:18px 20px}
.sights h3{font:600 15px var(--sans);margin-bottom:8px}
.sights li{padding:9px 0;border-top:1px solid var(--line);font-size:14px}
.sights li p{color:var(--muted);font-size:13px}
.sights summary{cursor:pointer;color:var(--accent);width:fit-content;border-radius:4px}
.sights li:has(>details){max-height:none}.sights .names{max-height:14em;overflow:auto;margin-top:4px}
.sights .names li{padding:3px 0;border:0;font-family:var(--mono);font-size:12.5px;color:var(--soft)}
.tree{margin-top:14px;padding:8px 12px}
.treebar{display:flex;gap:12px;margin-top:14px;align-items:center}
.tree summary{cursor:pointer;padding:7px 8px;border-radius:8px;display:flex;flex-wrap:wrap;gap:3px 12px;align-items:baseline;list-style:none}
.tree summary::-webkit-details-marker{display:none}
.tree summary::before{content:"›";color:var(--muted);font-size:17px;width:12px;transition:transform .15s;flex:none}
.tree details[open]>summary::before{transform:rotate(90deg)}
.tree summary:hover{background:var(--raised)}
.tree .type>summary{font:600 16px var(--serif)}
.tree .type>summary .quiet{font:400 13px var(--sans)}
.tree ul{margin-left:20px;border-left:1px solid var(--line);padding-left:10px}
.tree li.leaf{padding:6px 8px 6px 32px;display:flex;flex-wrap:wrap;gap:3px 12px;align-items:baseline;font-size:14px}
.tree .version{font-family:var(--mono);font-size:12.5px;color:var(--soft)}
.tree .license,.tree .where{font-size:12.5px;color:var(--muted)}
.tree button.link{background:none;border:0;padding:0;color:var(--accent);font-size:13px;text-decoration:underline;text-underline-offset:2px}
footer{margin:56px 0 0;background:var(--surface);border-top:1px solid var(--line)}
footer .wrap{padding-top:36px;padding-bottom:44px}
footer dl{display:grid;grid-template-columns:190px minmax(0,1fr);gap:9px 20px;margin-top:18px;font-size:14px}
footer dt{color:var(--muted)}
footer dd li{padding:1px 0}
.command{display:flex;gap:10px;align-items:center;margin-top:18px;background:var(--raised);border:1px solid var(--line);border-radius:10px;padding:10px 12px}
.command code{flex:1;min-width:0}
@media screen and (max-width:900px){.sights{grid-template-columns:minmax(0,1fr)}}
@media screen and (max-width:640px){footer dl{grid-template-columns:minmax(0,1fr);gap:2px}footer dd{margin-bottom:10px}.settles{padding-left:18px}.advice>details>summary,.advice>div{padding:13px 14px;gap:11px}.tree ul{margin-left:8px;padding-left:4px}.tree li.leaf{padding-left:14px}}
`;
