// The browser's table of the socket protocol. A test holds it equal to escalation/protocol.py.
export const CUSTOMER = "/customer";
export const AGENT = "/agent";
export const COMMANDS = {
  [CUSTOMER]: ["resume", "say", "ask_person", "leave_queue", "end", "typing", "seen", "rate_answer", "rate", "give_email", "confirm_email", "stop_email", "transcript"],
  [AGENT]: ["inbox", "open", "leave", "take", "reopen", "say", "typing", "requeue", "hand_back", "close", "note", "label", "snooze", "verdict", "brief", "macro", "mentions_seen", "send_transcript"],
};
export const PUSHES = {
  [CUSTOMER]: ["event", "queue", "typing"],
  [AGENT]: ["event", "inbox_changed", "typing", "presence", "seen", "mentioned", "assigned", "relieved"],
};
export const ERRORS = [
  "bad_request", "not_signed_in", "forbidden", "not_found", "stale", "findings", "illegal", "taken", "too_long", "empty", "too_fast",
  "origin", "unknown_command", "unavailable",
];
