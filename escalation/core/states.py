"""Where a conversation can be, and the one table of how it gets from there to elsewhere.

Who may speak follows from the state: the *floor* (law 2). Every event that moves the state carries the epoch
it makes, one above the last; whoever writes with an older epoch is refused.
"""

from __future__ import annotations

from enum import StrEnum

from escalation.core import events as ev


class State(StrEnum):
    """The states of a conversation."""

    NEW = "new"
    BOT = "bot"
    QUEUED = "queued"
    AGENT = "agent"
    CLOSED = "closed"


class Floor(StrEnum):
    """Who may speak. While queued the bot holds it for intake only."""

    NOBODY = "nobody"
    BOT = "bot"
    AGENT = "agent"


FLOOR = {
    State.NEW: Floor.NOBODY,
    State.BOT: Floor.BOT,
    State.QUEUED: Floor.BOT,
    State.AGENT: Floor.AGENT,
    State.CLOSED: Floor.NOBODY,
}

_MOVES: dict[type[ev.Event], dict[State, State]] = {
    ev.Opened: {State.NEW: State.BOT},
    ev.HandedOff: {State.BOT: State.QUEUED, State.QUEUED: State.QUEUED},
    ev.AgentJoined: {State.BOT: State.AGENT, State.QUEUED: State.AGENT, State.AGENT: State.AGENT},
    ev.AgentLeft: {State.AGENT: State.QUEUED},
    ev.HandedBack: {State.QUEUED: State.BOT, State.AGENT: State.BOT},
    ev.Closed: {State.BOT: State.CLOSED, State.QUEUED: State.CLOSED, State.AGENT: State.CLOSED},
    ev.Reopened: {State.CLOSED: State.BOT},
}
_OPEN = (State.BOT, State.QUEUED, State.AGENT)
_STAYS: dict[type[ev.Event], tuple[State, ...]] = {
    ev.CustomerSaid: _OPEN,
    ev.BotSaid: (State.BOT,),
    ev.AgentSaid: (State.AGENT,),
    ev.SystemSaid: (*_OPEN, State.CLOSED),
    ev.TurnDue: _OPEN,
    ev.TurnDone: (*_OPEN, State.CLOSED),
    ev.TurnFailed: (*_OPEN, State.CLOSED),
    ev.AnswerRated: (*_OPEN, State.CLOSED),
    ev.Rated: (*_OPEN, State.CLOSED),
    ev.FileShared: _OPEN,
    ev.AgentReplaced: (State.AGENT,),
    ev.AgentReassigned: (State.AGENT,),
    ev.ColleagueWanted: (State.QUEUED,),
    ev.Routed: (State.QUEUED,),
    ev.ContactGiven: (*_OPEN, State.CLOSED),
    ev.NoteAdded: (*_OPEN, State.CLOSED),
    ev.Labelled: (*_OPEN, State.CLOSED),
    ev.Snoozed: (State.AGENT,),
    ev.VerdictGiven: (*_OPEN, State.CLOSED),
    ev.Offered: (State.QUEUED,),
    ev.OfferEnded: (State.QUEUED,),
    ev.AgentReminded: (State.AGENT,),
    ev.CustomerLeft: (State.QUEUED,),
    ev.CustomerReturned: (State.QUEUED,),
    ev.CallbackBooked: (State.QUEUED,),
    ev.CallbackCancelled: (State.QUEUED,),
    ev.CallbackDue: (State.QUEUED,),
    ev.SlaWarned: (State.QUEUED, State.AGENT),
    ev.SlaBreached: (State.QUEUED, State.AGENT),
}
TABLE: dict[tuple[State, type[ev.Event]], State] = {
    **{(before, kind): after for kind, moves in _MOVES.items() for before, after in moves.items()},
    **{(state, kind): state for kind, states in _STAYS.items() for state in states},
}
MOVING: frozenset[type[ev.Event]] = frozenset(_MOVES)


def diagram() -> str:
    """The moves as a Mermaid state diagram, for docs/architecture.md."""
    lines = [
        f"    {before} --> {after}: {kind.kind}"
        for kind, moves in _MOVES.items()
        for before, after in moves.items()
    ]
    return "\n".join(["stateDiagram-v2", *lines])
