import type { Theme } from "vitepress";
import DefaultTheme from "vitepress/theme-without-fonts";
import BlindTo from "../live/BlindTo.vue";
import LiveCode from "../live/LiveCode.vue";
// oxlint-disable-next-line import/no-unassigned-import -- a style sheet
import "./style.css";

export default {
  extends: DefaultTheme,
  enhanceApp({ app }) {
    app.component("LiveCode", LiveCode);
    app.component("BlindTo", BlindTo);
  },
} satisfies Theme;
