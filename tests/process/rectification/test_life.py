"""A problem moves as its template's table has it: every other (state, act, role) is refused and leaves nothing."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.db import transaction

from huiyin.kit.errors import Conflict, NotAllowed, Refused
from huiyin.platform.audit.models import Record
from huiyin.platform.orgs.rules.rights import Actor, Role
from huiyin.process.campaigns.rules.life import Act, LifeAct
from huiyin.process.problems.commands import assign_problem
from huiyin.process.problems.models import Problem
from huiyin.process.rectification.commands import (
    Said,
    add_evidence,
    end_measure,
    state_rule,
    take_step,
    write_measure,
)
from huiyin.process.rectification.commands.evidence import Named, Ruled
from huiyin.process.rectification.commands.stepping import step_within
from huiyin.process.rectification.models import Deliberation, Passing, Step
from huiyin.process.rectification.rules.hints import Wanted
from huiyin.process.rectification.rules.words import EvidenceKind, MeasureState, RuleKind
from tests.process.rectification.conftest import SHOWN, WHY, Ledger
from tests.world import TEMPLATE

pytestmark = pytest.mark.django_db
LIFE = TEMPLATE.life
ABOVE = {Act.TAKE_UP, Act.SEND_DOWN, Act.SOLVE}


def said_for(act: LifeAct, ledger: Ledger) -> Said:
    """Everything that the act asks a person for."""
    return Said(
        reason=WHY,
        reason_code=TEMPLATE.lists[act.reasons].codes[0].code if act.reasons else "",
        until=ledger.today + timedelta(days=9) if act.until else None,
        proposal="请上级统一规定",
        shown=SHOWN,
    )


def people(ledger: Ledger) -> dict[Role, list[Actor]]:
    """Of each role somebody of the school and somebody of the bureau, none of whom had a hand in the problem."""
    places = (ledger.world.school.path, ledger.world.bureau.path)
    return {role: [Actor(f"{role}-{path}", role, path) for path in places] for role in Role}


def left() -> tuple[object, ...]:
    return (
        list(Problem.objects.order_by("pk").values_list()),
        Step.objects.count(),
        Passing.objects.count(),
        Record.objects.count(),
    )


def prepared(ledger: Ledger) -> Deliberation:
    """All that any act may need is there."""
    ledger.decide()
    ledger.prove(ledger.plan())
    return Deliberation.objects.get()


def states_and_acts() -> Iterator[tuple[str, Act]]:
    for state in LIFE.states:
        for act in Act:
            yield state.code, act


def test_every_state_act_and_role_outside_the_table_is_refused_and_leaves_nothing(ledger: Ledger) -> None:
    talked = prepared(ledger)
    taken = set()
    for state, act in states_and_acts():
        row = LIFE.act(act)
        assert row is not None
        horizon = {Act.CONFIRM: "lasting", Act.FIX: "at_once"}.get(act, "by_date")
        Problem.objects.filter(pk=ledger.problem.pk).update(state=state, horizon=horizon)
        problem = ledger.now()
        if state == "above":
            Passing.objects.get_or_create(
                problem=problem,
                below=ledger.world.school,
                above=ledger.world.bureau,
                reason="x",
                proposal="x",
                passed_on=ledger.today,
                answer_by=ledger.today,
            )
        before = left()
        for role, somebody in people(ledger).items():
            done = 0
            for by in somebody:
                try:
                    with transaction.atomic():
                        step_within(problem, act, said_for(row, ledger), talked, by=by, at=ledger.at)
                        done += 1
                        raise Refused("撤", "undo")
                except Refused:
                    pass
            allowed = state in row.starts and role in row.roles
            assert bool(done) == allowed, (state, act, role)
            taken |= {act} if done else set()
        assert left() == before, (state, act)
    assert taken == set(Act)


def test_from_the_first_day_to_the_look_back(ledger: Ledger) -> None:
    ledger.close()
    assert (ledger.now().state, ledger.problem.closed_on) == ("closed", ledger.today)
    ledger.step(Act.HOLD, ledger.inspector, Said(WHY))
    steps = Step.objects.order_by("pk").values_list("act", "before", "after", "by")
    assert list(steps) == [
        ("decide", "drafted", "decided", "clerk-3"),
        ("claim", "decided", "claimed", "head-3"),
        ("start", "claimed", "rectifying", "clerk-3"),
        ("check", "rectifying", "checked", "clerk-3"),
        ("submit", "checked", "awaiting", "head-3"),
        ("accept", "awaiting", "closed", "office"),
        ("hold", "closed", "held", "inspector"),
    ]
    assert [record.act for record in Record.objects.filter(act__startswith="problem.").order_by("seq")][
        -7:
    ] == [
        "problem.claim",
        "problem.planned",
        "problem.start",
        "problem.check",
        "problem.submit",
        "problem.accept",
        "problem.hold",
    ]


def test_the_heads_own_hand_is_theirs(ledger: Ledger) -> None:
    ledger.decide()
    with pytest.raises(NotAllowed, match="密码"):
        ledger.step(Act.CLAIM, ledger.head)
    bureau_head = Actor("head-0", Role.HEAD, ledger.world.bureau.path)
    with pytest.raises(NotAllowed, match="本人"):
        ledger.step(Act.CLAIM, bureau_head, Said(shown=SHOWN))
    with pytest.raises(NotAllowed):
        ledger.step(Act.CLAIM, ledger.world.clerk, Said(shown=SHOWN))
    ledger.claim()
    assert Step.objects.get(act="claim").shown == SHOWN


def test_what_is_missing_is_said(ledger: Ledger) -> None:
    ledger.decide()
    ledger.claim()
    with pytest.raises(Refused, match=r"整改措施.*整改时限"):
        ledger.step(Act.START, ledger.world.clerk)
    measure = ledger.plan()
    ledger.step(Act.START, ledger.world.clerk)
    with pytest.raises(Refused, match=r"没有完成.*佐证.*建章立制"):
        ledger.step(Act.CHECK, ledger.world.clerk, Said(WHY))
    ledger.prove(measure)
    with pytest.raises(Refused, match="自查完成"):
        ledger.step(Act.CHECK, ledger.world.clerk)
    ledger.step(Act.CHECK, ledger.world.clerk, Said(WHY))
    assert ledger.now().state == "checked"


def test_nobody_accepts_what_they_had_a_hand_in(ledger: Ledger) -> None:
    ledger.hand_in()
    own_office = Actor("office-3", Role.OFFICE, ledger.world.school.path)
    with pytest.raises(NotAllowed, match="责任单位自己"):
        ledger.step(Act.ACCEPT, own_office, Said(WHY))
    promoted = Actor("clerk-3", Role.OFFICE, ledger.world.bureau.path)
    with pytest.raises(NotAllowed, match="参与了"):
        ledger.step(Act.ACCEPT, promoted, Said(WHY))
    also_member = Actor(
        "other", Role.OFFICE, ledger.world.bureau.path, own=frozenset({ledger.world.school.path})
    )
    with pytest.raises(NotAllowed, match="责任单位自己"):
        ledger.step(Act.ACCEPT, also_member, Said(WHY))
    assert ledger.now().state == "awaiting"


def test_who_reported_it_done_has_had_a_hand_in_it(ledger: Ledger) -> None:
    other = Actor("office-2", Role.OFFICE, ledger.world.bureau.path)
    ledger.decide()
    ledger.claim()
    measure = ledger.plan()
    ledger.step(Act.START, ledger.world.clerk)
    end_measure(ledger.now(), measure, MeasureState.DONE, "已公示", by=other, at=ledger.at)
    add_evidence(ledger.now(), Named(EvidenceKind.PRICES, "价目表"), by=ledger.world.clerk, at=ledger.at)
    third = Actor("office-3", Role.OFFICE, ledger.world.bureau.path)
    state_rule(ledger.now(), Ruled(RuleKind.NONE, "已有办法"), by=third, at=ledger.at)
    ledger.step(Act.CHECK, ledger.world.clerk, Said(WHY))
    ledger.step(Act.SUBMIT, ledger.head, Said(shown=SHOWN))
    for by in (other, third):
        with pytest.raises(NotAllowed, match="参与了"):
            ledger.step(Act.ACCEPT, by, Said(WHY))
    ledger.step(Act.ACCEPT, ledger.world.office, Said(WHY))


def test_what_a_head_claimed_is_given_to_no_other_unit(ledger: Ledger) -> None:
    ledger.decide()
    ledger.claim()
    with pytest.raises(Refused, match="上交"):
        assign_problem(ledger.now(), ledger.world.other_school, by=ledger.world.office, at=ledger.at)
    assert ledger.now().owner == ledger.world.school


def test_it_is_returned_with_a_reason_and_a_date_and_handed_in_again(ledger: Ledger) -> None:
    ledger.hand_in()
    with pytest.raises(Refused, match="列表里选"):
        ledger.step(Act.RETURN, ledger.world.office, Said(WHY, until=ledger.today + timedelta(days=9)))
    with pytest.raises(Refused, match="哪一天"):
        ledger.step(Act.RETURN, ledger.world.office, Said(WHY, "no_effect", until=ledger.today))
    until = ledger.today + timedelta(days=9)
    ledger.step(Act.RETURN, ledger.world.office, Said(WHY, "no_effect", until=until))
    assert (ledger.now().state, ledger.problem.due_on, ledger.problem.round) == ("returned", until, 1)
    ledger.step(Act.REWORK, ledger.world.clerk)
    ledger.step(Act.CHECK, ledger.world.clerk, Said(WHY))
    ledger.step(Act.SUBMIT, ledger.head, Said(shown=SHOWN))
    ledger.step(Act.ACCEPT, ledger.world.office, Said(WHY))
    assert [
        step.act for step in Step.objects.filter(act__in=("submit", "return", "accept")).order_by("pk")
    ] == [
        "submit",
        "return",
        "submit",
        "accept",
    ]


def test_not_really_fixed_is_the_same_number_one_round_more(ledger: Ledger) -> None:
    ledger.close()
    number, until = ledger.problem.number, ledger.today + timedelta(days=20)
    ledger.step(Act.REOPEN, ledger.inspector, Said(WHY, "inspectors", until=until))
    problem = ledger.now()
    assert (problem.number, problem.round, problem.state) == (number, 2, "rectifying")
    assert (problem.closed_on, problem.due_on) == (None, until)
    with pytest.raises(Refused, match=r"整改措施.*佐证"):  # those of the first round prove nothing now
        ledger.step(Act.CHECK, ledger.world.clerk, Said(WHY))


def test_what_is_kept_up_for_good_never_closes(ledger: Ledger) -> None:
    ledger.hand_in()
    Problem.objects.filter(pk=ledger.problem.pk).update(horizon="lasting")
    with pytest.raises(Refused, match="不销号"):
        ledger.step(Act.ACCEPT, ledger.world.office, Said(WHY))
    Problem.objects.filter(pk=ledger.problem.pk).update(state="rectifying")
    ledger.step(Act.CONFIRM, ledger.inspector, Said("今年每周公示，没有间断"))
    ledger.step(Act.CONFIRM, ledger.inspector, Said("第二年也一样"))
    assert (ledger.now().state, Step.objects.filter(act="confirm").count()) == ("rectifying", 2)


def test_who_was_slower_is_told_and_writes_nothing(ledger: Ledger) -> None:
    ledger.hand_in()
    seen = ledger.now()
    take_step(seen, Act.ACCEPT, Said(WHY), by=ledger.world.office, at=ledger.at)
    other = Actor("office-2", Role.OFFICE, ledger.world.bureau.path)
    with pytest.raises(Conflict, match="由别人办过"):
        take_step(seen, Act.ACCEPT, Said(WHY), by=other, at=ledger.at)
    assert Step.objects.filter(act="accept").count() == 1


def test_it_goes_up_and_comes_down_and_after_two_returns_the_office_decides(ledger: Ledger) -> None:
    ledger.decide()
    ask = Said("菜价由配送公司统一定", proposal="请局里同配送公司谈")
    with pytest.raises(Refused, match="建议上级"):
        ledger.step(Act.GO_UP, ledger.world.clerk, Said(WHY))
    for _ in range(2):
        ledger.step(Act.GO_UP, ledger.world.clerk, ask)
        waiting = Passing.objects.get(answer="waiting")
        assert (waiting.above, waiting.answer_by > ledger.today) == (ledger.world.bureau, True)
        with pytest.raises(NotAllowed):
            ledger.step(Act.SEND_DOWN, ledger.world.clerk, Said(WHY))
        ledger.step(Act.SEND_DOWN, ledger.world.office, Said("学校自己可以公示"))
    with pytest.raises(Refused, match="活动办决定"):
        ledger.step(Act.GO_UP, ledger.world.clerk, ask)
    assign_problem(ledger.now(), ledger.world.bureau, by=ledger.world.office, at=ledger.at)
    assert ledger.now().owner == ledger.world.bureau


def test_the_level_above_takes_it_and_owns_it(ledger: Ledger) -> None:
    ledger.decide()
    ledger.step(Act.GO_UP, ledger.world.clerk, Said("本校定不了", proposal="请局里统一"))
    with pytest.raises(Refused, match="已上交"):
        write_measure(ledger.now(), Wanted("先公示"), by=ledger.world.clerk, at=ledger.at)
    ledger.step(Act.TAKE_UP, ledger.world.office, Said("由局里统一谈价"))
    assert (ledger.now().owner, ledger.problem.state) == (ledger.world.bureau, "decided")
    own = Actor("clerk-0", Role.CLERK, ledger.world.bureau.path)
    with pytest.raises(Refused, match="没有上级"):
        ledger.step(Act.GO_UP, own, Said("定不了", proposal="请上级定"))
