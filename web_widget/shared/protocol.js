// The browser's table of the socket protocol. A test holds it equal to escalation/protocol.py.
export const CUSTOMER = "/customer";
export const AGENT = "/agent";
export const COMMANDS = {
  [CUSTOMER]: ["resume", "say", "ask_person", "leave_queue", "end", "typing", "seen", "rate_answer", "rate"],
  [AGENT]: ["inbox", "open", "leave", "take", "say", "typing", "requeue", "hand_back", "close", "note", "label", "snooze", "verdict", "brief"],
};
export const PUSHES = {
  [CUSTOMER]: ["event", "queue", "typing"],
  [AGENT]: ["event", "inbox_changed", "typing", "presence", "seen"],
};
export const ERRORS = [
  "bad_request", "not_signed_in", "forbidden", "not_found", "stale", "illegal", "taken", "too_long", "empty", "too_fast",
  "origin", "unknown_command", "unavailable",
];
