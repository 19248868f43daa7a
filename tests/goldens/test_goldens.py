"""The golden dialogues are sound data: whoever measures with them measures what was meant."""

from collections import Counter

from bot.goldens import dialogue, goldens
from escalation.core.reasons import Reason
from escalation.settings import ROOT
from knowledge import seed

KINDS = {
    "calm",
    "chatty",
    "furious at once",
    "slowly worn down",
    "sarcastic",
    "polite but stuck",
    "several requests",
    "threats",
    "anger at the carrier",
    "praise",
    "another language",
    "asks for a person",
    "does not ask for one",
    "declines an offer",
    "annoyed and calmed",
}


def test_there_are_enough_of_every_kind_and_a_third_is_kept_aside():
    kinds = Counter(each["kind"] for each in goldens())
    assert set(kinds) == KINDS
    assert sum(kinds.values()) >= 90
    aside = sum(bool(each.get("aside")) for each in goldens())
    assert 0.3 < aside / sum(kinds.values()) < 0.36


def test_every_verdict_names_a_reason_or_an_article():
    known = {each.id for each in seed.read_folder(ROOT / "data" / "faq")} | set(Reason)
    names = [each["id"] for each in goldens()]
    assert len(set(names)) == len(names)
    for golden in goldens():
        for turn in dialogue(golden)["turns"]:
            if turn["who"] == "customer":
                assert turn["expected"] is None or turn["expected"] in known, (golden["id"], turn["text"])
                assert not turn["handoff"] or turn["expected"] in set(Reason), golden["id"]
