// A call-back instead of waiting: a time within business hours, and where one is reached.
import { html, useEffect, useRef, useState } from "../shared/preact.js";
import { t } from "../shared/text.js";
import { clock, day } from "../shared/time.js";
import { reasonOf } from "../shared/transport.js";
import { isLater, moment } from "./place.js";

const ZONE = new Intl.DateTimeFormat().resolvedOptions().timeZone;

/**
 * @typedef {{ at: number, channel: "phone" | "email", contact: string }} Wanted
 * @typedef {{ wanted: Wanted, change: (part: Partial<Wanted>) => void }} Filling
 */

/** A day, and a time of that day. @param {{ slots: number[] } & Filling} props */
function When({ slots, wanted, change }) {
  const days = [...new Set(slots.map((at) => day(at)))];
  const times = slots.filter((at) => day(at) === day(wanted.at));
  const first = useRef(/** @type {HTMLSelectElement | null} */ (null));
  useEffect(() => first.current?.focus(), []);
  return html`<div class="row when">
    <div class="field">
      <label for="l-day">${t("callback.day")}</label>
      <select
        ref=${first}
        class="input"
        id="l-day"
        value=${day(wanted.at)}
        onChange=${(event) => change({ at: slots.find((at) => day(at) === event.currentTarget.value) })}
      >
        ${days.map((name) => html`<option key=${name} value=${name}>${name}</option>`)}
      </select>
    </div>
    <div class="field">
      <label for="l-time">${t("callback.time")}</label>
      <select
        class="input"
        id="l-time"
        value=${wanted.at}
        onChange=${(event) => change({ at: Number(event.currentTarget.value) })}
      >
        ${times.map((at) => html`<option key=${at} value=${at}>${clock(at)}</option>`)}
      </select>
    </div>
  </div>`;
}

/** @param {Filling} props */
function Contact({ wanted, change }) {
  const { channel, contact } = wanted;
  return html`<fieldset class="row ways">
      <legend>${t("callback.how")}</legend>
      ${["phone", "email"].map(
        (way) => html`<label key=${way}>
          <input
            type="radio"
            name="way"
            checked=${channel === way}
            onChange=${() => change({ channel: /** @type {Wanted["channel"]} */ (way), contact: "" })}
          />
          ${t(way === "phone" ? "callback.phone" : "callback.email")}
        </label>`,
      )}
    </fieldset>
    <div class="field">
      <label for="l-contact">${t(channel === "phone" ? "callback.phone_label" : "callback.email_label")}</label>
      <input
        class="input"
        id="l-contact"
        type=${channel === "phone" ? "tel" : "email"}
        autocomplete=${channel === "phone" ? "tel" : "email"}
        required
        maxlength="200"
        value=${contact}
        onInput=${(event) => change({ contact: event.currentTarget.value })}
      />
    </div>`;
}

/** @param {{ session: CustomerSession, slots: number[], close: () => void }} props */
function Booking({ session, slots, close }) {
  const booked = session.conversation.now.callback;
  const at = booked && slots.includes(booked.at) ? booked.at : slots[0];
  const [wanted, setWanted] = useState(
    /** @type {Wanted} */ ({ at, channel: booked?.channel ?? "phone", contact: "" }),
  );
  const change = (/** @type {Partial<Wanted>} */ part) => setWanted({ ...wanted, ...part });
  /** @param {Happening} event */
  const send = async (event) => {
    event.preventDefault();
    if (await session.command("book_callback", { ...wanted, contact: wanted.contact.trim(), zone: ZONE })) {
      await session.conversation.resume();
      close();
    }
  };
  return html`<form class="card stack emails" onSubmit=${send} aria-label=${t("callback.offer")}>
    <${When} slots=${slots} wanted=${wanted} change=${change} />
    <p class="hint">${t("callback.zone", { zone: ZONE })}</p>
    <${Contact} wanted=${wanted} change=${change} />
    <div class="row">
      <button class="button primary small">${t("callback.book")}</button>
      <button type="button" class="button small" onClick=${close}>${t("callback.not_now")}</button>
    </div>
  </form>`;
}

/** @param {{ close: () => void }} props */
function NoTimes({ close }) {
  return html`<div class="card stack emails" role="alert">
    <p>${t("callback.none")}</p>
    <div class="row"><button class="button small" onClick=${close}>${t("callback.close")}</button></div>
  </div>`;
}

/** @param {Booked} callback */
function bookedWords({ at, channel, contact }) {
  const values = { when: moment(at), contact, zone: ZONE };
  return t(channel === "phone" ? "callback.booked_phone" : "callback.booked_email", values);
}

/**
 * Offered to who waits; what is booked can be changed and cancelled.
 * @param {{ session: CustomerSession }} props
 */
export function Callback({ session }) {
  const [slots, setSlots] = useState(/** @type {number[] | null} */ (null));
  const button = useRef(/** @type {HTMLButtonElement | null} */ (null));
  const returning = useRef(false); // the keyboard goes to the button that has come back
  const { callback } = session.conversation.now;
  useEffect(() => {
    if (!returning.current || slots !== null) return;
    returning.current = false;
    button.current?.focus();
  }, [slots, callback]);
  const close = () => {
    returning.current = true;
    setSlots(null);
  };
  const cancel = async () => {
    returning.current = await session.command("cancel_callback");
    if (returning.current) await session.conversation.resume();
  };
  const open = async () => {
    try {
      setSlots((await session.link.send("callback_slots")).slots);
    } catch (error) {
      session.problem = reasonOf(error);
      session.changed();
    }
  };
  if (slots !== null)
    return slots.length > 0
      ? html`<${Booking} session=${session} slots=${slots} close=${close} />`
      : html`<${NoTimes} close=${close} />`;
  if (!callback || !isLater(session.conversation.now))
    return html`<button ref=${button} type="button" class="button quiet small" onClick=${open}>
      ${t("callback.offer")}
    </button>`;
  return html`<div class="row emails-on">
    <span class="hint">${bookedWords(callback)}</span>
    <button ref=${button} type="button" class="button quiet small" onClick=${open}>${t("callback.change")}</button>
    <button type="button" class="button quiet small" onClick=${cancel}>
      ${t("callback.cancel")}
    </button>
  </div>`;
}
