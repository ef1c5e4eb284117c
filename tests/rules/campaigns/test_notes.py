"""What is noted in a draft from its words alone."""

from datetime import date

import pytest

from huiyin.analysis.specificity import Signs
from huiyin.process.campaigns.rules import library_folder, load_template
from huiyin.process.campaigns.rules.drafting import own_places, provinces, repealed_rules, short_name
from huiyin.process.campaigns.rules.loading import shipped_codes
from huiyin.process.campaigns.rules.notes import (
    Note,
    NoteKind,
    Surroundings,
    bare_notes,
    notes_of,
    place_notes,
    repealed_notes,
    stock_notes,
    unit_notes,
)

TEMPLATE = load_template(library_folder("mass-line-2014"))
SIGNS = Signs(TEMPLATE.signs.words())
IN_2014 = date(2014, 7, 1)


def said(text: str, notes: "list[Note] | tuple[Note, ...]") -> list[str]:
    return [text[note.start : note.end] for note in notes]


def test_a_stock_phrase_is_told_with_what_to_write_instead() -> None:
    text = "班子学习不够深入，服务师生有待进一步加强。"
    notes = list(stock_notes(text, TEMPLATE.drafting))
    assert said(text, notes) == ["学习不够深入", "有待进一步加强"]
    assert all(note.kind is NoteKind.STOCK and note.advice and note.source for note in notes)


def test_an_excused_phrase_is_none() -> None:
    text = "有的同志说食堂太吵。有的同志认为食堂太吵。"
    assert said(text, list(stock_notes(text, TEMPLATE.drafting))) == ["有的同志认为"]


@pytest.mark.parametrize("brackets", ["〔〕", "[]", "［］", "【】", "（）", "()"])
def test_a_repealed_rule_is_found_by_name_and_number_in_any_brackets(brackets: str) -> None:
    number = f"国发{brackets[0]}2000{brackets[1]}23号"
    text = f"按照《国家行政机关公文处理办法》({number})办文。"
    notes = list(repealed_notes(text, repealed_rules(), IN_2014))
    assert said(text, notes) == ["国家行政机关公文处理办法", number]
    assert "党政机关公文处理工作条例" in notes[0].advice
    assert notes[0].source


def test_a_rule_that_still_held_on_the_day_is_none() -> None:
    text = "对照《中国共产党党员领导干部廉洁从政若干准则》逐条检查。"
    assert list(repealed_notes(text, repealed_rules(), IN_2014)) == []
    assert len(list(repealed_notes(text, repealed_rules(), date(2016, 1, 1)))) == 1


def test_the_trial_version_is_another_rule() -> None:
    text = "《中国共产党党员领导干部廉洁从政若干准则(试行)》"
    [note] = repealed_notes(text, repealed_rules(), IN_2014)
    assert note.name.endswith("（试行）")


def test_places_from_elsewhere_are_told_and_own_ones_not() -> None:
    own = own_places(("常州市教育局", "常州市柏渡小学"))
    assert own == {"江苏省", "常州市"}
    text = "江苏省和常州市的要求，山东省临沂市的做法，全市教育系统。"
    assert said(text, list(place_notes(text, own))) == ["山东省", "临沂市"]


def test_other_units_are_told_but_not_inside_an_own_name() -> None:
    text = "云河市柏渡小学党支部，学习竹汀小学；本校前身是竹汀小学分校。"
    notes = list(unit_notes(text, ["云河市柏渡小学", "竹汀小学分校"], ["柏渡小学", "竹汀小学"]))
    assert said(text, notes) == ["竹汀小学"]


def test_sentences_that_name_nothing_are_told_together() -> None:
    text = (
        "一、存在的问题和不足之处说明\n"
        "我们要继续改进作风，把工作做得更好。还要把各项要求都落到实处去。4月12日，校长在食堂听了20名学生的意见。\n"
        "对所有反映都认真研究，逐步加以解决。\n不足。"
    )
    assert said(text, list(bare_notes(text, SIGNS))) == [
        "我们要继续改进作风，把工作做得更好。还要把各项要求都落到实处去",
        "对所有反映都认真研究，逐步加以解决",
    ]


def test_all_notes_come_by_their_places() -> None:
    text = "竹汀小学学习不够深入。\n3月1日按《国家行政机关公文处理办法》，参照临沂市。"
    home = Surroundings(own=("柏渡小学",), others=("竹汀小学",))
    notes = notes_of(text, TEMPLATE.drafting, SIGNS, home, IN_2014)
    assert [note.kind for note in notes] == ["unit", "stock", "repealed", "place"]
    assert [note.start for note in notes] == sorted(note.start for note in notes)


def test_an_empty_text_has_none() -> None:
    assert notes_of("", TEMPLATE.drafting, SIGNS, Surroundings(), IN_2014) == ()


@pytest.mark.parametrize("code", shipped_codes())
def test_every_shipped_entry_says_where_it_comes_from(code: str) -> None:
    drafting = load_template(library_folder(code)).drafting
    assert drafting.stock
    assert drafting.settled()
    rows = (*drafting.stock, *drafting.set_phrases, *drafting.repealed, *repealed_rules())
    assert all(row.source for row in rows)
    for one in drafting.stock:
        text = "。".join(one.phrases)
        assert len(said(text, list(stock_notes(text, drafting)))) == len(one.phrases), one.code


def test_every_repealed_rule_is_found_by_each_of_its_names() -> None:
    for rule in repealed_rules():
        for name in rule.names:
            [note] = repealed_notes(f"见{name}。", repealed_rules(), rule.repealed_on)
            assert note.name == rule.title
            assert list(repealed_notes(f"见{name}。", [rule], date(1990, 1, 1))) == []


def test_places_have_full_names_that_become_short() -> None:
    names = [name for province in provinces() for name in province.names()]
    assert len(names) == len(set(names))
    assert all(2 <= len(short_name(name)) < len(name) for name in names)
