"""A letter from its draft to the last answer: who does what, what follows each finding, what the database holds."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from pytest_django import DjangoAssertNumQueries

from huiyin.kit.errors import BadInput, Conflict, NotAllowed, Refused, Unseen
from huiyin.platform.audit.models import Record
from huiyin.platform.orgs.rules.rights import Actor, Role
from huiyin.platform.texts.queries import Source
from huiyin.process.campaigns.commands import ask_units
from huiyin.process.campaigns.commands.asking import Wanted
from huiyin.process.campaigns.models import PlanItem
from huiyin.process.letters.access import get_letter, opened_texts, visible_letters
from huiyin.process.letters.commands import (
    Answered,
    answer_finding,
    change_letter,
    correct_letter,
    drop_letter,
    issue_letter,
    look_at_answer,
    sign_letter,
    tie_finding,
)
from huiyin.process.letters.models import (
    AnswerLook,
    AnswerProof,
    Finding,
    FindingAnswer,
    FindingTie,
    Letter,
    LetterCorrection,
)
from huiyin.process.letters.queries import (
    answers_to_look_at,
    letters_to_answer,
    letters_to_issue,
    letters_to_sign,
    record_of,
)
from huiyin.process.letters.queries.facts import facts
from huiyin.process.letters.queries.offers import meeting_findings
from huiyin.process.letters.queries.texts import ANSWER_KIND, KIND, words_of
from huiyin.process.letters.rules.states import FindingState
from huiyin.process.letters.rules.wording import Pointed
from huiyin.process.meetings.commands import raise_finding
from huiyin.process.meetings.commands.finding import wording_for
from huiyin.process.problems.commands import Wording, merge_problems, raise_problem
from huiyin.process.problems.models import Problem
from huiyin.process.rectification.commands import add_evidence
from huiyin.process.rectification.commands.evidence import Named
from huiyin.process.rectification.rules.words import EvidenceKind
from tests.process.letters.conftest import POINTS, Post

pytestmark = pytest.mark.django_db
FACT = "supervision.findings_answered"


def answered(post: Post) -> bool:
    part = post.part()
    return bool(facts([part], date(2014, 5, 23))[part.pk][FACT].value)


def test_each_finding_becomes_a_problem_of_the_unit_with_the_inspectors_as_its_source(post: Post) -> None:
    letter = post.issued()
    assert (letter.number, letter.issued_by, letter.writers) == (1, "inspector-2", ["inspector-1"])
    rows = Problem.objects.order_by("pk").values_list("title", "source", "owner", "focus")
    assert list(rows) == [
        ("少数党员干部对活动的认识有待提高", "supervision", post.world.school.pk, ""),
        ("征求意见不能聚焦“四风”，具体问题收集不多", "supervision", post.world.school.pk, "F1"),
    ]
    shown = record_of(letter)
    assert [(row.called, row.state, row.problems[0].number) for row in shown.findings] == [
        ("一是", FindingState.OPEN, "2014-001"),
        ("二是", FindingState.OPEN, "2014-002"),
    ]
    assert "聚焦" not in str(Record.objects.get(act="letter.issued").facts)


def test_what_a_meeting_found_is_taken_up_without_a_second_problem(post: Post) -> None:
    first, second = post.said_at(post.push_meeting())
    kept = raise_finding(first, wording_for(first, post.one), by=post.one, at=post.world.at)
    bureau = post.world.bureau
    assert [one.pk for one in meeting_findings(post.part(bureau))] == [first.pk, second.pk]
    points = [Pointed(passage.text or passage.heading, passage=passage.pk) for passage in (first, second)]
    letter = post.issued(*points, unit=bureau)
    assert Problem.objects.count() == 2  # the second was raised by the letter, as the meeting's own
    assert [row.problems[0].number for row in record_of(letter).findings] == [kept.number, "2014-002"]
    assert post.said_at(first.entry.meeting)[1].problem == Problem.objects.get(number="2014-002")
    assert meeting_findings(post.part(bureau)) == []
    with pytest.raises(Refused, match="另一份"):
        post.draft(points[0], unit=bureau)
    with pytest.raises(Refused):
        post.draft(points[0])  # not a meeting of the school


def test_a_finding_is_tied_to_what_is_there_already(post: Post) -> None:
    world = post.world
    known = raise_problem(
        world.campaign, Wording("会议多", "above"), owner=world.school, by=world.office, at=world.at
    )
    letter = post.issued(Pointed("会议多", problems=(known.number,)), POINTS[1])
    assert list(Problem.objects.values_list("number", flat=True)) == [known.number, "2014-002"]
    other = raise_problem(
        world.campaign, Wording("开会多", "above"), owner=world.school, by=world.office, at=world.at
    )
    tie_finding(post.finding(letter), Pointed("", problems=(other.number,)), by=post.one, at=world.at)
    assert [one.number for one in record_of(letter).findings[0].problems] == [known.number, other.number]
    merge_problems(known, [other], by=world.office, at=world.at)
    assert [one.number for one in record_of(letter).findings[0].problems] == [known.number]
    elsewhere = raise_problem(
        world.campaign, Wording("远", "above"), owner=world.bureau, by=world.office, at=world.at
    )
    for number in (elsewhere.number, "2014-999"):
        with pytest.raises(Refused, match="没有编号"):
            post.draft(Pointed("会议多", problems=(number,)))
    with pytest.raises(Refused):
        post.draft(Pointed("会议多", items=(2**40,)))


def test_a_finding_may_be_followed_by_an_item_of_the_plan(post: Post) -> None:
    world = post.world
    wanted = Wanted("再听一轮意见", date(2014, 6, 10))
    ask = ask_units(world.campaign, wanted, [post.part()], by=world.office, at=world.at)
    item = PlanItem.objects.get(ask=ask)
    letter = post.issued(Pointed("意见还要再听一轮", items=(item.pk,)))
    assert not Problem.objects.exists()
    row = record_of(letter).findings[0]
    assert (row.items, row.settled) == ((item,), False)
    PlanItem.objects.filter(pk=item.pk).update(done_on=date(2014, 5, 23))
    assert record_of(letter).findings[0].settled


def test_one_drafts_and_another_issues(post: Post) -> None:
    letter, at = post.draft(), post.world.at
    assert set(letters_to_issue([post.other], post.world.campaign)) == {letter}
    assert not letters_to_issue([post.one], post.world.campaign).exists()
    with pytest.raises(NotAllowed, match="另一位"):
        issue_letter(letter, 1, by=post.one, at=at)
    change_letter(letter, post.words(Pointed("只有一条")), 1, by=post.other, at=at)
    with pytest.raises(Conflict):
        change_letter(letter, post.words(), 1, by=post.one, at=at)
    with pytest.raises(NotAllowed):
        issue_letter(letter, 2, by=post.other, at=at)
    third = replace(post.one, code="inspector-3")
    with pytest.raises(Conflict):
        issue_letter(letter, 1, by=third, at=at)
    issue_letter(letter, 2, by=third, at=at)
    assert Finding.objects.count() == 1
    with pytest.raises(Refused, match="不再改动"):
        change_letter(letter, post.words(), 3, by=post.one, at=at)


def test_a_draft_that_is_given_up_stays_and_is_never_issued(post: Post) -> None:
    letter = post.draft()
    drop_letter(letter, 1, by=post.other, at=post.world.at)
    with pytest.raises(Refused):
        issue_letter(letter, 2, by=post.other, at=post.world.at)
    assert not Problem.objects.exists()
    assert answered(post)


def test_only_inspectors_sent_there_write(post: Post) -> None:
    world = post.world
    own = replace(post.one, own=frozenset({world.school.path}))
    elsewhere = Actor("inspector-9", Role.SUPERVISION, world.other_school.path)
    kin = replace(post.one, recused=frozenset({world.school.path}))
    letter = post.draft()
    assert not visible_letters([kin], world.campaign).exists()
    assert not letters_to_issue([replace(kin, code="inspector-8")], world.campaign).exists()
    for by in (world.office, post.head, post.clerk, own, kin, elsewhere, Actor("leader", Role.LEADER)):
        with pytest.raises(NotAllowed):
            change_letter(letter, post.words(), 1, by=by, at=world.at)
        with pytest.raises(NotAllowed):
            issue_letter(letter, 1, by=by, at=world.at)


def test_who_sees_a_letter(post: Post) -> None:
    world, letter = post.world, post.draft()
    member = Actor(post.accounts["member"].code, Role.MEMBER, world.school.path)
    elsewhere = Actor("clerk-9", Role.CLERK, world.other_school.path)
    for by in (post.head, post.clerk, member, world.office, elsewhere):
        assert not visible_letters([by], world.campaign).exists()
    issue_letter(letter, 1, by=post.other, at=world.at)
    for by in (post.head, post.clerk, member, world.office, post.one, Actor("leader", Role.LEADER)):
        assert get_letter(letter.pk, actors=[by], campaign=world.campaign) == letter
    for by in (elsewhere, Actor("d", Role.DISCIPLINE), world.administrator):
        with pytest.raises(Unseen):
            get_letter(letter.pk, actors=[by], campaign=world.campaign)


def test_the_head_signs_in_person_once(post: Post) -> None:
    letter, world = post.issued(), post.world
    assert list(letters_to_sign([post.head], world.campaign)) == [letter]
    for by in (post.clerk, world.office, post.one, Actor("m", Role.MEMBER, world.school.path)):
        assert not letters_to_sign([by], world.campaign).exists()
        with pytest.raises(NotAllowed):
            sign_letter(letter, by=by, at=world.at)
    sign_letter(letter, by=post.head, at=world.at)
    letter.refresh_from_db()
    assert (letter.signed_by, letter.signed_on) == (post.head.code, date(2014, 5, 23))
    with pytest.raises(Refused):
        sign_letter(letter, by=post.head, at=world.at)


def test_each_finding_is_answered_looked_at_and_asked_again(post: Post) -> None:
    world = post.world
    assert answered(post)  # nothing to answer
    letter = post.issued()
    assert not answered(post)
    assert letters_to_answer([post.clerk], world.campaign).count() == 2
    post.answer(letter, 1)
    assert not answered(post)
    assert [one.number for one in letters_to_answer([post.head], world.campaign)] == [2]
    post.answer(letter, 2, "意见已经听了一轮，收到四十条。")
    assert answered(post)
    with pytest.raises(Conflict, match="已经答复"):
        post.answer(letter, 2)
    second = post.finding(letter, 2)
    with pytest.raises(BadInput, match="还要答什么"):
        look_at_answer(second, 1, accepted=False, by=post.one, at=world.at)
    look_at_answer(second, 1, "聚焦了多少条？", accepted=False, by=post.one, at=world.at)
    assert not answered(post)
    with pytest.raises(Conflict):
        look_at_answer(second, 1, accepted=True, by=post.other, at=world.at)
    post.answer(letter, 2, "四十条里二十六条聚焦“四风”，具体问题十八个。")
    assert answered(post)
    assert answers_to_look_at([post.one], world.campaign).count() == 2
    look_at_answer(second, 2, accepted=True, by=post.one, at=world.at)
    shown = record_of(letter)
    assert [(len(row.answers), row.state) for row in shown.findings] == [
        (1, FindingState.ANSWERED),
        (2, FindingState.ACCEPTED),
    ]
    assert shown.findings[1].answers[0].look is not None
    assert not shown.findings[1].settled  # an answer that was accepted closes no problem
    with pytest.raises(Conflict):
        post.answer(letter, 2)


def test_nobody_answers_for_another_nor_looks_at_their_own(post: Post) -> None:
    letter, world = post.issued(), post.world
    finding = post.finding(letter)
    above = Actor("office-1", Role.OFFICE, world.bureau.path)
    for by in (above, post.one, Actor("m", Role.MEMBER, world.school.path), Actor("leader", Role.LEADER)):
        with pytest.raises(NotAllowed):
            answer_finding(finding, Answered("已改"), by=by, at=world.at)
    answer_finding(finding, Answered("已改"), by=post.head, at=world.at)
    own = replace(post.one, own=frozenset({world.school.path}))
    for by in (above, post.head, post.clerk, own):
        with pytest.raises(NotAllowed):
            look_at_answer(finding, 1, accepted=True, by=by, at=world.at)
    with pytest.raises(NotAllowed):
        look_at_answer(finding, 1, accepted=True, by=replace(post.one, code=post.head.code), at=world.at)


def test_an_answer_points_at_evidence_of_what_follows_the_finding(post: Post) -> None:
    world, letter = post.world, post.issued()
    problems = [row.problems[0] for row in record_of(letter).findings]
    proofs = [
        add_evidence(problem, Named(EvidenceKind.PAPER, "会议纪要", "校办"), by=post.clerk, at=world.at)
        for problem in problems
    ]
    with pytest.raises(Refused, match="佐证"):
        answer_finding(
            post.finding(letter), Answered("已改", proofs=[proofs[1].pk]), by=post.clerk, at=world.at
        )
    answer_finding(post.finding(letter), Answered("已改", proofs=[proofs[0].pk]), by=post.clerk, at=world.at)
    last = record_of(letter).findings[0].last
    assert last is not None
    assert last.proofs == (proofs[0],)


def test_what_an_answer_says_nothing_of_is_shown_and_stands_in_no_way(post: Post) -> None:
    letter = post.issued()
    post.answer(letter, 2, "已经学习了文件，提高了认识。")
    row = record_of(letter).findings[1]
    assert [str(row.text)[one.start : one.end] for one in row.left] == [
        "征求意见不能聚焦“四风”",
        "具体问题收集不多",
        "请再听一轮",
    ]
    assert answers_to_look_at([post.one], post.world.campaign).count() == 1


def test_what_is_issued_never_changes_and_corrections_stand_beside(post: Post) -> None:
    letter, at = post.issued(), post.world.at
    post.answer(letter)
    look_at_answer(post.finding(letter), 1, accepted=True, by=post.one, at=at)
    correct_letter(letter, "更正后的一条", "笔误", finding=post.finding(letter), by=post.other, at=at)
    correct_letter(letter, "要求改过", "日期写错", field="demand", by=post.other, at=at)
    shown = record_of(letter)
    assert (str(shown.findings[0].text), shown.findings[0].text.issued) == ("更正后的一条", POINTS[0].text)
    assert str(shown.demand) == "要求改过"
    changes: list[tuple[Any, dict[str, Any]]] = [
        (Letter.objects.filter(pk=letter.pk), {"judgement": "别的"}),
        (Letter.objects.filter(pk=letter.pk), {"praised": {"a": "b"}}),
        (Letter.objects.filter(pk=letter.pk), {"state": "draft"}),
        (Finding.objects.filter(letter=letter), {"text": "别的"}),
        (FindingTie.objects.filter(finding__letter=letter), {"problem": None}),
        (FindingAnswer.objects.filter(finding__letter=letter), {"text": "别的"}),
        (AnswerLook.objects.all(), {"accepted": False}),
        (LetterCorrection.objects.all(), {"text": "别的"}),
    ]
    for rows, values in changes:
        with pytest.raises(DatabaseError), transaction.atomic():
            rows.update(**values)
    for row in (letter, post.finding(letter), FindingTie.objects.all()[0], FindingAnswer.objects.get()):
        with pytest.raises(DatabaseError), transaction.atomic():
            row.delete()
    with pytest.raises(DatabaseError), transaction.atomic():
        Finding.objects.create(letter=letter, number=3, text="再加一条")
    with pytest.raises(BadInput):
        correct_letter(letter, "x", "y", field="stage", by=post.other, at=at)
    with pytest.raises(NotAllowed):
        correct_letter(letter, "x", "y", field="demand", by=post.clerk, at=at)
    assert not AnswerProof.objects.exists()


def test_what_accuses_or_tells_of_a_giver_is_looked_at_first(post: Post) -> None:
    letter = post.draft(Pointed("有家长打13800000000来问收费"))
    with pytest.raises(Refused, match="认出"):
        issue_letter(letter, 1, by=post.other, at=post.world.at)
    issue_letter(letter, 1, looked=True, by=post.other, at=post.world.at)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"judgement": " "}, "总体评价"),
        ({"findings": ()}, "至少写一条"),
        ({"findings": tuple(Pointed(f"第{n}条") for n in range(21))}, "最多 20 条"),
        ({"findings": (Pointed("字" * 1001),)}, "最多 1000 字"),
        ({"praised": {"nothing": "好"}}, "清单"),
        ({"findings": (Pointed("会多", "NONE"),)}, "问题类别"),
    ],
)
def test_what_a_draft_must_say(post: Post, change: dict[str, Any], sentence: str) -> None:
    letter = post.draft()
    words = replace(post.words(praised={"study": "学习扎实。"}), **change)
    with pytest.raises(BadInput, match=sentence):
        change_letter(letter, words, 1, by=post.one, at=post.world.at)


def test_letters_and_answers_stand_in_the_index_of_passages(post: Post) -> None:
    letter = post.issued()
    answer = post.answer(letter)
    sources = [Source(KIND, letter.pk), Source(ANSWER_KIND, answer.pk)]
    words = words_of(sources)
    assert words[sources[0]].splitlines()[1] == f"一是{POINTS[0].text}"
    assert set(opened_texts([post.head], sources)) == set(sources)
    assert opened_texts([Actor("clerk-9", Role.CLERK, post.world.other_school.path)], sources) == {}


def test_a_record_costs_the_same_however_many_findings(
    post: Post, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    letter = post.issued(*(Pointed(f"第{n}条说的是会议太多") for n in range(1, 9)))
    for number in range(1, 6):
        post.answer(letter, number)
    with django_assert_num_queries(6):
        record_of(letter)
    parts = [post.part(unit) for unit in (post.world.bureau, post.world.school, post.world.other_school)]
    with django_assert_num_queries(1):
        facts(parts, date(2014, 5, 23))
