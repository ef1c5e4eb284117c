"""A broken template is told of all its faults at once, each with its file, line and what is allowed."""

import re
import shutil
from pathlib import Path

import pytest

from huiyin.analysis.labels import Pair
from huiyin.kit.errors import BadInput
from huiyin.process.campaigns.rules import BadTemplate, Fault, Template, library_folder, load_template


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the shipped template, to be broken."""
    return shutil.copytree(library_folder("mass-line-2014"), tmp_path / "template")


def change(folder: Path, name: str, old: str, new: str) -> int:
    """Replace the first occurrence; the line, from 1, on which the new text begins."""
    path = folder / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return text[: text.index(old)].count("\n") + 1


def faults(folder: Path) -> tuple[Fault, ...]:
    with pytest.raises(BadTemplate) as caught:
        load_template(folder)
    return caught.value.faults


def only_fault(folder: Path) -> Fault:
    (fault,) = faults(folder)
    return fault


def test_an_untouched_copy_loads(folder: Path) -> None:
    assert load_template(folder) == load_template(library_folder("mass-line-2014"))


def test_invalid_toml(folder: Path) -> None:
    line = change(folder, "plan.toml", "offset = 3", "offset = ")
    fault = only_fault(folder)
    assert (fault.file, fault.line) == ("plan.toml", line)
    assert "TOML" in fault.zh


def test_invalid_toml_at_the_end_of_the_file(folder: Path) -> None:
    path = folder / "facts.toml"
    text = path.read_text(encoding="utf-8") + "[[facts]]\nname = "
    path.write_text(text, encoding="utf-8")
    assert only_fault(folder).line == text.count("\n") + 1


def test_another_encoding(folder: Path) -> None:
    path = folder / "lists.toml"
    path.write_bytes(path.read_text(encoding="utf-8").encode("gb18030"))
    fault = only_fault(folder)
    assert (fault.file, fault.line) == ("lists.toml", 1)
    assert "UTF-8" in fault.zh


def test_an_unknown_key_names_the_allowed_ones_and_the_nearest(folder: Path) -> None:
    line = change(folder, "plan.toml", 'who = "活动办"', 'whoo = "活动办"\nwho = "活动办"')
    fault = only_fault(folder)
    assert (fault.file, fault.line, fault.where) == ("plan.toml", line, "items.0.whoo")
    assert "“who”" in fault.zh
    assert "due" in fault.allowed


def test_an_unknown_key_inside_an_inline_table(folder: Path) -> None:
    line = change(folder, "lists.toml", 'zh = "宗旨意识淡化"', 'zh = "宗旨意识淡化", weigth = 1')
    fault = only_fault(folder)
    assert (fault.line, fault.where) == (line, "causes.codes.1.weigth")
    assert "subjective" in fault.allowed


@pytest.mark.parametrize(
    ("name", "old", "new", "allowed"),
    [
        ("plan.toml", "offset = 3", 'offset = "3"', ("integer",)),
        ("plan.toml", 'days = "working"', 'days = "weekdays"', ("working", "calendar")),
        ("lists.toml", "subjective = true", 'subjective = "yes"', ("true", "false")),
        ("campaign.toml", 'zh = "党的群众路线教育实践活动"', "zh = 2014", ("string",)),
        ("stages.toml", "staged = true", "staged = 1", ("true", "false")),
        ("focus.toml", 'group = "F"', "group = []", ("string",)),
        ("gates.toml", 'severity = "shows"', 'severity = "hides"', ("blocks", "shows")),
        ("forms.toml", "width = 6", "width = 600", ()),
        ("gates.toml", "value = 0.5", "value = nan", ("bool", "int", "float", "str")),
        ("gates.toml", "value = 0.5", "value = [0.5]", ("bool", "int", "float", "str")),
        ("topics.toml", "weight = 0.5", "weight = inf", ()),
        ("facts.toml", 'type = "int"', 'type = "number"', ("bool", "int", "share", "days", "date", "text")),
    ],
)
def test_a_value_of_the_wrong_kind(
    folder: Path, name: str, old: str, new: str, allowed: tuple[str, ...]
) -> None:
    line = change(folder, name, old, new)
    fault = only_fault(folder)
    assert (fault.file, fault.line) == (name, line)
    assert fault.allowed == allowed


def test_a_word_without_its_weight_in_order(folder: Path) -> None:
    line = change(folder, "topics.toml", "weight = 0.5", "weight = 9")
    fault = only_fault(folder)
    assert (fault.file, fault.line) == ("topics.toml", line)
    assert fault.where.endswith(".weight")


def test_a_pair_needs_two_sides_with_words_of_two_characters(folder: Path) -> None:
    line = change(folder, "focus.toml", "pairs = [", 'pairs = [\n  [["报修"], ["修"]],\n  [["报修"], []],')
    assert {(fault.file, fault.line) for fault in faults(folder)} == {
        ("focus.toml", line + 1),
        ("focus.toml", line + 2),
    }


def test_an_excuse_may_hold_a_word_of_a_pair(folder: Path) -> None:
    change(folder, "focus.toml", "pairs = [", 'pairs = [\n  [["蓝天"], ["报修"]],')
    change(folder, "focus.toml", "unless = [", 'unless = [\n  "蓝天白云",')
    entry = load_template(folder).focus_lexicon()[0]
    assert entry.pairs[0] == Pair(("蓝天",), ("报修",))
    assert "蓝天白云" in entry.unless


def test_an_excuse_that_holds_none_of_its_words(folder: Path) -> None:
    change(folder, "focus.toml", "unless = [", 'unless = [\n  "蓝天白云",')
    fault = only_fault(folder)
    assert "蓝天白云" in fault.zh
    assert "蓝天白云" in fault.en


def test_something_missing(folder: Path) -> None:
    """An offset without event; what isn't there stands where its table begins."""
    line = change(folder, "plan.toml", 'event = "opinion_collected", offset', "offset")
    fault = only_fault(folder)
    assert (fault.file, fault.line, fault.where) == ("plan.toml", line, "items.0.due.event")
    assert "缺少" in fault.zh


@pytest.mark.parametrize("value", ["0", "-1", "1.5", "36501", "true"])
def test_a_number_that_the_engine_cannot_count_with(folder: Path, value: str) -> None:
    line = change(folder, "parameters.toml", "value = 1095", f"value = {value}")
    fault = only_fault(folder)
    assert (fault.file, fault.line) == ("parameters.toml", line)


@pytest.mark.parametrize("value", ["1.5", "50"])
def test_a_share_is_no_percentage(folder: Path, value: str) -> None:
    text = (folder / "parameters.toml").read_text(encoding="utf-8")
    before, found, after = text.partition('code = "focus_rate_line"')
    number, _, _ = after.partition("\nunit")
    changed = number.replace(number.rpartition("value = ")[2], value)
    (folder / "parameters.toml").write_text(before + found + changed + after[len(number) :], encoding="utf-8")
    assert "应在 0 到 1 之间" in only_fault(folder).zh


def test_a_word_that_the_pages_need(folder: Path) -> None:
    change(folder, "campaign.toml", "supervision_group", "inspection_team")
    fault = faults(folder)[0]  # gates whose verdict it gives miss it, too
    assert (fault.file, fault.where) == ("campaign.toml", "vocabulary")
    assert "supervision_group" in fault.zh


@pytest.mark.parametrize(
    "code",
    ["retention_days", "candidate_group_size", "givers_min", "focus_rate_line", "specificity_rate_line"],
)
def test_a_parameter_that_the_engine_needs(folder: Path, code: str) -> None:
    change(folder, "parameters.toml", f'code = "{code}"', f'code = "{code}_2"')
    fault = only_fault(folder)
    assert (fault.file, fault.where) == ("parameters.toml", "parameters")
    assert fault.line > 0
    assert code in fault.zh
    assert code in fault.en


@pytest.mark.parametrize("code", ["review_kept_days", "order_kept_days"])
def test_words_are_kept_for_whole_days(folder: Path, code: str) -> None:
    text = (folder / "parameters.toml").read_text(encoding="utf-8")
    head, _, tail = text.partition(f'code = "{code}"')
    (folder / "parameters.toml").write_text(
        head + f'code = "{code}"' + re.sub(r"value = \d+", "value = 0.5", tail, count=1), encoding="utf-8"
    )
    assert code in only_fault(folder).zh


def test_any_negative_parameter(folder: Path) -> None:
    line = change(folder, "parameters.toml", "value = 0.9", "value = -0.9")
    assert (only_fault(folder).line, only_fault(folder).zh) == (line, "应不小于 0")


def test_a_text_in_the_only_row_is_one_fault(folder: Path) -> None:
    """pydantic counts the sound rows only and adds that there are too few."""
    rows = (
        'source = "s"\n[[topics]]\ncode = "E01"\nzh = "题"\nen = "t"\nwords = 3\n',
        'source = "s"\n[[parameters]]\ncode = "retention_days"\nzh = "天"\nen = "d"\nunit = "日"\nvalue = "三年"\n',
    )
    (folder / "topics.toml").write_text(rows[0], encoding="utf-8")
    (folder / "parameters.toml").write_text(rows[1], encoding="utf-8")
    for name in (
        "lifemeetings.toml",
        "selfchecks.toml",
        "talks.toml",
        "votes.toml",
    ):  # they name parameters that are gone now
        (folder / name).unlink()
    assert [(fault.file, fault.line, fault.zh) for fault in faults(folder)] == [
        *(
            ("parameters.toml", 2, f"缺少参数“{code}”")
            for code in ("candidate_group_size", "givers_min", "focus_rate_line", "specificity_rate_line")
        ),
        ("parameters.toml", 7, "不是这里可用的值"),
        ("topics.toml", 6, "应为列表"),
    ]


@pytest.mark.parametrize("version", ["0", "-1", "10000"])
def test_a_version_that_is_none(folder: Path, version: str) -> None:
    line = change(folder, "campaign.toml", "version = 1", f"version = {version}")
    assert (only_fault(folder).file, only_fault(folder).line) == ("campaign.toml", line)


@pytest.mark.parametrize("form", ["opinion_summary", "rectification_ledger", "briefing"])
def test_a_form_that_the_engine_writes(folder: Path, form: str) -> None:
    for name in ("forms.toml", "plan.toml", "stages.toml"):
        text = (folder / name).read_text(encoding="utf-8")
        for old, new in ((f"[forms.{form}", f"[forms.own_{form}"), (f'"{form}"', f'"own_{form}"')):
            text = text.replace(old, new)
        (folder / name).write_text(text, encoding="utf-8")
    fault = only_fault(folder)
    assert (fault.file, fault.zh) == ("forms.toml", f"缺少表样“{form}”")
    assert fault.line > 0


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('code = "text"', 'code = "words"', "“text”"),
        ('heading = "收集时间", kind = "date"', 'heading = "收集时间"', "kind"),
        (
            'heading = "归并号", kind = "number"',
            'heading = "归并号", kind = "number", choices = ["1"]',
            "选项",
        ),
        ('heading = "四风类别"', 'heading = "四风类别", kind = "number"', "kind"),
        ('editor = "{unit}', 'editor = "{office}', "{unit}"),
        ('copies = "共印{copies}', 'copies = "共印{copies', "{copies}"),
    ],
)
def test_a_form_that_the_engine_could_not_fill(folder: Path, old: str, new: str, said: str) -> None:
    line = change(folder, "forms.toml", old, new)
    fault = only_fault(folder)
    assert fault.file == "forms.toml"
    assert fault.line in (line, 21), "what isn't there stands where its form begins"
    assert said in fault.zh


def test_candidates_need_the_source_that_they_name(folder: Path) -> None:
    change(folder, "lists.toml", 'code = "masses"', 'code = "people"')
    assert "masses" in only_fault(folder).zh


def test_a_missing_source(folder: Path) -> None:
    rows = load_template(folder).parameters
    change(folder, "parameters.toml", "source = ", "# source = ")
    found = faults(folder)
    common = rows[0].source
    expected = {f"parameters.{index}.source" for index, row in enumerate(rows) if row.source == common}
    assert {fault.where for fault in found} == expected
    assert len({fault.line for fault in found}) == len(expected)


def test_a_missing_file(folder: Path) -> None:
    (folder / "signs.toml").unlink()
    assert only_fault(folder) == Fault("signs.toml", 0, "", "缺少这个文件", "the file is missing")


def test_a_folder_in_the_place_of_a_file(folder: Path) -> None:
    (folder / "signs.toml").unlink()
    (folder / "signs.toml").mkdir()
    fault = only_fault(folder)
    assert (fault.file, fault.line, fault.zh) == ("signs.toml", 0, "读不了这个文件")


def test_brackets_without_end(folder: Path) -> None:
    (folder / "gates.toml").write_text("gates = " + "[" * 100_000, encoding="utf-8")
    assert only_fault(folder).file == "gates.toml"


def test_a_file_too_many(folder: Path) -> None:
    (folder / "topcs.toml").write_text("")
    fault = only_fault(folder)
    assert fault.file == "topcs.toml"
    assert "topics.toml" in fault.zh
    assert "topics.toml" in fault.allowed


@pytest.mark.parametrize(
    ("name", "old", "new", "allowed"),
    [
        ("gates.toml", 'fact = "problems.focus_share"', 'fact = "problems.focus"', "problems.focus_share"),
        ("focus.toml", 'group = "G"', 'group = "H"', "G"),
        ("plan.toml", 'event = "team_meeting"', 'event = "meeting"', "team_meeting"),
        ("plan.toml", 'stage = "examine"', 'stage = "exam"', "examine"),
        ("stages.toml", 'document = "talk_record"', 'document = "talks"', "talk_record"),
    ],
)
def test_a_reference_to_nothing(folder: Path, name: str, old: str, new: str, allowed: str) -> None:
    line = change(folder, name, old, new)
    fault = only_fault(folder)
    assert (fault.file, fault.line) == (name, line)
    assert allowed in fault.allowed


def test_a_fact_named_deep_inside_a_condition(folder: Path) -> None:
    nested = 'all = [\n  { fact = "opinions.received", op = "gt", value = 0 },\n  { not = { any = [\n'
    line = change(
        folder,
        "gates.toml",
        'fact = "problems.focus_share"\nop = "gt"\nvalue = 0.0\n',
        nested + '    { fact = "no.such", op = "eq", value = true } ] } },\n]\n',
    )
    fault = only_fault(folder)
    assert fault.line == line + 3
    assert fault.where == "gates.1.conditions.0.all.1.not.any.0.fact"


def test_a_condition_that_is_both_or_neither(folder: Path) -> None:
    line = change(folder, "gates.toml", 'op = "gt"\n', "")
    fault = only_fault(folder)
    assert (fault.where, fault.line) == ("gates.1.conditions.0", line - 2)
    assert "all" in fault.zh


def test_a_value_that_its_fact_cannot_have(folder: Path) -> None:
    line = change(folder, "gates.toml", "value = 0.5", "value = true")
    fault = only_fault(folder)
    assert (fault.where, fault.line) == ("gates.2.conditions.0.value", line)
    assert fault.allowed == ("int", "float")


@pytest.mark.parametrize(
    ("name", "old", "new", "said"),
    [
        ("topics.toml", 'code = "E02"', 'code = "E01"', "E01"),
        ("focus.toml", 'code = "F2"', 'code = "F1"', "F1"),
        ("lists.toml", 'code = "own"', 'code = "masses"', "masses"),
        ("lists.toml", 'code = "fix_along"', 'code = "look_back"', "look_back"),
        ("forms.toml", 'heading = "整改目标"', 'heading = "整改措施"', "整改措施"),
        ("parameters.toml", 'code = "meeting_quorum"', 'code = "satisfaction_line"', "satisfaction_line"),
        ("focus.toml", '"文山会海", ', '"文山会海", "文山会海", ', "文山会海"),
    ],
)
def test_a_code_used_twice(folder: Path, name: str, old: str, new: str, said: str) -> None:
    (folder / "lifemeetings.toml").unlink()  # it names codes that are gone then
    change(folder, name, old, new)
    fault = only_fault(folder)
    second = (folder / name).read_text(encoding="utf-8").split("\n")[fault.line - 1]
    assert said in second
    assert said in fault.zh


def test_a_broken_file_does_not_hide_the_faults_of_the_others(folder: Path) -> None:
    broken = change(folder, "facts.toml", "[[facts]]", "[[facts]")
    typo = change(folder, "topics.toml", 'en = "school uniforms"', 'eng = "school uniforms"')
    wrong = change(folder, "plan.toml", "offset = 3", "offset = 3.5")
    lost = change(folder, "plan.toml", 'event = "satisfaction_vote"', 'event = "vote"')
    (folder / "gates.toml").unlink()
    assert {(fault.file, fault.line) for fault in faults(folder)} == {
        ("facts.toml", broken),
        ("topics.toml", typo),
        ("topics.toml", typo - 3),
        ("plan.toml", wrong),
        ("plan.toml", lost),
        ("gates.toml", 0),
    }


def test_the_message_lists_every_fault_in_both_languages(folder: Path) -> None:
    line = change(folder, "plan.toml", "offset = 3", 'offset = "3"')
    with pytest.raises(BadTemplate) as caught:
        load_template(folder)
    assert isinstance(caught.value, BadInput)
    assert f"plan.toml:{line} items.0.due.offset" in str(caught.value)
    assert "应为整数" in str(caught.value)
    assert "must be an integer" in str(caught.value)


def test_no_such_folder(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="no template folder"):
        load_template(tmp_path / "nowhere")


def test_a_campaign_without_stages(folder: Path) -> None:
    (folder / "stages.toml").write_text("staged = false\n", encoding="utf-8")
    (folder / "plan.toml").write_text("", encoding="utf-8")
    (folder / "gates.toml").write_text("gates = []\n", encoding="utf-8")
    for name in ("meetings.toml", "lifemeetings.toml", "looks.toml"):
        (folder / name).unlink()
    template = load_template(folder)
    assert (template.staged, template.stages, template.plan, template.gates) == (False, (), (), ())
    assert Template.model_validate_json(template.model_dump_json()) == template


def test_nested_conditions_survive_json(folder: Path) -> None:
    change(
        folder,
        "gates.toml",
        'fact = "problems.focus_share"\nop = "gt"\nvalue = 0.0\n',
        'not = { any = [ { fact = "opinions.received", op = "lt", value = 10 } ] }\n',
    )
    template = load_template(folder)
    (condition,) = template.gates[1].conditions
    assert condition.not_ is not None
    assert Template.model_validate_json(template.model_dump_json()) == template
