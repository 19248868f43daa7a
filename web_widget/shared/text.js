// What the widget says, by id: English source strings, ready to be translated. Every message is a whole sentence or
// label; a value stands in braces, and a message that counts has one form for each plural category of its language.

/** @typedef {string | {one: string, other: string}} Message */

/** @type {Record<string, Message>} */
export const MESSAGES = {
  "status.connecting": "Connecting…",
  "status.agent": "You're chatting with {agent}",
  "status.some_agent": "You're chatting with an agent",
  "status.back_on": "We'll be back on {when}",
  "status.away": "Our team is away right now",
  "status.position": {
    one: "In the queue: {count} person ahead of you",
    other: "In the queue: {count} people ahead of you",
  },
  "status.next": "In the queue: you're next",
  "status.waiting": "Waiting for an agent",
  "status.callback": "Call-back: {when}",
  "place.wait": "Estimated wait: {length}",
  "place.longer": "Sorry, it's taking longer than we said. Estimated wait: {length}",
  "place.minutes": "about {low} to {high} minutes",
  "place.up_to": { one: "about a minute", other: "up to {count} minutes" },
  "place.hours": "about {low} to {high}",
  "place.ways": "You can wait here, or choose another way below.",
  "place.away": "You don't need to stay here. Your question is saved.",
  "place.later": "You don't need to stay here until then.",
  "callback.offer": "Book a call-back",
  "callback.day": "Day",
  "callback.time": "Time",
  "callback.zone": "Times are in your time zone ({zone}).",
  "callback.how": "How can we reach you?",
  "callback.phone": "Phone",
  "callback.email": "Email",
  "callback.phone_label": "Your phone number",
  "callback.email_label": "Your email address",
  "callback.book": "Book call-back",
  "callback.not_now": "Cancel",
  "callback.none": "There are no free times in the next seven days.",
  "callback.close": "OK",
  "callback.booked_phone": "We'll call {contact}: {when} ({zone})",
  "callback.booked_email": "We'll write to {contact}: {when} ({zone})",
  "callback.change": "Change time",
  "callback.cancel": "Cancel call-back",
  "status.closed": "Conversation ended",
  "status.assistant": "Automated assistant or a person",
  "top.title": "How can we help?",
  "top.end": "End",
  "top.close": "Close the chat window",
  "banner.offline": "You're offline. Your messages are saved here and will be sent when you're back online.",
  "banner.dismiss": "OK",
  "start.failed": "We can't start the chat right now",
  "start.saved": "Your messages are saved here and will be sent as soon as we connect.",
  "start.retry": "Try again",
  "log.label": "Conversation",
  "log.agent_typing": "{name} is typing",
  "log.assistant_typing": "The assistant is typing",
  "log.assistant": "Assistant",
  "log.helpful": "Helpful",
  "log.not_helpful": "Not helpful",
  "log.options": "Suggested replies",
  "log.sending": "Sending…",
  "log.send_anyway": "Send anyway",
  "log.remove": "Remove",
  "compose.label": "Your message",
  "compose.placeholder": "Write a message",
  "compose.file": "Send a file",
  "compose.send": "Send",
  "foot.return": "Return to the assistant",
  "foot.ask": "Talk to a person",
  "foot.with_person": "You're talking to a person",
  "foot.reopen": "Ended by mistake? Just send a message.",
  "end.label": "End this conversation?",
  "end.question": "End this conversation? You can write again at any time.",
  "end.confirm": "End conversation",
  "end.cancel": "Keep chatting",
  "email.offer": "Get replies by email",
  "email.address": "Your email address",
  "email.about":
    "When you're away, we'll also email you our replies. Each email has a link back to this chat. " +
    "You can stop them here at any time.",
  "email.send_code": "Send code",
  "email.cancel": "Cancel",
  "email.code_label": "Verification code",
  "email.code": "Enter the six-digit code we sent to {email}",
  "email.verify": "Verify",
  "email.other": "Use another address",
  "email.on": "Replies also go to {email}",
  "email.stop": "Stop emails",
  "email.copy": "Email me a copy",
  "email.copied": "Copy sent",
  "rating.question": "How did we do?",
  "rating.star": "{count} of 5: {word}",
  "rating.1": "Very poor",
  "rating.2": "Poor",
  "rating.3": "OK",
  "rating.4": "Good",
  "rating.5": "Very good",
  "rating.comment": "Anything else you'd like to tell us? (optional)",
  "rating.send": "Send rating",
  "rating.thanks": "Thanks for your feedback.",
  "error.failed": "Something went wrong. Please try again.",
};

const PLURAL = new Intl.PluralRules("en-GB");

/**
 * A message with its values; `count` chooses the plural form.
 * @param {string} id
 * @param {Record<string, string | number>} [values]
 */
export function t(id, values = {}) {
  const message = MESSAGES[id];
  const words =
    typeof message === "string" ? message : PLURAL.select(Number(values.count)) === "one" ? message.one : message.other;
  return words.replace(/\{(\w+)\}/g, (_, name) => String(values[name]));
}

/** `1 article`, `2 articles` @param {number} number @param {string} one @param {string} many */
export function counted(number, one, many) {
  return `${number} ${PLURAL.select(number) === "one" ? one : many}`;
}

/** `Ann, Ben and Cy` @param {string[]} names */
export function listed(names) {
  return new Intl.ListFormat("en-GB").format(names);
}
