/** How the pages of an export look, in light and in dark. One sheet, inside each page: a page can be moved alone. */

export const pageStyle = `
:root{color-scheme:light dark;--ground:#f4f5f7;--card:#fff;--text:#1d2126;--dim:#69717c;--line:#e1e4e8;--accent:#2867b2;--own:#e4f0ff;--code:#f0f1f4;
--n0:#b3403a;--n1:#8a5a00;--n2:#4f7300;--n3:#00755e;--n4:#00709a;--n5:#4a5bc4;--n6:#8348b5;--n7:#b03a7c}
@media (prefers-color-scheme:dark){:root{--ground:#15181c;--card:#1e2228;--text:#e3e6ea;--dim:#939ca8;--line:#31373f;--accent:#7db4f5;--own:#1f3450;--code:#2a2f37;
--n0:#f28b82;--n1:#e0b35c;--n2:#a8cf5e;--n3:#5ed1b3;--n4:#67c4ea;--n5:#a1aefa;--n6:#cfa0f5;--n7:#f29cc7}}
*{box-sizing:border-box}
body{margin:0;background:var(--ground);color:var(--text);font:16px/1.5 system-ui,"Segoe UI",Roboto,"Noto Sans",sans-serif;overflow-wrap:anywhere}
a{color:var(--accent)}
main,header{max-width:52rem;margin:0 auto;padding:0 1rem}
header{padding-top:1.5rem}
h1{font-size:1.5rem;margin:0;line-height:1.25}
header p{margin:.25rem 0 0;color:var(--dim)}
.identity{display:flex;gap:1rem;align-items:center}
.identity img{width:4rem;height:4rem;border-radius:50%;object-fit:cover}
.notice-box{background:var(--card);border-left:.25rem solid var(--n1);padding:.6rem 1rem;border-radius:.25rem}
nav{display:flex;flex-wrap:wrap;gap:1rem;padding:.75rem 0}
h2.day{position:sticky;top:0;margin:1.25rem 0 .5rem;text-align:center;font-size:.85rem;font-weight:600;color:var(--dim)}
h2.day span{background:var(--card);border:1px solid var(--line);border-radius:1rem;padding:.15rem .8rem}
.message{display:grid;grid-template-columns:3.2rem minmax(0,1fr);column-gap:.75rem;padding:.15rem .5rem;border-radius:.5rem}
.message:target{outline:2px solid var(--accent)}
.message.first{margin-top:.6rem}
.message.own .bubble{background:var(--own)}
.message>time{color:var(--dim);font-size:.8rem;text-align:right;padding-top:.55rem;font-variant-numeric:tabular-nums}
.bubble{justify-self:start;max-width:100%;background:var(--card);border:1px solid var(--line);border-radius:.7rem;padding:.35rem .75rem}
.name{font-weight:600;display:block}
.n0{color:var(--n0)}.n1{color:var(--n1)}.n2{color:var(--n2)}.n3{color:var(--n3)}.n4{color:var(--n4)}.n5{color:var(--n5)}.n6{color:var(--n6)}.n7{color:var(--n7)}
.text{white-space:pre-wrap}
.text+.text{margin-top:.25rem}
.action{font-style:italic}
.mention{font-weight:600;color:var(--accent)}
code,pre{font-family:ui-monospace,"Cascadia Mono","DejaVu Sans Mono",monospace;font-size:.9em}
code{background:var(--code);border-radius:.25rem;padding:.05em .3em}
pre{background:var(--code);border-radius:.4rem;padding:.5rem .75rem;margin:.25rem 0;overflow-x:auto;white-space:pre}
pre code{background:none;padding:0}
blockquote{margin:.25rem 0;padding-left:.75rem;border-left:.2rem solid var(--line);color:var(--dim);white-space:pre-wrap}
.reply{display:block;border-left:.2rem solid var(--accent);padding-left:.6rem;margin:.15rem 0;color:var(--dim);font-size:.9rem;text-decoration:none;max-height:3em;overflow:hidden}
.reply b{color:var(--accent)}
.forwarded,.mark,.facts{color:var(--dim);font-size:.85rem}
.gone{color:var(--dim);font-style:italic}
details summary{cursor:pointer;color:var(--dim);font-size:.85rem}
ol.versions{margin:.25rem 0;padding-left:1.2rem;color:var(--dim)}
.file{margin:.3rem 0}
.file img,.file video{display:block;max-width:100%;max-height:26rem;width:auto;height:auto;border-radius:.5rem}
.file audio{display:block;max-width:100%}
ul.reactions{list-style:none;display:flex;flex-wrap:wrap;gap:.35rem;margin:.3rem 0 .1rem;padding:0}
ul.reactions li{border:1px solid var(--line);border-radius:1rem;padding:0 .6rem;font-size:.9rem;background:var(--ground)}
.event{text-align:center;color:var(--dim);font-size:.85rem;margin:.4rem 0}
section{background:var(--card);border:1px solid var(--line);border-radius:.7rem;padding:.5rem 1.25rem 1rem;margin:1rem 0}
section h2{font-size:1.1rem;margin:.5rem 0}
table{border-collapse:collapse;width:100%}
td,th{text-align:left;padding:.3rem .75rem .3rem 0;border-top:1px solid var(--line);vertical-align:top}
tr:first-child td,tr:first-child th{border-top:0}
th{font-weight:600;color:var(--dim);width:12rem}
td.count{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap;padding-right:0}
ul.pages{margin:.3rem 0;padding-left:1.2rem}
footer{max-width:52rem;margin:0 auto;color:var(--dim);font-size:.85rem;text-align:center;padding:1.5rem 1rem}
@media (max-width:36rem){.message{grid-template-columns:2.6rem minmax(0,1fr);column-gap:.4rem;padding:.15rem 0}}
@media print{body{background:none}h2.day{position:static}.bubble,section{break-inside:avoid}}
`;
