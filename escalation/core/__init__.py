"""The rules of a conversation. Pure: no clock, no randomness, no input or output.

**What a conversation is.** A list of events that only grows, numbered from 1 without gaps. Everything else
follows from it: the state, who may speak, what a screen shows. :func:`conversation.evolve` is the only way
from one state to the next, and what may happen stands in one table (``states.py``): which event may happen in
which state, and where it leads. An event the table does not allow is a defect and raises; a *command* that is
not allowed is a :class:`errors.Refused` with a sentence for the person who sent it.

**How a command becomes events.** :func:`decide.decide` takes the conversation as it is and one command
(``commands.py``), and returns the events that carry it out; an empty list means that it was already so. What
agents do is decided in ``decide_people.py``, what a hand-off consists of in ``handoff.py``. ``decide`` reads
no clock and renders no text itself: the caller brings ``words`` (a text key and variables to a rendered line)
and ``routing`` (what a hand-off is routed by, asked for only then).

**Who may speak.** The *floor* belongs to the bot, to one agent, or to nobody, and follows from the state.
Every event that moves it makes a new *epoch*. A command carries the epoch its sender saw; one from an older
epoch is refused as stale, so a bot answer that comes late can never land on top of an agent's, nor one
agent's on top of another's.

**A bot turn** is an event that is due (:class:`events.TurnDue`) before the bot is asked, and done or failed
after. What the customer writes meanwhile becomes the next turn, all of it together. A turn whose epoch has
passed is noted and says nothing. A turn that fails ends in a hand-off: the customer hears the truth and waits
for an agent, never in silence.

**What is decided here and what elsewhere.**

- Whether the bot stays, offers an agent or hands off: ``bot/triage.py``, from scores; here its decision is
  one command (:class:`commands.FinishTurn`), and it moves the state only if its epoch still counts.
- Where a waiting conversation goes, with which priority, and what it is told outside business hours:
  ``routing.py`` and ``handoff.py``, with the configuration as an argument.
- Which agent a waiting conversation is offered to: ``assignment.py``, from who is there (``presence.py``) and
  what they carry (``strain.py``). What runs out when: ``timers.py`` and ``sla.py``; that it has, and is not
  stale, is decided in ``decide_timers.py`` like all else.
- Two writers at once: ``escalation/conversations/service.py`` loads, decides, appends with the number it saw,
  and decides again on a conflict; the store refuses the second.
- Rights of roles: ``escalation/auth/permissions.py``, before a command reaches this room. Limits:
  ``escalation/auth/rate_limits.py``.
- What each side sees of an event: ``escalation/conversations/views.py``. Every event is shown as something,
  so that numbers have no gaps.
- What agents read at a hand-off (``handover.py``) and what the log teaches about the knowledge base
  (``insight.py``) are folds over events like the state itself: pure, and here.

**To add something**: an event in ``events.py`` with its row in ``states.py``, its fold in
``conversation.py``; a command in ``commands.py`` with its rule in ``decide.py`` or ``decide_people.py``.
CONTRIBUTING.md has the recipe, file by file. The tests in ``tests/core`` walk every state × command, and
Hypothesis looks for an order of events that breaks a law.
"""
