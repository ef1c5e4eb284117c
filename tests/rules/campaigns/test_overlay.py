"""Local additions: what may be added and changed, what is refused, and where the fault is told."""

from pathlib import Path

import pytest

from huiyin.process.campaigns.rules import BadTemplate, Fault, Template, library_folder, load_template

HEAD = 'base = "mass-line-2014"\nname = "本市做法"\nby = "局活动办"\nwhy = "结合本市实际"\n'
FOLDER = library_folder("mass-line-2014")


def overlaid(tmp_path: Path, text: str, head: str = HEAD) -> Template:
    path = tmp_path / "本地.toml"
    path.write_text(head + text, encoding="utf-8")
    return load_template(FOLDER, path)


def only_fault(tmp_path: Path, text: str, head: str = HEAD) -> Fault:
    with pytest.raises(BadTemplate) as caught:
        overlaid(tmp_path, text, head)
    (fault,) = caught.value.faults
    assert fault.file == "本地.toml"
    return fault


ITEM = """
[[add]]
to = "plan.items"
why = "校长上讲台讲自己的事"
[add.row]
code = "head_speaks"
zh = "校长讲自己的作风故事"
en = "the head speaks of himself"
due = { event = "team_meeting", offset = -7, days = "calendar" }
who = "一把手"
"""
CHANGE = """
[[change]]
at = "parameters.parameters.satisfaction_line.value"
value = 0.95
why = "本市定得更高"
"""


def test_what_is_added_is_never_prescribed_and_says_who_added_it(tmp_path: Path) -> None:
    made = overlaid(tmp_path, ITEM + CHANGE)
    item = next(item for item in made.plan if item.code == "head_speaks")
    assert (item.prescribed, item.source) == (False, "局活动办：校长上讲台讲自己的事")
    assert made.parameter("satisfaction_line") == 0.95
    assert [(one.kind, one.at, one.was, one.now) for one in made.overlay] == [
        ("change", "parameters.parameters.satisfaction_line.value", "0.9", "0.95"),
        ("add", "plan.items.head_speaks", "", "校长讲自己的作风故事"),
    ]
    assert Template.model_validate_json(made.model_dump_json()) == made
    base = load_template(FOLDER)
    assert base.overlay == ()
    assert len(base.plan) == len(made.plan) - 1
    assert base.digest != made.digest


def test_a_row_of_any_list_can_be_added_and_put_before_another(tmp_path: Path) -> None:
    text = """
[[add]]
to = "forms.forms"
why = "本市要用"
row = { code = "story", title = "作风故事", en = "story", columns = [{ code = "told_on", heading = "时间" }] }
[[add]]
to = "lists.more.key_works.codes"
before = "fairness"
why = "本市重点"
row = { code = "reading", zh = "书香校园", en = "reading" }
[[add]]
to = "gates.gates.focus.conditions"
why = "再看一条"
row = { fact = "problems.total", op = "ge", value = 1, message = "问题清单是空的", severity = "shows" }
"""
    made = overlaid(tmp_path, text)
    assert made.forms["story"].source == "局活动办：本市要用"
    codes = [row.code for row in made.lists["key_works"].codes]
    assert codes.index("reading") == codes.index("fairness") - 1
    gate = next(gate for gate in made.gates if gate.code == "focus")
    assert gate.conditions[-1].message == "问题清单是空的"


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        (
            '[[change]]\nat = "plan.items.topic_told.due.offset"\nvalue = -3\nwhy = "忙"\n',
            6,
            "规定动作（出处：",
        ),
        (
            '[[change]]\nat = "parameters.parameters.meeting_quorum.value"\nvalue = 0.5\nwhy = "忙"\n',
            6,
            "有依据（出处：",
        ),
        ('[[change]]\nat = "plan.items.gone.due"\nvalue = 1\nwhy = "忙"\n', 6, "没有“gone”"),
        (
            '[[change]]\nat = "parameters.parameters.satisfaction_line.default"\nvalue = false\nwhy = "定了"\n',
            6,
            "说明这一行是什么",
        ),
        ('[[change]]\nat = "plan.items"\nvalue = []\nwhy = "都不办"\n', 6, "写到某一行的某个字段"),
        (
            '[[change]]\nat = "parameters.parameters.satisfaction_line.value"\nvalue = "高"\nwhy = "写错"\n',
            7,
            "不是这里可用的值",
        ),
        ('[[drop]]\nat = "plan.items.topic_told"\n', 5, "不认识的键“drop”"),
        (
            '[[add]]\nto = "plan.items"\nwhy = "凑数"\nrow = { code = "one", zh = "一", en = "one", who = "单位", '
            'due = { event = "gone" } }\n',
            8,
            "引用了不存在的“gone”",
        ),
        (
            '[[add]]\nto = "plan.items"\nwhy = "凑数"\nrow = { code = "one", prescribed = true }\n',
            6,
            "自选动作",
        ),
        ('[[add]]\nto = "plan.items"\nwhy = "凑数"\nbefore = "gone"\nrow = { code = "one" }\n', 6, "排在"),
        ('[[add]]\nto = "campaign.zh"\nwhy = "凑数"\nrow = { code = "one" }\n', 6, "不是一组行"),
        (
            '[[add]]\nto = "forms.forms"\nwhy = "改表"\nrow = { code = "briefing", title = "报" }\n',
            6,
            "已有的“briefing”",
        ),
        ("base = 1\n", 5, "TOML"),
    ],
)
def test_what_is_refused_is_told_by_line(tmp_path: Path, text: str, line: int, says: str) -> None:
    with pytest.raises(BadTemplate) as caught:
        overlaid(tmp_path, text)
    found = list(caught.value.faults)
    assert {fault.file for fault in found} == {"本地.toml"}
    told = [fault for fault in found if says in fault.zh]
    assert [fault.line for fault in told] == [line], [str(fault) for fault in found]


def test_additions_for_another_template(tmp_path: Path) -> None:
    fault = only_fault(tmp_path, ITEM, HEAD.replace("mass-line-2014", "other"))
    assert (fault.line, fault.allowed) == (1, ("mass-line-2014",))


def test_faults_of_the_template_keep_their_own_lines(tmp_path: Path) -> None:
    """A row put in before others moves their indexes, never their lines."""
    path = tmp_path / "本地.toml"
    text = '[[add]]\nto = "plan.items"\nbefore = "topic_told"\nwhy = "先办"\nrow = { code = "topic_told", zh = "一", en = "one", who = "单位", due = { event = "team_meeting" } }\n'
    path.write_text(HEAD + text, encoding="utf-8")
    with pytest.raises(BadTemplate) as caught:
        load_template(FOLDER, path)
    (fault,) = caught.value.faults
    plan = (FOLDER / "plan.toml").read_text(encoding="utf-8").splitlines()
    assert fault.file == "plan.toml"
    assert "重复" in fault.zh
    assert plan[fault.line - 1] == 'code = "topic_told"'


def test_the_example_of_the_docs_loads(tmp_path: Path) -> None:
    text = (Path(__file__).parents[3] / "docs" / "overlays.md").read_text(encoding="utf-8")
    example = text.split("```toml\n")[1].split("```")[0]
    assert len(overlaid(tmp_path, example, head="").overlay) == 3


@pytest.mark.parametrize(
    ("line", "says"),
    [
        (".".join(["a"] * 10_000) + " = 1", "点太多"),
        ('x = { b = """c"""", ' + ".".join(["a"] * 10_000) + " = 1 }", "点太多"),
        ("a = " + "9" * 5000, "数太长"),
        ("a = 0x" + "f" * 5000, "数太长"),
    ],
)
def test_what_would_take_a_parser_long_is_refused_by_its_line(tmp_path: Path, line: str, says: str) -> None:
    quiet = "# " + "." * 50 + '\nt = """\n' + "." * 50 + '\n\\""" 123456789012345678901"""\n'
    fault = only_fault(tmp_path, quiet + line)
    assert (fault.line, says in fault.zh) == (9, True)
