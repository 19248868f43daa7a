"""The funnel: which role may use which command. What is not listed is forbidden."""

from __future__ import annotations

from escalation.core.errors import Code, Refused
from escalation.store.records import User

_AGENTS = frozenset({"agent", "supervisor", "admin"})
_EDITORS = frozenset({"editor", "supervisor", "admin"})
_SUPERVISORS = frozenset({"supervisor", "admin"})
_ADMINS = frozenset({"admin"})
ALLOWED: dict[str, frozenset[str]] = {
    "inbox": _AGENTS,
    "open": _AGENTS,
    "leave": _AGENTS,
    "take": _AGENTS,
    "take_over": _SUPERVISORS,
    "watch": _SUPERVISORS,
    "reassign": _SUPERVISORS,
    "reopen": _AGENTS,
    "say": _AGENTS,
    "typing": _AGENTS,
    "requeue": _AGENTS,
    "hand_back": _AGENTS,
    "close": _AGENTS,
    "note": _AGENTS,
    "label": _AGENTS,
    "snooze": _AGENTS,
    "verdict": _AGENTS,
    "brief": _AGENTS,
    "profile": _AGENTS,
    "find": _AGENTS,
    "replies": _AGENTS,
    "replies.write": _SUPERVISORS,
    "reports": _SUPERVISORS,
    "settings": _SUPERVISORS,
    "mark": _AGENTS | _EDITORS,
    "articles.read": _AGENTS | _EDITORS,
    "articles.write": _EDITORS,
    "users.manage": _ADMINS,
}


def allowed(role: str, command: str) -> bool:
    """Whether a role allows the command."""
    return role in ALLOWED.get(command, frozenset())


def may(user: User, command: str) -> bool:
    """Whether the user's role allows the command."""
    return allowed(user.role, command)


def signed_in(user: User | None) -> User:
    """The user; raises :class:`Refused` where nobody is signed in."""
    if user is None:
        raise Refused(Code.NOT_SIGNED_IN, "Please sign in.")
    return user


def demand(user: User | None, command: str) -> User:
    """The user; raises :class:`Refused` where nobody is signed in, or their role does not allow it."""
    user = signed_in(user)
    if not may(user, command):
        raise Refused(Code.FORBIDDEN, f"Your role ({user.role}) does not have permission to do this.")
    return user
