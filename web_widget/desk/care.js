// An article's owner and dates, and its review by a second person.
import { html, useState } from "../shared/preact.js";
import { clock, day } from "../shared/time.js";
import { reasonOf, request } from "../shared/transport.js";

/** @param {number | null} at */
const local = (at) => (at ? new Date(at - new Date(at).getTimezoneOffset() * 60_000).toISOString().slice(0, 16) : "");
/** @param {string} text */
const moment = (text) => (text ? new Date(text).getTime() : null);

/** @param {{ draft: Answer.Care, set: (care: Answer.Care) => void }} props */
function Dates({ draft, set }) {
  /**
   * @param {keyof Answer.Care} name
   * @param {(text: string) => string | number | null} [read]
   * @returns {(event: Happening) => void}
   */
  const edit =
    (name, read = (text) => text || null) =>
    (event) =>
      set({ ...draft, [name]: read(event.currentTarget.value) });
  return html`<div class="two">
    <div class="field">
      <label for="owner">Owner</label>
      <input class="input" id="owner" maxlength="80" value=${draft.owner ?? ""} onInput=${edit("owner")} />
    </div>
    <div class="field">
      <label for="review-on">Review date</label>
      <input class="input" id="review-on" type="date" value=${draft.review_on ?? ""} onInput=${edit("review_on")} />
    </div>
    <div class="field">
      <label for="publish-at">Publish saved changes at</label>
      <input
        class="input"
        id="publish-at"
        type="datetime-local"
        value=${local(draft.publish_at)}
        onInput=${edit("publish_at", moment)}
      />
    </div>
    <div class="field">
      <label for="expires-at">Unpublish at</label>
      <input
        class="input"
        id="expires-at"
        type="datetime-local"
        value=${local(draft.expires_at)}
        onInput=${edit("expires_at", moment)}
      />
    </div>
    <div class="field">
      <label for="language">Language</label>
      <input
        class="input"
        id="language"
        maxlength="2"
        placeholder="en"
        value=${draft.language ?? ""}
        onInput=${edit("language")}
      />
    </div>
  </div>`;
}

/** @param {{ id: string, care: Answer.Care, careful: boolean, topic: string, reload: () => Promise<unknown> }} props */
export function Care({ id, care, careful, topic, reload }) {
  const [draft, setDraft] = useState({ ...care });
  const [problem, setProblem] = useState("");
  /**
   * @param {string} path
   * @param {Method} method
   * @param {object} body
   */
  const send = async (path, method, body) => {
    try {
      await request(path, { method, body });
      setProblem("");
      await reload();
    } catch (error) {
      setProblem(reasonOf(error));
    }
  };
  const changed = JSON.stringify(draft) !== JSON.stringify(care);
  return html`<details>
    <summary class="label">Owner and dates${care.owner ? ` (${care.owner})` : ""}</summary>
    <div class="stack care">
      ${problem && html`<p class="notice bad" role="alert">${problem}</p>`}
      <${Dates} draft=${draft} set=${setDraft} />
      <div class="row">
        <button
          type="button"
          class="button small"
          disabled=${!changed}
          onClick=${() => send(`/api/articles/${id}/care`, "PUT", draft)}
        >
          Save details
        </button>
        <label class="check">
          <input
            type="checkbox"
            checked=${careful}
            onChange=${(event) => send("/api/topics", "PUT", { topic, second_person: event.currentTarget.checked })}
          />Articles in “${topic}” need a review by a second person
        </label>
      </div>
    </div>
  </details>`;
}

/** @param {{ id: string, detail: Answer.Detail, user: User, reload: () => Promise<unknown> }} props */
export function Review({ id, detail, user, reload }) {
  const [note, setNote] = useState("");
  const [problem, setProblem] = useState("");
  const { review, article } = detail;
  if (!detail.careful || detail.live === article.version) return null;
  /** @param {Body.Look["decision"]} decision */
  const send = async (decision) => {
    try {
      await request(`/api/articles/${id}/review`, {
        method: "POST",
        body: { decision, version: article.version, note },
      });
      await reload();
    } catch (error) {
      setProblem(reasonOf(error));
    }
  };
  const mine = article.author === user.name;
  return html`<div class="card stack">
    <h3>Review of version ${article.version}</h3>
    ${problem && html`<p class="notice bad" role="alert">${problem}</p>`}
    ${
      review?.approved === true &&
      html`<p class="notice good">
        Approved by ${review.decided_by}, ${day(review.decided_at ?? 0)} ${clock(review.decided_at ?? 0)}
        ${review.note && `: ${review.note}`}
      </p>`
    }
    ${
      review?.approved === false &&
      html`<p class="notice bad">Changes requested by ${review.decided_by}${review.note && `: ${review.note}`}</p>`
    }
    ${
      review?.approved == null &&
      (mine
        ? html`
          <p class="hint">
            ${
              review
                ? "Waiting for review. It cannot be published before it is approved."
                : "Someone else must review this before it can be published."
            }
          </p>
          ${
            !review &&
            html`<div class="row">
              <button type="button" class="button small" onClick=${() => send("ask")}>Request review</button>
            </div>`
          }
        `
        : html`
          <div class="field">
            <label for="review-note">Comment for ${article.author} (optional)</label>
            <input
              class="input"
              id="review-note"
              maxlength="500"
              value=${note}
              onInput=${(event) => setNote(event.currentTarget.value)}
            />
          </div>
          <div class="row">
            <button type="button" class="button primary small" onClick=${() => send("approve")}>Approve</button>
            <button type="button" class="button small" onClick=${() => send("send_back")}>Request changes</button>
          </div>
        `)
    }
  </div>`;
}
