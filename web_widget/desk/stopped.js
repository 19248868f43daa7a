// What stops a release, where it is and how to fix it; and publishing anyway, by name and with a reason.
import { html, useEffect, useRef, useState } from "../shared/preact.js";
import { counted } from "../shared/text.js";
import { request } from "../shared/transport.js";
import { aim } from "./place.js";

export const MOST_REASON = 500;
/** @type {Record<string, string>} */
const FIELDS = { title: "title", answer: "answer", questions: "questions", steps: "steps", language: "language" };

/** @param {{ article: string, field: string, titled: Record<string, string> }} props */
function Place({ article, field, titled }) {
  return html`<a href=${`#articles/${article}`} onClick=${() => aim(article, field)}>
    ${titled[article] ?? article}${FIELDS[field] && html`<span class="hint">, ${FIELDS[field]}</span>`}
  </a>`;
}

/** @param {{ findings: Answer.Finding[], titled: Record<string, string>, chip: string, word: string }} props */
function Rows({ findings, titled, chip, word }) {
  return html`<ul class="stopping">
    ${findings.map(
      (finding) => html`<li key=${`${finding.article}${finding.rule}${finding.where}${finding.quote}`}>
        <span class=${`chip ${chip}`}>${word}</span>
        <span>
          <${Place} article=${finding.article} field=${finding.where} titled=${titled} />: ${
            finding.quote && html`“${finding.quote}”: `
          }
          ${finding.words}
          ${finding.other && html` <${Place} article=${finding.other} field="" titled=${titled} />`}
        </span>
      </li>`,
    )}
  </ul>`;
}

/**
 * What is doubtful in what goes out: shown, and stopping nothing.
 * @param {{ articles: string[], titled: Record<string, string> }} props
 */
export function Doubtful({ articles, titled }) {
  const [found, setFound] = useState(/** @type {Answer.Finding[]} */ ([]));
  useEffect(
    () =>
      void request("/api/checks").then(
        (answer) => setFound(answer.findings.filter((finding) => finding.severity !== "error")),
        () => {},
      ),
    [],
  );
  const here = found.filter((item) => articles.includes(item.article));
  return (
    here.length > 0 &&
    html`<details class="doubtful">
      <summary class="label">${counted(here.length, "warning does", "warnings do")} not block this release</summary>
      <${Rows} findings=${here} titled=${titled} chip="warn" word="warning" />
    </details>`
  );
}

/**
 * @param {{
 *   findings: Answer.Finding[],
 *   titled: Record<string, string>,
 *   articles: string[],
 *   busy: boolean,
 *   publish: (reason: string) => void,
 *   close: () => void,
 * }} props
 */
export function Stopped({ findings, titled, articles, busy, publish, close }) {
  const [reason, setReason] = useState("");
  const head = useRef(/** @type {HTMLElement | null} */ (null));
  useEffect(() => head.current?.focus(), [findings]);
  /** @param {Happening} event */
  const send = (event) => {
    event.preventDefault();
    if (reason.trim()) {
      publish(reason.trim());
    }
  };
  /** @param {Happening} event */
  const keys = (event) => {
    if (event.key === "Escape") {
      event.stopPropagation();
      close();
    }
  };
  return html`<section class="stopped" role="group" aria-labelledby="stopped" onKeyDown=${keys}>
    <h2 id="stopped" tabindex="-1" ref=${head}>
      ${counted(findings.length, "error blocks", "errors block")} this release
    </h2>
    <p class="hint">Nothing was published. Fix the errors below, save, and publish again.</p>
    <${Rows} findings=${findings} titled=${titled} chip="bad" word="error" />
    <${Doubtful} articles=${articles} titled=${titled} />
    <form class="row wrap" onSubmit=${send}>
      <label class="label" for="anyway">Or publish as it is. Reason</label>
      <input
        class="input grow"
        id="anyway"
        maxlength=${MOST_REASON}
        required
        value=${reason}
        onInput=${(event) => setReason(event.currentTarget.value)}
        aria-describedby="anyway-kept"
      />
      <button class="button danger" disabled=${busy || !reason.trim()}>Publish anyway</button>
      <button type="button" class="button" onClick=${close}>Close</button>
    </form>
    <p class="hint" id="anyway-kept">
      Your name, the reason and these errors are kept with the release and in the audit log.
    </p>
  </section>`;
}

/**
 * On a release's page: who let it out.
 * @param {{ overruled: Answer.Overruled | null, titled: Record<string, string> }} props
 */
export function Overruled({ overruled, titled }) {
  return (
    overruled &&
    html`<section class="card stack" role="group" aria-label="Published despite errors">
      <h3>Published despite ${counted(overruled.findings.length, "error", "errors")}</h3>
      <p>${overruled.by}: “${overruled.reason}”</p>
      <${Rows} findings=${overruled.findings} titled=${titled} chip="bad" word="error" />
    </section>`
  );
}
