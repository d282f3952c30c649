// Lays graphs out on a thread of its own.
import { place } from "./place.js";

self.addEventListener("message", ({ data }) => {
  try {
    self.postMessage({ id: data.id, placed: place(data.nodes, data.edges) });
  } catch (e) {
    self.postMessage({ id: data.id, error: String(e) });
  }
});
