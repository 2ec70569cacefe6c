/** How the page looks: in light and dark, on a wide screen and a narrow one. */
export const style = `
:root { color-scheme: light dark; --text: #1b1f24; --soft: #57606a; --ground: #ffffff; --field: #f3f5f7; --line: #d5dae0; --link: #0b5cad; }
@media (prefers-color-scheme: dark) {
  :root { --text: #e6e9ed; --soft: #a3adb8; --ground: #14171b; --field: #1f242a; --line: #363d45; --link: #7bb8ff; }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--text); font: 16px/1.55 system-ui, sans-serif; }
main { max-width: 52rem; margin: 0 auto; padding: 2rem 1.25rem 4rem; }
h1 { margin: 0 0 0.25rem; font-size: 1.7rem; }
h2 { margin: 2.25rem 0 0.5rem; font-size: 1.2rem; }
h3 { margin: 1.25rem 0 0.35rem; font-size: 1rem; font-weight: 600; }
.lead { margin-top: 0; color: var(--soft); }
a { color: var(--link); }
code { font: 0.88em/1.5 ui-monospace, monospace; background: var(--field); padding: 0.1em 0.3em; border-radius: 4px; overflow-wrap: anywhere; }
pre { margin: 0; padding: 0.75rem 0.9rem; background: var(--field); border: 1px solid var(--line); border-radius: 6px; overflow-x: auto; }
pre code { padding: 0; background: none; overflow-wrap: normal; }
.scroll { overflow-x: auto; }
table { width: 100%; border-collapse: collapse; }
th, td { padding: 0.4rem 0.75rem 0.4rem 0; border-bottom: 1px solid var(--line); text-align: left; vertical-align: top; font-weight: 400; }
thead th { color: var(--soft); font-size: 0.9rem; }
tbody th { width: 12rem; white-space: nowrap; }
@media (max-width: 32rem) {
  main { padding-top: 1.25rem; }
  thead { display: none; }
  tr { display: block; padding: 0.4rem 0; border-bottom: 1px solid var(--line); }
  th, td { display: block; width: auto; padding: 0.1rem 0; border: 0; }
  tbody th { width: auto; white-space: normal; }
}
`;
