"""The lists an operator edits: what is wrong in one is named with its file, its line and the list."""

import pytest
import spacy

from bot.components import lexicon
from bot.components.lexicon import LexiconError, Patterns, Phrases, lists

VOCAB = spacy.blank("en")


def written(folder, text):
    file = folder / "own.yml"
    file.write_text(text, encoding="utf-8")
    return file


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("calm: [ok]\nangry:\n  - grr\n  -\n", r"own\.yml, line 4: in the list “angry”"),
        ("calm: [ok]\nangry: grr\n", r"own\.yml, line 2: “angry” must be a list"),
        ("calm: []\n", r"own\.yml, line 1: “calm” must be a list"),
        ("calm: [ok]\ncalm: [fine]\n", r"own\.yml, line 2: the list “calm” stands twice"),
        ("calm:\n  - {a: b}\n", r"own\.yml, line 2: in the list “calm”"),
        ("- ok\n", r"own\.yml, line 1: there must be lists"),
        ("calm: [ok\n", r"own\.yml is not YAML.*line 2"),
    ],
)
def test_a_file_that_cannot_be_used(tmp_path, text, where):
    with pytest.raises(LexiconError, match=f"(?s){where}"):
        lists(written(tmp_path, text))


def test_a_list_that_is_missing(tmp_path):
    with pytest.raises(LexiconError, match=r"own\.yml: the list “angry” is missing"):
        lists(written(tmp_path, "calm: [ok]\n"), ["calm", "angry"])


def test_a_no_without_quotes_stays_a_word(tmp_path):
    assert lists(written(tmp_path, "deny: [no, off, 5]\n")) == {"deny": ["no", "off", "5"]}


def test_a_pattern_that_is_none(tmp_path):
    file = written(tmp_path, "asks:\n  - [{LOWER: please}]\n  - [{LOVER: please}]\n")
    with pytest.raises(LexiconError, match=r"own\.yml, line 3: in the list “asks” there is no pattern"):
        Patterns(VOCAB.vocab, file, "asks")


def test_longer_phrases_win(tmp_path):
    phrases = {"one": ["gas"], "two": ["smell of gas"]}
    docs = {name: [VOCAB.make_doc(text) for text in texts] for name, texts in phrases.items()}
    words = VOCAB.make_doc("a Smell of GAS and gas")
    together, apart = Phrases(VOCAB.vocab, docs), Phrases(VOCAB.vocab, docs, apart=True)
    assert [(each.name, each.words) for each in together.find(words)] == [
        ("two", "Smell of GAS"),
        ("one", "gas"),
    ]
    assert [each.name for each in apart.find(words)].count("one") == 2


def test_the_lists_that_are_shipped_can_be_read():
    for file in lexicon.FOLDER.glob("*.yml"):
        if file.stem not in (
            "person",
            "absent",
            "scenes",
            "wishes",
        ):  # patterns and scenes, which have readers of their own
            assert lists(file)
