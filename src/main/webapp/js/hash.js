// Loaded before the scripts of Jenkins itself, which take what stands behind # for a part of a selector and stop at a name that is
// none: main.js puts it back.
if (location.hash.startsWith("#stage=")) {
  document.documentElement.dataset.k8sdagHash = location.hash;
  history.replaceState(null, "", location.pathname + location.search);
}
