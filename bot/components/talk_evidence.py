"""What the heads go by, in words a person can check: the parts that weighed, each with the customer's own
words where there are any.
"""

from __future__ import annotations

from collections.abc import Mapping

from bot.components.talk_heads import Told
from bot.components.wording import Wording
from bot.judgement import Evidence, Tag, Topic
from bot.scoring.heads import EARLIER, MEANING

LEAST = 0.3  # log-odds; less is not worth a line
UNLIKELY = -1.0  # log-odds of a head below which its parts are no evidence of anything
STUCK = {
    "told that it did not help": ("no_help", "no_help_before", "no_help_after_answer", "polite_stuck"),
    "the bot's line again": ("bot_again", "bot_repeats"),
    "own question again": ("own_again", "own_mean", "like_own", "repeat"),
    "several lines without an answer": ("bot_failures", "bot_failed_share", "bot_failed", "fallbacks"),
    "corrects or says no": ("negations", "begins_no", "corrects", "starts_no", "said_but"),
    "sounds like a talk that stands still": (MEANING, EARLIER),
}
PERSON = {
    "speaks of a person": ("person_cue", "person_abroad", "asked_person", "phone_given"),
    "sounds like asking for a person": (MEANING,),
}
FELT = {"sounds angry by its meaning": (MEANING,), "follows on angry lines": (EARLIER,)}


def _rows(
    topic: str, groups: Mapping[str, tuple[str, ...]], parts: Mapping[str, float], words: Mapping[str, str]
) -> list[Evidence]:
    sums = {what: sum(parts.get(name, 0.0) for name in names) for what, names in groups.items()}
    return [
        Evidence(
            Tag(topic, what), words.get(what, ""), int(what == "follows on angry lines"), round(total, 3)
        )
        for what, total in sorted(sums.items(), key=lambda pair: -pair[1])
        if total >= LEAST
    ]


def rows(view: Told, wording: Wording) -> list[Evidence]:
    """Evidence for a talk that stands still, for a wish for a person, and for anger no list names."""
    cues, text = wording.cues, wording.text
    words = {
        "told that it did not help": cues.get("no_help", ""),
        "sounds angry by its meaning": text[:120],
        "sounds like asking for a person": text[:120],
        "speaks of a person": ", ".join(filter(None, (cues.get("person_cue"), cues.get("person_abroad")))),
    }
    felt = {name: (view.parts["upset"][name] + view.parts["angry"][name]) / 2 for name in (MEANING, EARLIER)}
    groups = {
        "stuck": _rows(Topic.STUCK, STUCK, view.parts["stuck"], words),
        "person": _rows(Topic.REQUEST, PERSON, view.parts["person"], words),
        "upset": _rows(Topic.MOOD, FELT, felt, words),
    }
    return [row for head, rows in groups.items() if view.odds[head] > UNLIKELY for row in rows]
