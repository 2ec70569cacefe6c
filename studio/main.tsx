/** Mounts the studio. */
import { render } from "preact";
import { styles } from "repgeom/charts";
import { App } from "./app.tsx";
import { start } from "./keep/start.ts";
import { keepForOffline } from "./offline/register.ts";

// In a layer, so that the rules of the studio win over those that charts share with the reports.
const shared = new CSSStyleSheet();
shared.replaceSync(`@layer shared { ${styles} }`);
document.adoptedStyleSheets = [shared];

void start();
render(<App />, document.getElementById("app")!);
keepForOffline();
