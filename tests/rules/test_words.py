"""What people read is written in the words of docs/glossary.md; the old ones stay out."""

import re
from pathlib import Path

import pytest

from tests.rules.words_read import of_file, of_script

ROOT = Path(__file__).resolve().parents[2]
READ = [
    *(
        file
        for file in ROOT.glob("web_widget/**/*")
        if file.suffix in (".js", ".html") and "vendor" not in file.parts
    ),
    ROOT / "knowledge" / "texts.yml",
    *(file for room in ("escalation", "knowledge", "actions") for file in (ROOT / room).rglob("*.py")),
    *(
        file for file in [*ROOT.glob("*.md"), *ROOT.glob("docs/*.md")] if file.name != "glossary.md"
    ),  # which lists them
]
OLD = {
    r"colleagues?": "agent or team member",
    r"whoever": "anyone who",
    r"somebody|somebody's": "someone",
    r"anew": "again",
    r"of late": "recently",
    r"(?:sets?|setting) aside": "discard",
    r"(?<!lowercase )(?<!two )(?<!few )(?<!with a )letters?(?!,? (?:and )?digits)": "email",
    r"(?:lets?|letting) go": "hand off",
    r"hand(?:s|ed|ing)?[ -]over": "hand off, hand-off",
    r"hand(?:s|ed|ing)? back": "return to bot",
    r"hand(?:s|ed|ing)? on": "transfer",
    r"arrang(?:e|es|ed|ing|ements?)": "set up, configuration",
    r"house": "Baton, installation",
    r"reception": "routing",
    r"rehears(?:e|al)": "simulation",
    r"rewind": "replay",
    r"doing alone": "automation limits",
    r"dearest": "most costly",
    r"tak(?:e|es|en|ing) out": "remove, unpublish",
    r"puts? off": "snooze",
    r"mend(?:s|ed|ing)?": "fix",
    r"e-mails?": "email",
    r"opening hours": "business hours",
    r"service levels?": "SLA",
    r"canned repl(?:y|ies)": "canned response",
    r"examin(?:e|es|ed|ing|ations?)": "evaluate, evaluation",
    r"goldens?(?! transfer)": "evaluation dialogues",
    r"inbox of gaps": "unanswered questions",
    r"lets? (?:it|them) count|(?:it|they) counts? from now": "Apply; in effect",
    r"it is so already": "No changes.",
    r"leave it": "Cancel",
}
_OLD = {
    re.compile(rf"(?<![\w@.-])(?:{pattern})(?![\w-])", re.IGNORECASE): word for pattern, word in OLD.items()
}
# A file, an old word in it, and why it may stand there.
ALLOWED = {
    ("docs/judgement.md", "goldens"): "a row that `baton bench judgement` names so",
    ("escalation/store/sqlite/configuration.py", "arrangements"): "the name of a table",
}


def found_in(file: Path) -> list[str]:
    name = str(file.relative_to(ROOT))
    return [
        f"{name}:{line}: “{old[0]}”, say: {word}"
        for line, text in of_file(file)
        for pattern, word in _OLD.items()
        for old in pattern.finditer(text)
        if (name, old[0].lower()) not in ALLOWED
    ]


@pytest.mark.parametrize("file", READ, ids=lambda file: str(file.relative_to(ROOT)))
def test_what_people_read_has_the_words_of_the_glossary(file):
    assert found_in(file) == []


def test_every_exception_is_needed():
    for name, word in ALLOWED:
        text = " ".join(text for _, text in of_file(ROOT / name))
        assert re.search(rf"\b{word}\b", text, re.IGNORECASE), (name, word)


def test_names_and_comments_of_a_script_are_not_read_and_its_sentences_are():
    script = """
    // a colleague in a comment
    const { colleagues } = tools; /* and another colleague */
    const kind = "colleague.wanted", sign = /["`]colleague here/;
    html`<p class="x">A colleague ${names.map((each) => html`<b>${each} colleague</b>`)} and "so" on</p>`;
    say("Ask a colleague");
    """
    texts = [text for _, text in of_script(script)]
    assert [text for text in texts if "colleague" in text] == [
        "<p>A colleague ",
        " colleague</b>",
        "Ask a colleague",
    ]
    assert [line for line, text in of_script(script) if text == "Ask a colleague"] == [6]
