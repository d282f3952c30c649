// What changes something: always asked for by POST, with the host's crumb, and only after the reader said yes.
import { button, el } from "../dom.js";
import { T } from "../text.js";

/**
 * @param {{base: string, crumb: ?{field: string, value: string}}} host
 * @returns {Promise<?string>} the address of what came of it, if the host tells one
 */
export async function post(host, path, values = {}) {
  const headers = { "Content-Type": "application/x-www-form-urlencoded" };
  if (host.crumb?.value) {
    headers[host.crumb.field] = host.crumb.value;
  }
  const answer = await fetch(new URL(path, new URL(host.base, document.baseURI)), {
    method: "POST",
    headers,
    body: new URLSearchParams(values),
    redirect: "manual",
  });
  // A host that answers a form by a redirect has done what was asked.
  if (!answer.ok && answer.type !== "opaqueredirect") {
    const said = (await answer.text()).slice(0, 300);
    throw new Error(answer.headers.get("Content-Type")?.startsWith("text/plain") && said ? said : `status ${answer.status}`);
  }
  return answer.status === 201 ? answer.headers.get("Location") : null;
}

/** Asks in a dialog of the page. @returns {Promise<boolean>} */
export function confirmed(question, yes) {
  return new Promise((done) => {
    const dialog = el("dialog", { class: "kd-dialog", "aria-label": question });
    dialog.append(
      el("p", {}, question),
      el(
        "div",
        { class: "kd-dialog-buttons" },
        button(yes, () => dialog.close("yes"), { class: "jenkins-button--primary kd-primary" }),
        button(T.no, () => dialog.close("no")),
      ),
    );
    dialog.addEventListener("close", () => {
      dialog.remove();
      done(dialog.returnValue === "yes");
    });
    document.querySelector(".k8sdag-app").append(dialog);
    dialog.showModal();
  });
}

/**
 * A button for an action of the host's.
 *
 * @param {{question: string, text: string, path: string, values?: Object<string, string>, class?: string}} action
 * @param {{host: object, done: () => void, say: (trouble: string) => void}} page
 */
export function actionButton(action, page) {
  const b = button(
    action.text,
    async () => {
      if (!(await confirmed(action.question, action.text))) {
        return;
      }
      b.disabled = true;
      try {
        const led = await post(page.host, action.path, action.values);
        if (led) {
          location.assign(led);
        } else {
          page.done();
        }
      } catch (e) {
        b.disabled = false;
        page.say(T.refused(action.text, e.message));
      }
    },
    { class: action.class ?? "", data: { action: action.path } },
  );
  return b;
}
