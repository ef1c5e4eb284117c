"""A campaign without stages, in other words than those of 2014 (DOMAIN 1.2): 学、查、改 as one, with a guidance group."""

from datetime import date

import pytest

from huiyin.analysis.labels import Lexicon, suggest
from huiyin.platform.calendar.rules import shipped
from huiyin.process.campaigns.rules import library_folder, load_template
from huiyin.process.campaigns.rules.dating import Situation, schedule, tier_of

TEMPLATE = load_template(library_folder("study-check-reform-2025"))


def test_it_has_steps_and_no_stages() -> None:
    assert (TEMPLATE.staged, TEMPLATE.stages) == (False, ())
    assert {gate.stage for gate in TEMPLATE.gates} == {None}
    assert {"study", "check", "reform"} < {step.code for _, step in TEMPLATE.steps()}


def test_it_speaks_its_own_words() -> None:
    assert TEMPLATE.term("supervision_group").zh == "指导组"
    assert TEMPLATE.focus.zh == "八项规定"
    said = TEMPLATE.model_dump_json(exclude={"focus", "topics", "signs"})  # there, people speak
    assert not [word for word in ("四风类别", "督导组", "环节小结", "民主生活会") if word in said]


@pytest.mark.parametrize(
    ("kind", "root", "summing_up", "look_back"),
    [
        ("机关", True, date(2025, 7, 31), date(2025, 9, 22)),
        ("小学", False, date(2025, 7, 4), date(2025, 9, 22)),  # before the summer break
    ],
)
def test_from_march_to_september(kind: str, root: bool, summing_up: date, look_back: date) -> None:  # noqa: FBT001
    tier = tier_of(TEMPLATE, kind, root=root)
    found = schedule(TEMPLATE, shipped(), Situation(tier, kind, (("deployment", date(2025, 3, 17)),)))
    assert (found.events["summing_up"].day, found.events["look_back"].day) == (summing_up, look_back)
    dues = [one.due.day for one in found.spans if one.due.day is not None]
    assert len(dues) == len(found.spans)
    assert (min(dues), max(dues)) >= (date(2025, 3, 17), date(2025, 9, 1))
    assert max(dues) <= date(2025, 9, 30)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("校长工作日中午喝酒，公款吃喝，结账走公务卡", "D1"),
        ("同样的数据一天填几张表，今天要明天就要", "J1"),
        ("每个老师都要打卡积分，工作群太多，还要截图上报", "J4"),
        ("教师节家委会凑钱给班主任送礼", "G2"),
        ("校长用公车接送孩子上学", "F1"),
    ],
)
def test_words_of_the_focus_find_what_people_say(text: str, code: str) -> None:
    assert code in [found.code for found in suggest(text, Lexicon(TEMPLATE.focus_lexicon()))]
