/** Colours by what they mean. Text colours keep 4.5:1 on `--surface` and on their own tints in both themes. */
const light = `
--bg:#eef2f3;--surface:#fff;--raised:#f7f9fa;--ink:#10222d;--soft:#3d515d;--muted:#566a76;--line:#d5dee2;--strong:#a9b9c1;
--accent:#0a5a78;--accent-ink:#fff;--tint:#e3f0f5;--good:#1c6b46;--good-tint:#e2f3ea;--bad:#a3203a;--bad-tint:#fbe8eb;--warn:#7d5200;--warn-tint:#fbf0d8;
--critical:#8c1237;--high:#b23a0c;--medium:#835600;--low:#1a5f8f;--negligible:#566a76;--unknown:#6a5a83;
--critical-tint:#f9e1e8;--high-tint:#fbe7dc;--medium-tint:#f9eed2;--low-tint:#e0eef8;--negligible-tint:#e9eef0;--unknown-tint:#eeeaf4;
--plank:#c9d5da;--plank-ink:#10222d;--sea:#0f6f94;--sea-deep:#0a4763;--sky:#e6eff3;--shadow:0 1px 2px rgba(16,34,45,.06),0 8px 24px -12px rgba(16,34,45,.18);
color-scheme:light;`;

const dark = `
--bg:#0a141a;--surface:#101f28;--raised:#152731;--ink:#e8f0f3;--soft:#c3d1d8;--muted:#9db0ba;--line:#243943;--strong:#3f5762;
--accent:#72c8e4;--accent-ink:#06202c;--tint:#123140;--good:#7bd6a7;--good-tint:#12332a;--bad:#ff96a8;--bad-tint:#3a1822;--warn:#efc266;--warn-tint:#33280f;
--critical:#ff8fb0;--high:#ff9e73;--medium:#efc266;--low:#83c6f2;--negligible:#a3b5be;--unknown:#c3b1e6;
--critical-tint:#3d1426;--high-tint:#3a1d10;--medium-tint:#33280f;--low-tint:#11304a;--negligible-tint:#1c2d36;--unknown-tint:#282139;
--plank:#2d444f;--plank-ink:#e8f0f3;--sea:#1b86ad;--sea-deep:#0b3a52;--sky:#0d1b23;--shadow:0 1px 2px rgba(0,0,0,.4),0 10px 28px -14px rgba(0,0,0,.7);
color-scheme:dark;`;

export const paletteStyle = `
:root{${light}
--sans:system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue","Noto Sans","PingFang SC","Microsoft YaHei","Noto Sans CJK SC",sans-serif;
--serif:"Iowan Old Style","Palatino Linotype",Palatino,"Book Antiqua",Georgia,"Noto Serif","Songti SC","Noto Serif CJK SC",serif;
--mono:ui-monospace,"SF Mono","Cascadia Mono","JetBrains Mono",Menlo,Consolas,"DejaVu Sans Mono","Noto Sans Mono CJK SC",monospace}
@media(prefers-color-scheme:dark){:root:not([data-theme=light]){${dark}}}
:root[data-theme=dark]{${dark}}
`;
