"""A template explained: everything in it is said, and what is only a default is marked."""

import json
from pathlib import Path

import pytest

from huiyin.cli.main import outcome
from huiyin.process.campaigns.rules import library_folder, load_template
from huiyin.process.campaigns.rules.explaining import explained, to_confirm
from huiyin.process.campaigns.rules.explaining_life import NEEDS
from huiyin.process.campaigns.rules.life import Need
from huiyin.process.campaigns.rules.parts import Named
from tests.rules.campaigns.test_shipped import rows as rows_of

SHIPPED = sorted(path.parent.name for path in library_folder("mass-line-2014").parent.glob("*/campaign.toml"))


@pytest.mark.parametrize("code", SHIPPED)
def test_everything_in_a_template_is_said_once(code: str) -> None:
    made = load_template(library_folder(code))
    sections = explained(made)
    said = [line for section in sections for top in section.lines for line in top.walk()]
    names = [line.name.zh for line in said]
    for rows in (
        made.events,
        made.gates,
        made.parameters,
        made.life.acts,
        [step for _, step in made.steps()],
    ):
        assert [row.zh for row in rows if row.zh not in names] == []
    items = [line.code for section in sections[:5] for top in section.lines for line in top.walk()]
    assert [item.code for item in made.plan if items.count(item.code) < 1] == []
    text = "\n".join([*names, *(said.zh for line in said for said in line.says)])
    assert [row.zh for row in rows_of(made) if isinstance(row, Named) and row.zh not in text] == []
    words = [word for line in said for word in line.words]
    for leaf in (*made.focus_leaves(), *made.topics, *made.concerns):
        assert all(word.word in words for word in leaf.words)
    assert to_confirm(sections) == sum(line.default for line in said)
    assert all(said.zh and said.en for line in said for said in line.says)


def test_the_life_of_a_problem_is_told_from_where_to_where_by_whom_and_on_what() -> None:
    made = load_template(library_folder("mass-line-2014"))
    (life,) = (section for section in explained(made) if section.code == "life")
    told = {line.code: {said.zh for said in line.says} for top in life.lines for line in top.walk()}
    assert {state.code for state in made.life.states} | {act.code for act in made.life.acts} <= told.keys()
    assert "从“待验收”到“销号”" in told["accept"]
    assert "谁来办：活动办、领导小组" in told["accept"]
    assert "参与办理的人和责任单位的人不能办" in told["accept"]
    assert "本人输入自己的密码办" in told["claim"]
    assert "要有：已定责任单位" in told["claim"]
    assert "可办：验收通过、退回整改" in told["awaiting"]
    assert any("报请验收后反映人有 7 天评价，满意、比较满意合计为满意" in said for said in told["whole"])
    assert {need for act in made.life.acts for need in act.needs} <= NEEDS.keys() == set(Need)


def test_sheets_of_looks_say_who_writes_what_beside_which_facts() -> None:
    made = load_template(library_folder("mass-line-2014"))
    (section,) = (section for section in explained(made) if section.code == "looks")
    told = {line.code: [said.zh for said in line.says] for line in section.lines}
    assert told["five_reals"][:2] == ["由督导组评，本单位不评自己", "送单位"]
    assert "进入“整改落实、建章立制”后写" in told["final_looks"]
    assert "活动结束以后也写" in told["final_looks"]
    assert "每一项写：成绩、问题、整改措施、具体事例" in told["six_looks"]
    beside = {part.code: [said.zh for said in part.says] for part in section.lines[1].parts}
    assert beside["talks"] == ["旁边是事实：谈心谈话完成率"]


@pytest.mark.parametrize("code", SHIPPED)
def test_what_a_gate_asks_of_looking_back_can_be_handed_in(code: str) -> None:
    """A gate on `lookback.reported` without a sheet could only ever be waived."""
    made = load_template(library_folder(code))
    asked = "lookback." in json.dumps([gate.model_dump(mode="json") for gate in made.gates])
    written = [sheet for sheet in made.looks.sheets if sheet.by == "unit"]
    assert written or not asked
    items = {item.code: item for item in made.plan}
    for sheet in written:
        assert sheet.done is not None
        form = made.forms[items[sheet.done].document or ""]
        assert set(items[sheet.done].typed) <= {column.code for column in form.columns}


def test_on_the_terminal(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    overlay = tmp_path / "local.toml"
    overlay.write_text(
        'base = "mass-line-2014"\nname = "本市"\nby = "局活动办"\nwhy = "实际"\n[[change]]\n'
        'at = "parameters.parameters.satisfaction_line.value"\nvalue = 0.95\nwhy = "高一些"\n',
        encoding="utf-8",
    )
    assert outcome(["template", "show", "mass-line-2014", "--overlay", str(overlay)]) == 0
    text = capsys.readouterr().out
    assert "满意度测评线*【本地】：0.95" in text
    assert "由 0.9 改为 0.95；理由：高一些；由局活动办提出" in text
    assert outcome(["template", "show", "mass-line-2014", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["sections"][0]["code"] == "events"
    assert "\n十四、" in text
    assert "\n二十一、" in text
    assert outcome(["template", "show", "nowhere"]) == 3
    assert outcome(["template", "check", "mass-line-2014", "--overlay", str(tmp_path / "none.toml")]) == 3
