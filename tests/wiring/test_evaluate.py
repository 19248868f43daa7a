"""``baton evaluate`` and ``baton knowledge search`` as a newcomer would run them, and every way to feed them
badly.
"""

import csv
import json

import pytest

from bot.goldens import dialogue, goldens

LABELS = {
    "parcel": [
        "where is my parcel",
        "track my package",
        "my delivery has not come",
        "when does my order arrive",
        "parcel tracking",
    ],
    "refund": [
        "I want my money back",
        "when is the refund paid",
        "refund please",
        "how do I get a refund",
        "money back for a return",
    ],
    "size": [
        "which size fits me",
        "is the jacket true to size",
        "size chart",
        "what size should I order",
        "sizes of the boots",
    ],
    "repair": [
        "can you repair a zip",
        "my tent needs a repair",
        "do you fix broken poles",
        "repair service",
        "mend my jacket",
    ],
}


def write_csv(file, rows, header=("text", "label")):
    with file.open("w", newline="", encoding="utf-8") as lines:
        csv.writer(lines).writerows([header, *rows])
    return str(file)


@pytest.fixture
def sets(tmp_path):
    train = write_csv(
        tmp_path / "train.csv", [(text, label) for label, texts in LABELS.items() for text in texts]
    )
    test = write_csv(
        tmp_path / "test.csv",
        [
            ("where has my package got to", "parcel"),
            ("give me my money back", "refund"),
            ("does size 42 fit", "size"),
            ("who won the match", "NOTHING"),
        ],
    )
    return train, test


@pytest.mark.rasa
def test_intents_on_any_labelled_set(house, sets, tmp_path):
    train, test = sets
    picture = tmp_path / "confusion.svg"
    result = house.baton(
        "evaluate",
        "intents",
        "--train",
        train,
        "--test",
        test,
        "--none",
        "NOTHING",
        "--json",
        "--picture",
        str(picture),
    )
    assert result.returncode == 0, result.stderr
    report = json.loads(result.stdout)
    assert report["figures"]["accuracy"]["value"] == 1.0
    assert report["figures"]["AUROC of none"]["value"] == 1.0
    assert set(report["figures"]) >= {
        "macro F1",
        "P@3",
        "MRR",
        "MCC at its own threshold",
        "answered",
        "right of those answered",
    }
    assert {name.partition(",")[0] for name in report["figures"]} >= {
        "oracle MCC",
        "OOS recall",
        "right of the surest third",
    }
    assert report["figures"]["OOS recall at 0.50"]["value"] == 1.0
    assert report["counts"] == {"train": 20, "labels": 4, "test": 4, "none fits": 1}
    assert set(report["costs"]) == {"training s", "parse p50 ms", "parse p99 ms", "peak memory MB"}
    assert "<svg" in picture.read_text()
    words = house.baton("evaluate", "intents", "--train", train, "--test", test)
    assert "accuracy" in words.stdout


@pytest.mark.rasa
def test_every_row_in_a_file_and_thresholds_of_ones_own(house, sets, tmp_path):
    train, test = sets
    rows = tmp_path / "rows.jsonl"
    given = (
        "evaluate",
        "intents",
        "--train",
        train,
        "--test",
        test,
        "--none",
        "NOTHING",
        "--thresholds",
        "0.25,0.75",
        "--json",
    )
    result = house.baton(*given, "--rows", str(rows))
    assert result.returncode == 0, result.stderr
    figures = json.loads(result.stdout)["figures"]
    assert [name for name in figures if name.startswith("in-scope kept")] == [
        "in-scope kept at 0.25",
        "in-scope kept at 0.75",
    ]
    told = [json.loads(line) for line in rows.read_text().splitlines()]
    assert [each["truth"] for each in told] == ["parcel", "refund", "size", "(none)"]
    assert all(each["band"] in ("answer", "probable", "ask", "admit") for each in told)


@pytest.mark.rasa
@pytest.mark.parametrize(
    ("more", "said"),
    [
        (("--thresholds", "half"), "must be numbers"),
        (("--thresholds", "0.5,2"), "between 0 and 1"),
        (("--rows", "/nowhere/at/all.jsonl"), "no folder"),
    ],
)
def test_bad_thresholds_and_places_are_told_at_once(house, sets, more, said):
    train, test = sets
    result = house.baton("evaluate", "intents", "--train", train, "--test", test, *more)
    assert (result.returncode, said in result.stderr, "Traceback" in result.stderr) == (2, True, False)


@pytest.mark.rasa
@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("", "is empty"),
        ("text,label\n", "is empty"),
        ("sentence,label\na,b\n", "line 1: no column “text”"),
        ("text,label\nhello,greet\nonly one column\n", "line 3"),
        ("text,label\nhello,greet,more\n", "line 2"),
        ('text,label\n"never closed,greet\n', "line 2"),
        ("text,label\nhello,greet\nhi,greet\n", "all sentences have the label “greet”"),
    ],
)
def test_bad_training_files_are_named_with_the_line(house, sets, tmp_path, content, said):
    bad = tmp_path / "bad.csv"
    bad.write_text(content, encoding="utf-8")
    result = house.baton("evaluate", "intents", "--train", str(bad), "--test", sets[1])
    assert result.returncode == 2
    assert said in result.stderr
    assert str(bad) in result.stderr
    assert "Traceback" not in result.stderr


@pytest.mark.rasa
def test_a_missing_file_is_a_sentence(house, sets):
    result = house.baton("evaluate", "intents", "--train", "/nowhere.csv", "--test", sets[1])
    assert (result.returncode, result.stderr) == (
        2,
        "baton evaluate: /nowhere.csv: No such file or directory.\n",
    )


@pytest.mark.rasa
def test_turns_and_the_golden_dialogues(house, tmp_path):
    """The reach of triage, on the goldens that are not kept aside: people come in time, and nobody calm is
    handed off.
    """
    file = tmp_path / "goldens.jsonl"
    file.write_text(
        "\n".join(json.dumps(dialogue(golden)) for golden in goldens() if not golden.get("aside"))
    )
    result = house.baton("evaluate", "turns", "--data", str(file), "--json")
    assert result.returncode == 0, result.stderr
    figures = json.loads(result.stdout)["figures"]
    assert figures["GT-2"]["value"] > 0.85
    assert figures["calm ones handed off"]["value"] < 0.05


@pytest.mark.rasa
def test_dissatisfaction_shipped_and_refitted(house, tmp_path):
    talks = [
        {
            "id": at,
            "turns": [
                {"who": "customer", "text": f"Please book a table for {at}", "dissatisfied": False},
                {"who": "bot", "text": f"A table for {at + 1}?"},
                {"who": "customer", "text": f"No, that is wrong. I said {at}.", "dissatisfied": True},
                {"who": "bot", "text": f"A table for {at}."},
                {"who": "customer", "text": "Yes, thank you very much.", "dissatisfied": False},
            ],
        }
        for at in range(2, 12)
    ]
    file = tmp_path / "talks.jsonl"
    file.write_text("\n".join(map(json.dumps, talks)))
    result = house.baton("evaluate", "turns", "--data", str(file), "--folds", "5", "--json")
    assert result.returncode == 0, result.stderr
    figures = json.loads(result.stdout)["figures"]
    assert figures["AUROC as shipped"]["value"] > 0.95
    assert figures["AUROC refitted in 5 folds"]["value"] > 0.9


@pytest.mark.rasa
@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ([], "is empty"),
        (['{"id": 1, "turns": []}', "not json"], "line 2 is not JSON"),
        (['{"turns": []}'], "line 1: needs an “id”"),
        (
            ['{"id": 1, "turns": [{"who": "customer", "text": "x", "handoff": "yes"}]}'],
            "“handoff” must be true or false",
        ),
        (
            ['{"id": 1, "turns": [{"who": "customer", "text": "x", "expected": 5}]}'],
            "“expected” must be an article's id",
        ),
        (['{"id": 1, "turns": [{"who": "customer", "text": "x"}]}'], "nothing to measure with"),
        (['{"id": 1, "turns": [{"who": "customer", "text": "x", "dissatisfied": true}]}'], "same label"),
    ],
)
def test_bad_dialogues_are_named_with_the_line(house, tmp_path, lines, said):
    file = tmp_path / "bad.jsonl"
    file.write_text("\n".join(lines))
    result = house.baton("evaluate", "turns", "--data", str(file))
    assert result.returncode == 2
    assert said in result.stderr
    assert "Traceback" not in result.stderr


@pytest.mark.rasa
def test_search_over_what_customers_get(house):
    found = json.loads(house.baton("knowledge", "search", "--json", "how long does delivery take").stdout)
    assert found["question"] == "how long does delivery take"
    assert found["band"] == "answer"
    assert found["results"][0]["id"] == "delivery_time"
    assert set(found["results"][0]) == {"id", "title", "score"}
    assert "delivery_time" in house.baton("knowledge", "search", "how long does delivery take").stdout


@pytest.mark.rasa
def test_search_over_articles_of_a_file(house, tmp_path):
    file = tmp_path / "articles.jsonl"
    rows = [
        {"id": label, "title": label, "questions": texts, "answer": "…"} for label, texts in LABELS.items()
    ]
    file.write_text("\n".join(map(json.dumps, rows)))
    result = house.baton(
        "knowledge",
        "search",
        "--json",
        "--articles",
        str(file),
        stdin="my package is late\n\nmend a torn jacket\n",
    )
    found = [json.loads(line) for line in result.stdout.splitlines()]
    assert [each["results"][0]["id"] for each in found] == ["parcel", "repair"]


@pytest.mark.rasa
@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ([], "is empty"),
        (['{"id": "a", "title": "A"}', "{"], "line 2: not JSON"),
        (['{"title": "A"}'], "line 1: needs an “id”"),
        (['{"id": "a", "title": " ", "questions": []}'], "neither a title nor a question"),
        (['{"id": "a", "title": "A"}', '{"id": "a", "title": "B"}'], "two articles have the id “a”"),
    ],
)
def test_bad_articles_are_named_with_the_line(tmp_path, lines, said):
    from bot.search import SearchError, read_articles

    file = tmp_path / "articles.jsonl"
    file.write_text("\n".join(lines))
    with pytest.raises(SearchError, match=said):
        read_articles(file)


@pytest.mark.rasa
def test_bad_articles_are_a_sentence_in_the_terminal(house, tmp_path):
    file = tmp_path / "articles.jsonl"
    file.write_text("")
    result = house.baton("knowledge", "search", "--articles", str(file), "x")
    assert (result.returncode, "is empty" in result.stderr) == (2, True)
    assert "Traceback" not in result.stderr


TALKS = [
    {
        "id": "stuck",
        "kind": "polite_stuck",
        "handoff": [4],
        "earliest_ok": 4,
        "turns": [
            {"who": "customer", "text": "My card reader shows ERR 7 when I put the card in."},
            {"who": "bot", "text": "You can view your PIN in the app.", "kind": "answer"},
            {"who": "customer", "text": "Thank you, it is the reader itself that shows ERR 7."},
            {"who": "bot", "text": "You can view your PIN in the app.", "kind": "answer"},
            {"who": "customer", "text": "I need a human being, let me talk to a person please."},
        ],
    },
    {
        "id": "calm",
        "kind": "calm",
        "handoff": [],
        "turns": [
            {"who": "customer", "text": "when are you open"},
            {"who": "bot", "text": "From nine to five.", "kind": "answer"},
        ],
    },
]


@pytest.mark.rasa
def test_hand_over_in_time_by_kind(house, tmp_path):
    file = tmp_path / "talks.jsonl"
    file.write_text("\n".join(map(json.dumps, TALKS)))
    result = house.baton("evaluate", "handoff", "--data", str(file), "--json")
    assert result.returncode == 0, result.stderr
    report = json.loads(result.stdout)
    assert report["counts"] == {"dialogues": 2, "in need of a person": 1}
    assert report["figures"]["false hand-offs"]["value"] == 0.0
    assert report["kinds"]["polite_stuck"]["need_handed"] == 1
    assert "GT-2" in house.baton("evaluate", "handoff", "--data", str(file)).stdout


@pytest.mark.rasa
@pytest.mark.parametrize(
    ("content", "said"),
    [
        ('{"id": 1, "turns": [{"who": "customer", "text": "a"}]}', "nothing to measure with"),
        (
            (
                '{"id": 1, "handoff": [], "turns": []}\n{"id": 2, "handoff": [1], "turns": [{"who":'
                ' "customer", "text": "a"}]}'
            ),
            "line 2",
        ),
        ('{"id": 1, "handoff": true, "turns": []}', "line 1"),
        (
            '{"id": 1, "handoff": [0], "earliest_ok": 5, "turns": [{"who": "customer", "text": "a"}]}',
            "earliest_ok",
        ),
        ("", "is empty"),
    ],
)
def test_marks_that_cannot_be_are_named_with_the_line(tmp_path, content, said):
    from bot.evaluate.labelled import EvaluationError, check_marks, read_dialogues

    file = tmp_path / "bad.jsonl"
    file.write_text(content)
    with pytest.raises(EvaluationError, match=said):
        check_marks(read_dialogues(file))


@pytest.mark.rasa
def test_marks_that_cannot_be_are_a_sentence_in_the_terminal(house, tmp_path):
    file = tmp_path / "bad.jsonl"
    file.write_text("")
    result = house.baton("evaluate", "handoff", "--data", str(file))
    assert (result.returncode, "is empty" in result.stderr) == (2, True)
    assert "Traceback" not in result.stderr
