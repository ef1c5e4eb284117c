import pytest

from huiyin.kit.errors import Conflict, NotAllowed, Refused
from huiyin.platform.audit.models import Record
from huiyin.platform.orgs.rules.rights import Actor, Role
from huiyin.process.opinions.commands import settle_opinion, withdraw_opinion
from huiyin.process.opinions.models import Decision, Opinion
from huiyin.process.opinions.queries import labels
from huiyin.process.opinions.rules.disposition import Disposition
from huiyin.process.problems.commands import (
    Decided,
    Into,
    Repeats,
    Settled,
    Stay,
    Wording,
    decide_opinion,
    link_opinions,
    merge_problems,
    raise_problem,
    split_problem,
    undo_decision,
    unlink_opinions,
)
from huiyin.process.problems.models import Link, Problem
from tests.process.problems.conftest import Heard
from tests.world import World

pytestmark = pytest.mark.django_db

WORDING = Wording(title="食堂饭菜贵", source="masses")
ANSWERED = Settled(Disposition.ANSWERED, "已当面说明")


def decided(then: Stay | Into | Settled | Repeats, focus: str = "X1") -> Decided:
    return Decided(focus=focus, topic="", specific=True, then=then)


def decide(
    heard: Heard, then: Stay | Into | Settled | Repeats, index: int = 0, focus: str = "X1"
) -> Decision:
    opinion = heard.again(index)
    return decide_opinion(opinion, decided(then, focus), by=heard.office, at=heard.world.at)


def undo(heard: Heard, index: int = 0) -> Decision:
    return undo_decision(heard.again(index), by=heard.office, at=heard.world.at)


@pytest.fixture
def problem(heard: Heard) -> Problem:
    """Raised by hand, for the first school: the third opinion stands behind it."""
    return raise_problem(
        heard.world.campaign, WORDING, opinions=[heard.ids[2]], by=heard.office, at=heard.world.at
    )


def test_labels_and_where_it_goes_are_one_act(heard: Heard, problem: Problem) -> None:
    decision = decide(heard, Into(problem))
    assert (decision.went, decision.target, decision.focus) == ("linked", problem.number, "X1")
    assert heard.again().disposition == "linked"
    acts = list(Record.objects.order_by("-seq").values_list("act", flat=True)[:2])
    assert acts == ["problem.opinions_linked", "opinion.triaged"]


@pytest.mark.parametrize(
    ("then", "place"),
    [
        (Stay(), "waiting"),
        (ANSWERED, "answered"),
        (Settled(Disposition.OUT_OF_SCOPE, "是市政的路"), "out_of_scope"),
    ],
)
def test_each_way_leads_where_it_says_and_back(heard: Heard, then: Stay | Settled, place: str) -> None:
    assert decide(heard, then).went == ("" if place == "waiting" else place)
    assert heard.again().disposition == place
    made = undo(heard)
    assert (made.taken_back, made.restores, made.focus) == (True, 0, "")
    assert heard.again().disposition == "waiting"
    assert not labels(heard.world.campaign).get(heard.ids[0])
    assert Decision.objects.count() == 2
    assert Record.objects.filter(act="opinion.decision_taken_back").count() == 1


def test_a_repetition_is_marked_and_unmarked(heard: Heard) -> None:
    decide(heard, Repeats(heard.opinions[0]), index=1)
    assert heard.again(1).disposition == "duplicate"
    undo(heard, index=1)
    assert heard.again(1).disposition == "waiting"


def test_deciding_anew_replaces_where_it_went(heard: Heard, problem: Problem) -> None:
    other = raise_problem(heard.world.campaign, WORDING, by=heard.office, at=heard.world.at)
    decide(heard, ANSWERED)
    decide(heard, Into(problem))
    assert (heard.again().settled_as, heard.again().disposition) == ("", "linked")
    decide(heard, Into(other))
    assert list(Link.objects.filter(opinion=heard.ids[0]).values_list("problem", flat=True)) == [other.pk]
    decide(heard, ANSWERED)
    assert (heard.again().linked, heard.again().disposition) == (False, "answered")
    decide(heard, Stay())
    assert heard.again().disposition == "waiting"
    assert Decision.objects.count() == 5


def test_taking_back_brings_the_earlier_decision_back_whole(heard: Heard, problem: Problem) -> None:
    decide(heard, ANSWERED, focus="X1")
    decide(heard, Into(problem), focus="G3")
    made = undo(heard)
    assert (made.restores, made.focus, made.went, made.why) == (1, "X1", "answered", "已当面说明")
    assert (heard.again().disposition, heard.again().settled_why) == ("answered", "已当面说明")
    assert labels(heard.world.campaign)[heard.ids[0]].focus == ("X1",)
    undo(heard)
    assert heard.again().disposition == "waiting"
    with pytest.raises(Refused, match="没有可以撤回"):
        undo(heard)


def test_a_restored_link_can_be_taken_back_again(heard: Heard, problem: Problem) -> None:
    decide(heard, Into(problem))
    decide(heard, ANSWERED)
    undo(heard)
    assert heard.again().disposition == "linked"
    undo(heard)
    assert not Link.objects.filter(opinion=heard.ids[0]).exists()


def test_somebody_elses_decision_is_not_taken_back(heard: Heard) -> None:
    decide(heard, ANSWERED)
    other = Actor("office-2", Role.OFFICE, heard.world.bureau.path)
    with pytest.raises(NotAllowed, match="别人"):
        undo_decision(heard.again(), by=other, at=heard.world.at)
    assert heard.again().disposition == "answered"


def test_over_an_old_page_nothing_is_written(heard: Heard, problem: Problem) -> None:
    seen = heard.again()
    decide(heard, ANSWERED)
    with pytest.raises(Conflict, match="刷新"):
        decide_opinion(seen, decided(Into(problem)), by=heard.office, at=heard.world.at)
    with pytest.raises(Conflict, match="刷新"):
        undo_decision(seen, by=heard.office, at=heard.world.at)
    assert (heard.again().disposition, Decision.objects.count()) == ("answered", 1)


def test_what_another_settled_since_is_not_revoked(heard: Heard) -> None:
    decide(heard, ANSWERED)
    settle_opinion(
        heard.again(), as_=Disposition.FORWARDED, why="转后勤科", by=heard.office, at=heard.world.at
    )
    with pytest.raises(Conflict, match="后来由别人改过"):
        undo(heard)
    assert heard.again().disposition == "forwarded"


def test_a_merge_since_stands_in_the_way_of_taking_back(heard: Heard, problem: Problem) -> None:
    decide(heard, Into(problem))
    home = raise_problem(heard.world.campaign, WORDING, by=heard.office, at=heard.world.at)
    merge_problems(home, [problem], by=heard.office, at=heard.world.at)
    with pytest.raises(Conflict, match="先撤销"):
        undo(heard)
    decide(heard, Into(home), focus="G3")
    assert list(Link.objects.filter(opinion=heard.ids[0]).values_list("problem", flat=True)) == [problem.pk]


def test_a_split_since_stands_in_the_way_of_taking_back(heard: Heard, problem: Problem) -> None:
    decide(heard, Into(problem))
    part = split_problem(problem, [heard.ids[0]], WORDING, by=heard.office, at=heard.world.at)
    with pytest.raises(Conflict, match=part.number):
        undo(heard)


def test_what_another_act_linked_stays_linked(heard: Heard, problem: Problem) -> None:
    decide(heard, Into(problem), index=2)
    undo(heard, index=2)
    assert heard.again(2).disposition == "linked"
    with pytest.raises(Refused, match=problem.number):
        decide(heard, ANSWERED, index=2)
    assert Decision.objects.filter(opinion=heard.ids[2]).count() == 2


def test_a_withdrawn_opinion_goes_nowhere(heard: Heard) -> None:
    withdraw_opinion(heard.again(), by=heard.office, at=heard.world.at)
    with pytest.raises(Refused, match="撤回"):
        decide(heard, ANSWERED)
    decide(heard, Stay())


@pytest.mark.parametrize("as_", [Disposition.LINKED, Disposition.WITHDRAWN])
def test_a_settlement_is_one_of_three(heard: Heard, as_: Disposition) -> None:
    with pytest.raises(Refused):
        decide(heard, Settled(as_, "说明"))
    assert not Decision.objects.exists()


def test_the_office_does_not_judge_its_own_unit(heard: Heard, problem: Problem) -> None:
    with pytest.raises(NotAllowed, match="督导组"):
        decide(heard, ANSWERED, index=3)
    decide_opinion(heard.again(3), decided(ANSWERED), by=heard.inspector, at=heard.world.at)
    with pytest.raises(NotAllowed):
        decide_opinion(heard.again(0), decided(ANSWERED), by=heard.inspector, at=heard.world.at)


def test_opinions_are_taken_from_behind_a_problem_but_the_last(heard: Heard, problem: Problem) -> None:
    link_opinions(problem, heard.ids[:2], by=heard.office, at=heard.world.at)
    raise_problem(heard.world.campaign, WORDING, opinions=[heard.ids[1]], by=heard.office, at=heard.world.at)
    assert unlink_opinions(problem, heard.ids[:2], by=heard.office, at=heard.world.at) == 2
    assert [heard.again(index).linked for index in (0, 1, 2)] == [False, True, True]
    assert Record.objects.filter(act="problem.opinions_unlinked").count() == 1
    with pytest.raises(Refused, match="至少要留下"):
        unlink_opinions(problem, [heard.ids[2]], by=heard.office, at=heard.world.at)
    with pytest.raises(NotAllowed):
        unlink_opinions(problem, [heard.ids[2]], by=heard.world.outsider, at=heard.world.at)


def test_of_a_group_those_are_raised_that_are_the_raisers_and_still_wait(heard: Heard) -> None:
    world = heard.world
    settle_opinion(heard.again(), as_=Disposition.ANSWERED, why="已答复", by=heard.office, at=world.at)
    raise_problem(world.campaign, WORDING, opinions=[heard.ids[1]], by=heard.office, at=world.at)
    problem = raise_problem(world.campaign, WORDING, group=heard.group, by=heard.office, at=world.at)
    behind = Link.objects.filter(problem=problem).values_list("opinion_id", flat=True)
    assert set(behind) == {heard.ids[2]}, "one was answered, one stands behind a problem, one is the bureau's"
    assert '"opinions":1' in Record.objects.filter(act="problem.raised").last().facts.replace(" ", "")


def test_what_the_inspectors_found_is_theirs_or_the_offices_to_enter(world: World) -> None:
    wording = Wording(title="值班记录补写", source="supervision")
    with pytest.raises(Refused, match="督导组"):
        raise_problem(world.campaign, wording, owner=world.school, by=world.clerk, at=world.at)
    assert raise_problem(world.campaign, wording, owner=world.school, by=world.office, at=world.at).pk


def test_a_group_without_anything_to_raise_is_refused(heard: Heard) -> None:
    Opinion.objects.filter(pk=heard.ids[3]).update(settled_as="answered")
    with pytest.raises(Refused, match="没有可以立为问题"):
        raise_problem(heard.world.campaign, WORDING, group=heard.group, by=heard.inspector, at=heard.world.at)
