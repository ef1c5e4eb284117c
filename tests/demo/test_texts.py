"""The demo's words, drawn without a database."""

import re
from collections import Counter, defaultdict

import pytest

from huiyin.demo.chapters.raising import OWN
from huiyin.demo.drawing import FIRST, LAST, OPINIONS, UNFOCUSED, Voice, draw_voices
from huiyin.demo.library import answers, clerks_texts, ledger_words, measure_words, phrases, units, voices
from huiyin.process.campaigns.rules import library_folder, load_template
from huiyin.process.rectification.rules.words import EvidenceKind, RuleKind

TEMPLATE = load_template(library_folder("mass-line-2014"))
SEED_NAMES = ("李映哲", "濮尔杰", "丁伟明", "阎立", "常州")


@pytest.fixture(scope="module")
def drawn() -> tuple[Voice, ...]:
    return draw_voices()


def test_the_new_texts_are_many_and_all_labelled() -> None:
    texts = [base.text for base in voices()]
    assert len(texts) >= 250
    assert len(set(texts)) == len(texts)
    focus, topics = TEMPLATE.focus_codes() | {""}, TEMPLATE.topic_codes() | {""}
    kinds = {unit.kind for unit in units().values()}
    for base in voices():
        assert base.leaf in focus, base.number
        assert base.topic in topics, base.number
        assert set(base.kinds) <= kinds, base.number
        assert base.kind in {"matter", "single", "vague", "out_of_scope", "accusation"}
        assert not set(re.findall(r"\{(.*?)\}", base.text)) - {"校", "日"}, base.number


def test_a_matter_is_told_by_three_to_eight_people() -> None:
    told = Counter(base.matter for base in voices() if base.matter)
    assert len(told) >= 50
    assert set(told.values()) <= set(range(3, 9))
    givers = defaultdict(set)
    for base in voices():
        givers[base.matter].add(base.giver)
    assert sum(len(kinds) >= 2 for kinds in givers.values()) >= 0.9 * len(givers)


def test_there_are_long_ones_traditional_ones_and_signs() -> None:
    texts = [base.text for base in voices()]
    assert sum(200 <= len(text) <= 600 for text in texts) >= 5
    assert sum(bool(re.search("[學實門師說熱]", text)) for text in texts) >= 5
    assert any("😭" in text for text in texts)


def test_the_ledger_and_the_answers_use_codes_of_the_template() -> None:
    causes, horizons = ({row.code for row in rows} for rows in (TEMPLATE.causes, TEMPLATE.horizons))
    matters = {base.matter for base in (*voices(), *clerks_texts())}
    for matter, words in ledger_words().items():
        assert matter in matters
        assert words.cause in causes
        assert words.horizon in horizons
    assert {topic for settlement, topic in answers() if settlement == "answered"} >= {
        f"E{n:02d}" for n in range(1, 21)
    }
    assert {place for place, _ in phrases()} == {"openings", "endings", "asides"}


def test_what_is_done_about_a_matter_is_written_for_most() -> None:
    words, told = measure_words()["by_title"], measure_words()
    titles = {row.title for row in ledger_words().values()}
    assert len(set(words) & titles) >= 45
    assert set(words) >= {own.title for own in OWN}
    for title, row in words.items():
        assert len(row["one"]) == len(row["two"]) == 4, title
        for kind, name, where in (row["proof"], row.get("more", row["proof"])):
            assert EvidenceKind(kind) not in {EvidenceKind.FILE, EvidenceKind.NONE}, title
            assert name, title
            assert where, title
        assert RuleKind(row["rule"][0])
        assert row["rule"][1], title
        assert len(row.get("up", "four")) == 4, title
    for name, codes in (("returned", "acceptance_returns"), ("reopened", "reopening_reasons")):
        known = {code.code for code in TEMPLATE.lists[codes].codes}
        assert {row["code"] for row in told[name]} <= known


def test_the_same_seed_draws_the_same_and_another_doesnt(drawn: tuple[Voice, ...]) -> None:
    assert draw_voices() == drawn
    assert draw_voices(0.1, seed=7) != draw_voices(0.1)


@pytest.mark.parametrize("scale", [0.1, 2])
def test_there_are_as_many_as_asked_for(scale: float) -> None:
    assert len(draw_voices(scale)) == round(OPINIONS * scale)


def test_no_text_repeats_another_but_by_intent(drawn: tuple[Voice, ...]) -> None:
    said = Counter(voice.text for voice in drawn if not voice.resent)
    twice = [text for text, n in said.items() if n > 1]
    assert all(len(text) < 15 for text in twice), twice
    assert len(twice) <= 3
    resent = [voice for voice in drawn if voice.resent]
    assert 50 <= len(resent) <= 100
    numbers = {voice.number: voice for voice in drawn}
    assert all(numbers[voice.resent].raised_on <= voice.raised_on for voice in resent)


def test_no_slot_is_left_open_and_no_school_called_by_two_names(drawn: tuple[Voice, ...]) -> None:
    for voice in drawn:
        assert not re.search(r"[{}]", voice.text), voice
        assert not any(name in voice.text for name in SEED_NAMES)
        if voice.number[0] == "G" and "柏渡" in voice.text:
            assert voice.unit == "YH41", voice


def test_nobody_speaks_of_a_day_that_has_not_come(drawn: tuple[Voice, ...]) -> None:
    for voice in drawn:
        assert voice.raised_on <= LAST
        if voice.number[0] != "Y":
            assert voice.raised_on >= FIRST
            for month, day in re.findall(r"(?<!\d)(\d{1,2})月(\d{1,2})[日号]", voice.text):
                assert int(month) > 6 or (int(month), int(day)) <= (
                    voice.raised_on.month,
                    voice.raised_on.day,
                ), voice


def test_the_imperfections_are_there(drawn: tuple[Voice, ...]) -> None:
    new = [voice for voice in drawn if voice.number[0] == "G"]
    assert 0.02 < sum(not voice.day_written for voice in new) / len(new) < 0.06
    assert 0.03 < sum(not voice.unit_written for voice in new) / len(new) < 0.09
    assert Counter(voice.kind for voice in drawn)["out_of_scope"] >= 10
    assert Counter(voice.kind for voice in drawn)["accusation"] >= 4
    units_heard = Counter(voice.unit for voice in drawn)
    assert sum(units_heard[code] <= 3 for code in units()) >= 3
    assert units_heard["YH00"] >= 30
    lost = [voice for voice in drawn if voice.unit == UNFOCUSED]
    assert len(lost) >= 25
    assert sum(bool(voice.leaf) for voice in lost) <= 0.25 * len(lost)


def test_most_of_the_listening_falls_into_fourteen_days(drawn: tuple[Voice, ...]) -> None:
    assert (LAST - FIRST).days == 13
    assert sum(voice.raised_on >= FIRST for voice in drawn) >= 0.85 * len(drawn)
