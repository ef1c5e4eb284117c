"""What a template says that can't be is told with its file and line, in words that a clerk can act on."""

import shutil
from pathlib import Path

import pytest

from huiyin.process.campaigns.rules import BadTemplate, library_folder, load_template

PLAN = """
source = "试"
[[tiers]]
code = "bureau"
zh = "局"
en = "bureau"
root = true
[[tiers]]
code = "rest"
zh = "其余"
en = "rest"
[[pauses]]
code = "exam"
zh = "考试"
en = "exam"
since = "06-07"
until = "06-09"
[[events]]
code = "first"
zh = "起始"
en = "first"
[[events]]
code = "second"
zh = "其次"
en = "second"
after = { event = "first", offset = 10 }
[[events]]
code = "often"
zh = "随时"
en = "often"
occasional = true
[[items]]
code = "one"
zh = "一"
en = "one"
step = "hear"
due = { event = "first", offset = 5 }
start = { event = "first", offset = 1 }
who = "单位"
document = "work_plan"
typed = ["note"]
[[items]]
code = "two"
zh = "二"
en = "two"
step = "mend"
due = { event = "second" }
who = "单位"
"""
STAGES = """
source = "试"
staged = true
[[stages]]
code = "listen"
zh = "听"
en = "listen"
starts = { event = "first" }
ends = { event = "first", offset = 9 }
[[stages.steps]]
code = "hear"
zh = "听"
en = "hear"
who = "单位"
what = "听"
[[stages]]
code = "fix"
zh = "改"
en = "fix"
starts = { event = "second" }
[[stages.steps]]
code = "mend"
zh = "改"
en = "mend"
who = "单位"
what = "改"
"""
GATES = """
source = "试"
[[gates]]
code = "g"
zh = "关"
en = "gate"
stage = "listen"
verdict_by = "office"
[[gates.conditions]]
fact = "opinions.focus_rate"
op = "ge"
value = 0.5
message = "不聚焦"
severity = "blocks"
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    copy = shutil.copytree(library_folder("mass-line-2014"), tmp_path / "template")
    for name in ("meetings.toml", "lifemeetings.toml", "looks.toml"):  # they name events that this plan lacks
        (copy / name).unlink()
    for name, text in (("plan", PLAN), ("stages", STAGES), ("gates", GATES)):
        (copy / f"{name}.toml").write_text(text, encoding="utf-8")
    return copy


def test_the_small_one_is_sound(folder: Path) -> None:
    assert [item.code for item in load_template(folder).planned()] == ["one", "two"]


@pytest.mark.parametrize(
    ("name", "old", "new", "said"),
    [
        (
            "plan",
            '{ event = "first", offset = 10 }',
            '{ event = "second", offset = 10 }',
            "成了圈：second → second",
        ),
        (
            "plan",
            'zh = "起始"\nen = "first"',
            'zh = "起始"\nen = "first"\nafter = { event = "second" }',
            "成了圈",
        ),
        ("plan", 'after = { event = "first", offset = 10 }\n', "", "起始事件已是“first”"),
        ("plan", 'after = { event = "first", offset = 10 }', 'after = { event = "often" }', "没有一个日期"),
        ("plan", 'code = "rest"', 'code = "rest"\nkinds = ["学校"]', "收容其余单位的层次"),
        ("plan", 'until = "06-09"', 'until = "12-09"', "暂停期长过"),
        ("plan", 'step = "mend"', 'step = "hear"', "步骤“mend”没有计划项"),
        ("plan", 'step = "mend"', 'step = "mnd"', "不存在的步骤“mnd”"),
        ("plan", 'step = "mend"', 'step = "mend"\nstage = "listen"', "不在环节“listen”里"),
        ("plan", 'typed = ["note"]', 'typed = ["nite"]', "没有栏目“nite”"),
        ("plan", 'start = { event = "first", offset = 1 }', 'start = { event = "second" }', "晚于截止"),
        ("plan", 'due = { event = "second" }', "due = { offset = 3 }", "缺少“event”"),
        ("stages", 'code = "mend"', 'code = "hear"', "用了两次"),
        ("stages", "offset = 9", "offset = 10", "结束前就开始"),
        ("gates", 'fact = "opinions.focus_rate"', 'fact = "opinions.focus"', "不存在的“opinions.focus”"),
        ("gates", "value = 0.5", "value = 1.5", "永远不可能成立"),
        (
            "gates",
            'severity = "blocks"',
            'severity = "blocks"\n[[gates.conditions]]\nfact = "opinions.focus_rate"\nop = "lt"\nvalue = 0.4\nmessage = "x"\n'
            'severity = "blocks"',
            "互相矛盾",
        ),
    ],
)
def test_what_cannot_be_is_told(folder: Path, name: str, old: str, new: str, said: str) -> None:
    path = folder / f"{name}.toml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(BadTemplate) as caught:
        load_template(folder)
    told = [fault for fault in caught.value.faults if said in fault.zh]
    assert told, str(caught.value)
    assert told[0].line > 0
    assert told[0].en


def test_stages_overlap_where_they_may(folder: Path) -> None:
    path = folder / "stages.toml"
    text = path.read_text(encoding="utf-8").replace("offset = 9", "offset = 30")
    path.write_text(text.replace('code = "fix"', 'code = "fix"\noverlaps = true'), encoding="utf-8")
    assert load_template(folder).stages[1].overlaps
