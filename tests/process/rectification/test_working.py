"""Measures, evidence, rules, dates: prepared by a clerk until the problem is handed in."""

from datetime import timedelta
from pathlib import Path

import pytest
from pytest_django import Settings

from huiyin.kit.errors import BadInput, Conflict, NotAllowed, Refused
from huiyin.platform.files.rules import ready_evidence
from huiyin.platform.orgs.rules.rights import Actor, Role
from huiyin.process.campaigns.rules.life import Act
from huiyin.process.problems.models import Problem
from huiyin.process.rectification.commands import (
    Fixed,
    Planned,
    Said,
    add_evidence,
    answer_extension,
    ask_extension,
    end_measure,
    fix_at_once,
    plan_rectification,
    state_rule,
    tell_progress,
    withdraw_evidence,
    write_measure,
)
from huiyin.process.rectification.commands.evidence import Named, Ruled
from huiyin.process.rectification.models import Evidence, Extension, Measure, Step
from huiyin.process.rectification.rules.hints import Wanted, hints, shape_of
from huiyin.process.rectification.rules.words import EvidenceKind, MeasureState, RuleKind
from tests.process.rectification.conftest import SHOWN, WHY, Ledger
from tests.world import TEMPLATE

pytestmark = pytest.mark.django_db
WORDS = TEMPLATE.life.measure_words


def test_a_measure_says_what_is_missing_and_is_written_all_the_same(ledger: Ledger) -> None:
    empty = Wanted("进一步提高认识，切实加强管理")
    assert [hint.zh[:6] for hint in hints(empty, WORDS, elsewhere=2)] == [
        "看不出具体做",
        "没有写哪天前",
        "没有写由谁办",
        "没有写可检查",
        "和另外 2 ",
    ]
    whole = Wanted("每周一公示菜价", "总务主任", ledger.today, "公示栏有价目表")
    assert hints(whole, WORDS) == ()
    made = write_measure(ledger.now(), empty, by=ledger.world.clerk, at=ledger.at)
    assert (made.number, made.state) == (1, "doing")
    assert shape_of("每周一，公示菜价。") == shape_of("每周一公示菜价")


def test_whoever_writes_over_another_is_told(ledger: Ledger) -> None:
    clerk, at = ledger.world.clerk, ledger.at
    seen = write_measure(ledger.now(), Wanted("公示菜价"), by=clerk, at=at)
    write_measure(ledger.now(), Wanted("每周公示菜价"), old=seen, by=clerk, at=at)
    with pytest.raises(Conflict):
        write_measure(ledger.now(), Wanted("每月公示菜价"), old=seen, by=clerk, at=at)
    with pytest.raises(Conflict):
        tell_progress(ledger.now(), seen, "公示了一次", by=clerk, at=at)
    now = Measure.objects.get()
    assert now.what == "每周公示菜价"
    with pytest.raises(Refused, match="理由"):
        end_measure(ledger.now(), now, MeasureState.DROPPED, "", by=clerk, at=at)
    end_measure(ledger.now(), now, MeasureState.DONE, "四周都公示了", by=clerk, at=at)
    assert (Measure.objects.get().ended_on, Measure.objects.get().progress) == (ledger.today, "四周都公示了")


def test_nothing_is_changed_once_it_is_handed_in(ledger: Ledger) -> None:
    ledger.hand_in()
    problem, clerk, at = ledger.now(), ledger.world.clerk, ledger.at
    measure, evidence = Measure.objects.get(), Evidence.objects.get()
    for change in (
        lambda: write_measure(problem, Wanted("再加一条"), by=clerk, at=at),
        lambda: end_measure(problem, measure, MeasureState.DOING, "", by=clerk, at=at),
        lambda: withdraw_evidence(problem, evidence, by=clerk, at=at),
        lambda: state_rule(problem, Ruled(RuleKind.MADE, "办法", effective_on=ledger.today), by=clerk, at=at),
        lambda: plan_rectification(problem, Planned(), by=clerk, at=at),
        lambda: ask_extension(problem, ledger.today + timedelta(days=90), WHY, by=clerk, at=at),
    ):
        with pytest.raises(Refused, match="待验收"):
            change()


def test_evidence_is_what_exists_or_a_reason_and_a_file_is_found_by_its_digest(
    ledger: Ledger, settings: Settings, tmp_path: Path
) -> None:
    clerk, at = ledger.world.clerk, ledger.at
    with pytest.raises(BadInput, match="为什么"):
        add_evidence(ledger.now(), Named(EvidenceKind.NONE), by=clerk, at=at)
    add_evidence(ledger.now(), Named(EvidenceKind.NONE, reason="当场换了灯管，看得见"), by=clerk, at=at)
    with pytest.raises(BadInput, match="选一个文件"):
        add_evidence(ledger.now(), Named(EvidenceKind.FILE, "价目表"), by=clerk, at=at)
    settings.HUIYIN_FILES = str(tmp_path / "files")
    ready = ready_evidence(b"abc", "价目表.txt")
    made = add_evidence(ledger.now(), Named(EvidenceKind.FILE, "价目表"), ready, by=clerk, at=at)
    assert made.digest == ready.digest
    withdraw_evidence(ledger.now(), made, by=clerk, at=at)
    with pytest.raises(Conflict):
        withdraw_evidence(ledger.now(), made, by=clerk, at=at)
    assert Evidence.objects.count() == 2


def test_a_date_that_stands_moves_by_an_extension_that_another_decides(ledger: Ledger) -> None:
    ledger.plan()
    clerk, at = ledger.world.clerk, ledger.at
    later = ledger.now().due_on + timedelta(days=15)  # type: ignore[operator]
    with pytest.raises(Refused, match="申请延期"):
        plan_rectification(ledger.now(), Planned(due_on=later), by=clerk, at=at)
    with pytest.raises(BadInput, match="为什么"):
        ask_extension(ledger.now(), later, "", by=clerk, at=at)
    asked = ask_extension(ledger.now(), later, "设备七月才到", by=clerk, at=at)
    with pytest.raises(Conflict):
        ask_extension(ledger.now(), later, "再申请一次", by=clerk, at=at)
    own_office = Actor("office-3", Role.OFFICE, ledger.world.school.path)
    with pytest.raises(NotAllowed, match="上一级"):
        answer_extension(asked, granted=True, why="", by=own_office, at=at)
    with pytest.raises(BadInput, match="理由"):
        answer_extension(asked, granted=False, why="", by=ledger.world.office, at=at)
    answer_extension(asked, granted=True, why="同意", by=ledger.world.office, at=at)
    assert (ledger.now().due_on, Extension.objects.get().answered_by) == (later, "office")
    with pytest.raises(Conflict):
        answer_extension(asked, granted=True, why="", by=ledger.leader, at=at)


def test_a_request_that_a_later_date_overtook_is_not_granted(ledger: Ledger) -> None:
    ledger.plan()
    due = ledger.now().due_on
    assert due is not None
    asked = ask_extension(
        ledger.now(), due + timedelta(days=15), "设备未到", by=ledger.world.clerk, at=ledger.at
    )
    Problem.objects.filter(pk=ledger.problem.pk).update(due_on=due + timedelta(days=60))
    with pytest.raises(Refused, match="另定"):
        answer_extension(asked, granted=True, why="", by=ledger.world.office, at=ledger.at)
    answer_extension(asked, granted=False, why="时限已另定", by=ledger.world.office, at=ledger.at)
    assert ledger.now().due_on == due + timedelta(days=60)


def test_an_immediate_fix_is_one_form_and_the_heads_hand(ledger: Ledger) -> None:
    fixed = Fixed(
        "当天在食堂门口贴出价目表", ledger.today, Named(EvidenceKind.PRICES, "价目表", "食堂门口"), "总务主任"
    )
    fix_at_once(ledger.now(), fixed, by=ledger.world.clerk, at=ledger.at)
    assert (ledger.now().state, ledger.problem.horizon) == ("checked", "at_once")
    ledger.step(Act.SUBMIT, ledger.head, Said(shown=SHOWN))
    ledger.step(Act.ACCEPT, ledger.world.office, Said(WHY))
    assert ledger.now().closed_on == ledger.today


def test_an_immediate_fix_of_another_kind_leaves_nothing(ledger: Ledger) -> None:
    ledger.plan()
    before = (Measure.objects.count(), Evidence.objects.count(), Step.objects.count())
    fixed = Fixed("贴出价目表", ledger.today, Named(EvidenceKind.PRICES, "价目表"))
    with pytest.raises(Refused, match="立行立改"):
        fix_at_once(ledger.now(), fixed, by=ledger.world.clerk, at=ledger.at)
    tomorrow = Fixed("贴出价目表", ledger.today + timedelta(days=1), Named(EvidenceKind.PRICES, "价目表"))
    with pytest.raises(BadInput, match="哪天改好"):
        fix_at_once(ledger.now(), tomorrow, by=ledger.world.clerk, at=ledger.at)
    assert (Measure.objects.count(), Evidence.objects.count(), Step.objects.count()) == before


def test_somebody_elses_unit_is_not_worked_on(ledger: Ledger) -> None:
    other = Actor("clerk-9", Role.CLERK, ledger.world.other_school.path)
    for change in (
        lambda: write_measure(ledger.now(), Wanted("公示"), by=other, at=ledger.at),
        lambda: plan_rectification(ledger.now(), Planned(goal="公开"), by=other, at=ledger.at),
        lambda: add_evidence(ledger.now(), Named(EvidenceKind.PAPER, "办法"), by=other, at=ledger.at),
    ):
        with pytest.raises(NotAllowed):
            change()
    with pytest.raises(BadInput, match="模板里没有"):
        plan_rectification(ledger.now(), Planned(horizon="some_day"), by=ledger.world.clerk, at=ledger.at)
    assert Problem.objects.get().goal == ""
