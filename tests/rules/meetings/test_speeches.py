"""A speech pasted whole comes apart by its numbering; nothing of it is lost or changed."""

import pytest

from huiyin.kit.errors import BadInput
from huiyin.process.meetings.rules.findings import Reported, finding_words
from huiyin.process.meetings.rules.records import PassageKind, Said, numbers
from huiyin.process.meetings.rules.speeches import LONGEST_SPEECH, passages_of

TEXT, DEMAND, FINDING = PassageKind.TEXT, PassageKind.DEMAND, PassageKind.FINDING


def test_numbered_headings_are_demands_with_the_lines_below_them() -> None:
    speech = "针对后一阶段的工作，提出以下要求：\n\n一、思想认识要再强化、不松懈\n这一环节是关键。\n要做到位。\n二、查摆问题要挖根源\n查什么？"
    assert passages_of(speech, {TEXT, DEMAND}) == [
        Said(TEXT, "针对后一阶段的工作，提出以下要求："),
        Said(DEMAND, "这一环节是关键。\n要做到位。", "思想认识要再强化、不松懈"),
        Said(DEMAND, "查什么？", "查摆问题要挖根源"),
    ]


def test_a_heading_that_runs_on_is_parted_at_its_first_stop() -> None:
    assert passages_of("（一）抓紧整改。月底前报来。", {DEMAND}) == [Said(DEMAND, "月底前报来。", "抓紧整改")]


def test_a_list_of_findings_comes_apart_with_what_leads_to_it_and_what_follows() -> None:
    speech = "还存在一些需要完善的方面：一是认识有待提高；二是意见不能聚焦“四风”，具体问题不多。这些问题要加以克服。"
    assert passages_of(speech, {TEXT, FINDING}) == [
        Said(TEXT, "还存在一些需要完善的方面："),
        Said(FINDING, "认识有待提高"),
        Said(FINDING, "意见不能聚焦“四风”，具体问题不多"),
        Said(TEXT, "这些问题要加以克服。"),
    ]


def test_where_a_point_holds_neither_the_words_stay_together() -> None:
    speech = "一、传达精神\n二、一是甲；二是乙。"
    assert passages_of(speech, {TEXT}) == [Said(TEXT, speech)]
    assert passages_of(" \n ", {TEXT}) == []


def test_a_speech_has_a_length_that_is_told() -> None:
    longest = "\n".join("字" * (LONGEST_SPEECH // 2))
    assert passages_of(longest, {TEXT}) == [Said(TEXT, longest)]
    with pytest.raises(BadInput, match="一次至多贴 50000 字"):
        passages_of("字" * (LONGEST_SPEECH + 1), {TEXT})


def test_demands_and_findings_are_counted_for_themselves() -> None:
    assert numbers([TEXT, DEMAND, FINDING, DEMAND, TEXT]) == [0, 1, 1, 2, 0]


def test_a_long_finding_is_cut_in_the_title_alone() -> None:
    title, words = finding_words(Reported("", "长" * 300, "", "推进会", None))
    assert (len(title), title[-1], words) == (200, "…", f"“推进会”指出：{'长' * 300}")
