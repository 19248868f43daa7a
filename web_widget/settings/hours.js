// Business hours: a week, public holidays, and exceptions.
import { instead } from "../shared/form.js";
import { html, useEffect, useState } from "../shared/preact.js";
import { request } from "../shared/transport.js";
import { useSection } from "./arranged.js";
import { Save } from "./save.js";

/** @type {Choice[]} */
const DAYS = [
  ["mon", "Monday"],
  ["tue", "Tuesday"],
  ["wed", "Wednesday"],
  ["thu", "Thursday"],
  ["fri", "Friday"],
  ["sat", "Saturday"],
  ["sun", "Sunday"],
];
/** @typedef {{ zones: string[], parts: Record<string, string[]>, countries: Choice[] }} Calendars */

const NINE_TO_FIVE = ["09:00-17:00"];
/** @param {string} written */
const split = (written) =>
  written
    .split(",")
    .map((item) => item.trim().replaceAll("–", "-").replaceAll(" ", ""))
    .filter(Boolean);

/** @param {{ id: string, label: string, value: string[], set: (value: string[]) => void }} props */
function Ranges({ id, label, value, set }) {
  const [text, setText] = useState(value.join(", "));
  const shown = split(text).join() === value.join() ? text : value.join(", ");
  return html`<input
    class="input"
    id=${id}
    aria-label=${label}
    placeholder="closed"
    value=${shown}
    onInput=${(event) => {
      setText(event.currentTarget.value);
      set(split(event.currentTarget.value));
    }}
  />`;
}

/** @param {{ days: Arranged.SpecialDay[], set: (days: Arranged.SpecialDay[]) => void, id: string }} props */
function Special({ days, set, id }) {
  /** @param {number} at @param {Partial<Arranged.SpecialDay>} more */
  const put = (at, more) => set(days.map((day, place) => (place === at ? { ...day, ...more } : day)));
  return html`<div class="stack">
    <h3>Exceptions</h3>
    ${days.map(
      (day, at) => html`<div class="row wrap" key=${at}>
        <input
          class="input narrow"
          type="date"
          aria-label="Date"
          value=${day.day}
          onInput=${(event) => put(at, { day: event.currentTarget.value })}
        />
        <span class="grow">
          <${Ranges}
            id=${`${id}-${at}`}
            label="Hours on that day"
            value=${day.hours}
            set=${(/** @type {string[]} */ hours) => put(at, { hours })}
          />
        </span>
        <input
          class="input narrow"
          aria-label="Reason"
          placeholder="Reason (optional)"
          value=${day.why}
          onInput=${(event) => put(at, { why: event.currentTarget.value })}
        />
        <button type="button" class="button small danger" onClick=${() => set(days.filter((_, place) => place !== at))}>
          Remove
        </button>
      </div>`,
    )}
    <div class="row">
      <button
        type="button"
        class="button small"
        onClick=${() => set([...days, { day: new Date().toISOString().slice(0, 10), hours: [], why: "" }])}
      >
        Add exception
      </button>
    </div>
  </div>`;
}

/**
 * A country, or a part of it, whose public holidays are closed.
 * @param {{ name: string, value: string, set: (value: string) => void, choices: Calendars }} props
 */
function Holidays({ name, value, set, choices }) {
  const [country, part = ""] = value.split("-");
  return html`
    <div class="field">
      <label for=${`h-${name}-country`}>Closed on public holidays in</label>
      <select
        class="input"
        id=${`h-${name}-country`}
        value=${country}
        onChange=${(event) => set(event.currentTarget.value)}
      >
        <option value="">None</option>
        ${choices.countries.map(([code, words]) => html`<option key=${code} value=${code}>${words}</option>`)}
      </select>
    </div>
    ${
      choices.parts[country]?.length > 0 &&
      html`<div class="field">
        <label for=${`h-${name}-part`}>Region</label>
        <select
          class="input"
          id=${`h-${name}-part`}
          value=${part}
          onChange=${(event) => set(event.currentTarget.value ? `${country}-${event.currentTarget.value}` : country)}
        >
          <option value="">Whole country</option>
          ${choices.parts[country].map((item) => html`<option key=${item} value=${item}>${item}</option>`)}
        </select>
      </div>`
    }
  `;
}

/**
 * @param {{
 *   name: string,
 *   hours: Arranged.Hours,
 *   set: (hours: Arranged.Hours) => void,
 *   drop: () => void,
 *   choices: Calendars,
 * }} props
 */
function Week({ name, hours, set, drop, choices }) {
  /** @param {string} key @param {string[]} ranges */
  const day = (key, ranges) =>
    set({
      ...hours,
      week: {
        ...Object.fromEntries(Object.entries(hours.week).filter(([other]) => other !== key)),
        ...(ranges.length && { [key]: ranges }),
      },
    });
  /** @param {string} value */
  const holidays = (value) => set({ ...hours, holidays: value });
  return html`<article class="card stack" aria-label=${name}>
    <div class="spread">
      <h3>${name === "default" ? "Default" : name}</h3>
      <button type="button" class="button small danger" onClick=${drop}>Remove</button>
    </div>
    <div class="two">
      <div class="field">
        <label for=${`h-${name}-zone`}>Time zone</label>
        <input
          class="input"
          id=${`h-${name}-zone`}
          list="zones"
          value=${hours.time_zone}
          onInput=${(event) => set({ ...hours, time_zone: event.currentTarget.value })}
        />
      </div>
      <${Holidays} name=${name} value=${hours.holidays} set=${holidays} choices=${choices} />
    </div>
    <div class="week">
      ${DAYS.map(
        ([key, words]) => html`
          <label key=${key} for=${`h-${name}-${key}`}>${words}</label>
          <${Ranges}
            id=${`h-${name}-${key}`}
            label=${words}
            value=${hours.week[key] ?? []}
            set=${(/** @type {string[]} */ ranges) => day(key, ranges)}
          />
        `,
      )}
    </div>
    <p class="hint">
      For example 09:00-12:30, 13:00-17:00. Leave a day empty to close. If every day is empty, you are always open.
    </p>
    <${Special}
      id=${`s-${name}`}
      days=${hours.special}
      set=${(/** @type {Arranged.SpecialDay[]} */ special) => set({ ...hours, special })}
    />
  </article>`;
}

/** @param {Answer.Choices} offered @returns {Calendars} */
function chosen(offered) {
  const names = new Intl.DisplayNames([], { type: "region" });
  /** @type {Choice[]} */
  const countries = Object.keys(offered.countries)
    .filter((name) => name.length === 2)
    .map((code) => /** @type {Choice} */ ([code, names.of(code) ?? code]));
  return {
    zones: offered.time_zones,
    parts: offered.countries,
    countries: countries.sort((a, b) => a[1].localeCompare(b[1])),
  };
}

/** Hours of their own, for a department. @param {{ names: string[], add: (name: string) => void }} props */
function Another({ names, add }) {
  const [fresh, setFresh] = useState("");
  const name = fresh.trim().toLowerCase();
  const send = instead(() => {
    if (!name) return;
    add(name);
    setFresh("");
  });
  return html`<form class="row" onSubmit=${send}>
    <input
      class="input narrow"
      aria-label="Name of the hours"
      placeholder="billing"
      maxlength="40"
      value=${fresh}
      onInput=${(event) => setFresh(event.currentTarget.value)}
    />
    <button class="button small" disabled=${!name || names.includes(name)}>Add hours</button>
  </form>`;
}

export function Hours() {
  const section = useSection("hours");
  const [choices, setChoices] = useState(/** @type {Calendars} */ ({ zones: [], parts: {}, countries: [] }));
  useEffect(
    () =>
      void request("/api/settings/choices").then(
        (answer) => setChoices(chosen(answer)),
        () => {},
      ),
    [],
  );
  const { draft, set, told } = section;
  if (!draft) return html`<p class="empty">${told?.[0] ?? "Loading…"}</p>`;
  /** @returns {Arranged.Hours} */
  const week = () => ({
    time_zone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    week: Object.fromEntries(DAYS.slice(0, 5).map(([key]) => [key, NINE_TO_FIVE])),
    holidays: "",
    special: [],
  });
  /** @param {string} name */
  const add = (name) => set({ ...draft, [name]: week() });
  const names = Object.keys(draft);
  return html`
    <h2>Business hours</h2>
    <p class="hint">
      Outside business hours, customers are told when you will be back, and SLA timers pause. Departments can have their
      own hours.
    </p>
    <datalist id="zones">${choices.zones.map((zone) => html`<option key=${zone} value=${zone} />`)}</datalist>
    ${
      names.length === 0 &&
      html`<div class="empty stack">
        <p>Always open.</p>
        <div><button type="button" class="button" onClick=${() => add("default")}>Set business hours</button></div>
      </div>`
    }
    ${names.map(
      (name) => html`<${Week}
        key=${name}
        name=${name}
        hours=${draft[name]}
        choices=${choices}
        set=${(/** @type {Arranged.Hours} */ next) => set({ ...draft, [name]: next })}
        drop=${() => set(Object.fromEntries(Object.entries(draft).filter(([other]) => other !== name)))}
      />`,
    )}
    ${names.length > 0 && html`<${Another} names=${names} add=${add} />`}
    <${Save} section=${section} />
  `;
}
