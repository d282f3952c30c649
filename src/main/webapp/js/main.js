// Starts the page: every element that names a run becomes that run's page.
import { App } from "./app.js";
import { HistoryView } from "./page/history.js";

const { k8sdagHash } = document.documentElement.dataset;
if (k8sdagHash) {
  history.replaceState(null, "", k8sdagHash);
}

function crumb() {
  const { crumbHeader, crumbValue } = document.head.dataset;
  return crumbHeader ? { field: crumbHeader, value: crumbValue } : null;
}

for (const home of document.querySelectorAll(".k8sdag-app[data-base]")) {
  new App(home, { base: home.dataset.base, crumb: crumb(), historyUrl: home.dataset.historyUrl });
}

for (const home of document.querySelectorAll(".k8sdag-history[data-history-url]")) {
  const view = new HistoryView({ base: document.baseURI, historyUrl: home.dataset.historyUrl });
  home.replaceChildren(view.element);
  view.load();
}
