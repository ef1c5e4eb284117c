from collections import Counter
from dataclasses import replace
from datetime import timedelta

import pytest
from django.conf import settings
from django.db import DatabaseError, transaction

from huiyin.kit.errors import BadInput, Conflict, NotAllowed, Refused
from huiyin.platform.audit.models import Record
from huiyin.platform.orgs.rules.rights import Actor
from huiyin.process.ballots.access import visible_votes
from huiyin.process.ballots.commands import (
    announce_vote,
    announce_votes,
    cast_ballot,
    close_vote,
    issue_slips,
    publish_vote,
    tally_paper,
)
from huiyin.process.ballots.models import Ballot, Slip, Tally, Vote
from huiyin.process.ballots.queries import ballot_faults, issued, own_tallies, result_of, tallies_agree
from huiyin.process.ballots.queries.facts import facts
from huiyin.process.ballots.rules.codes import slip_hash, typed
from huiyin.process.ballots.rules.counting import Figures
from huiyin.process.campaigns.models import Ask, Participation
from tests.world import World

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
SATISFIED = {"overall": "satisfied", "four_winds": "satisfied", "concerns": "satisfied", "rules": "satisfied"}


@pytest.fixture
def vote(world: World) -> Vote:
    today = world.at.date()
    return announce_vote(
        world.campaign,
        world.school,
        kind="satisfaction",
        opens_on=today + DAY,
        closes_on=today + 3 * DAY,
        by=world.office,
        at=world.at,
    )


def slips(world: World, vote: Vote, count: int = 12, group: str = "parent") -> list[str]:
    return issue_slips(vote, group=group, count=count, by=world.office, at=world.at)


def cast(world: World, code: str, marks: dict[str, str] = SATISFIED, *, abstains: bool = False) -> None:
    cast_ballot(code, marks, abstains=abstains, at=world.at + DAY)


def closed(world: World, vote: Vote) -> Vote:
    return close_vote(vote, by=world.office, at=world.at + 4 * DAY)


def test_it_is_announced_a_day_before(world: World) -> None:
    today = world.at.date()
    with pytest.raises(Refused, match="提前一天"):
        announce_vote(
            world.campaign,
            world.school,
            kind="satisfaction",
            opens_on=today,
            closes_on=today,
            by=world.office,
            at=world.at,
        )


def test_codes_are_kept_as_hashes_and_tell_no_order(world: World, vote: Vote) -> None:
    codes = slips(world, vote)
    assert all(typed(code) == code for code in codes)
    assert issued(vote) == {"parent": 12}
    kept = {slip_hash(settings.HUIYIN_GIVERS_KEY, code) for code in codes}
    assert set(Slip.objects.values_list("code_hash", flat=True)) == kept


def test_casting_leaves_a_ballot_and_nothing_else(world: World, vote: Vote) -> None:
    code = slips(world, vote)[0]
    before = Record.objects.count()
    cast(world, code, {"overall": "rather"})
    assert Ballot.objects.get().marks == "overall=rather"
    assert Slip.objects.count() == 11
    assert Record.objects.count() == before
    with pytest.raises(Refused, match="票码"):
        cast(world, code)


def test_a_code_is_good_on_the_days_of_the_vote_alone(world: World, vote: Vote) -> None:
    code = slips(world, vote)[0]
    with pytest.raises(Refused, match="开始"):
        cast_ballot(code, SATISFIED, at=world.at)
    with pytest.raises(Refused, match="截止"):
        cast_ballot(code, SATISFIED, at=world.at + 4 * DAY)
    assert Slip.objects.count() == 12


def test_an_unknown_mark_costs_nobody_their_code(world: World, vote: Vote) -> None:
    code = slips(world, vote)[0]
    with pytest.raises(BadInput):
        cast(world, code, {"overall": "splendid"})
    cast(world, code)


def test_at_closing_the_ballots_lie_in_the_order_of_their_marks(world: World, vote: Vote) -> None:
    codes = slips(world, vote)
    for code, level in zip(codes[:9], ["rather", "satisfied", "dissatisfied"] * 3, strict=True):
        cast(world, code, {"overall": level})
    before = Counter(Ballot.objects.values_list("group", "marks"))
    old = set(Ballot.objects.values_list("pk", flat=True))
    closed(world, vote)
    rows = list(Ballot.objects.order_by("pk").values_list("group", "marks"))
    assert rows == sorted(rows)
    assert Counter(rows) == before
    assert not old & set(Ballot.objects.values_list("pk", flat=True))
    assert not Slip.objects.exists()
    assert not list(ballot_faults())


def test_everything_that_came_back_is_counted(world: World, vote: Vote) -> None:
    codes = slips(world, vote)
    cast(world, codes[0])
    cast(world, codes[1], {})
    cast(world, codes[2], abstains=True)
    figures = Figures.of_json((closed(world, vote).result or {})["parent"])
    assert (figures.out, figures.back, figures.valid, figures.blank, figures.abstained) == (12, 3, 1, 1, 1)


def test_it_is_not_counted_before_its_last_day_is_over(world: World, vote: Vote) -> None:
    cast(world, slips(world, vote)[0])
    with pytest.raises(Refused, match="次日"):
        close_vote(vote, by=world.office, at=world.at + 3 * DAY)
    assert Vote.objects.get().result is None


def test_it_is_counted_once(world: World, vote: Vote) -> None:
    cast(world, slips(world, vote)[0])
    closed(world, vote)
    with pytest.raises(Conflict):
        closed(world, vote)


def test_paper_is_counted_by_two_who_agree(world: World, vote: Vote) -> None:
    marks = {"overall": {"satisfied": 8, "rather": 1}}
    first = Figures(out=12, valid=9, blank=1, spoiled=1, marks=marks)
    other = replace(world.office, code="second")
    assert not tally_paper(vote, group="teacher", figures=first, by=world.office, at=world.at)
    with pytest.raises(Refused, match="两人"):
        closed(world, vote)
    assert not tally_paper(vote, group="teacher", figures=replace(first, blank=0), by=other, at=world.at)
    with pytest.raises(Refused, match="两人"):
        closed(world, vote)
    assert tally_paper(vote, group="teacher", figures=first, by=other, at=world.at)
    third = replace(world.office, code="third")
    with pytest.raises(Refused, match="已由两位"):
        tally_paper(vote, group="teacher", figures=first, by=third, at=world.at)
    figures = Figures.of_json((closed(world, vote).result or {})["teacher"])
    assert (figures.out, figures.back, figures.spoiled) == (12, 11, 1)


def test_below_the_line_the_unit_is_asked_again(world: World, vote: Vote) -> None:
    for code in slips(world, vote):
        cast(world, code, {"overall": "dissatisfied"})
    again = publish_vote(closed(world, vote), by=world.office, at=world.at + 4 * DAY)
    assert again is not None
    ask = Ask.objects.get(source="vote:1")
    assert "再测评" in ask.title
    school = Participation.objects.get(unit=world.school)
    assert facts([school], again)[school.pk]["ballots.satisfied_share"].value == 0


def test_above_it_nothing_follows(world: World, vote: Vote) -> None:
    for code in slips(world, vote):
        cast(world, code)
    assert publish_vote(closed(world, vote), by=world.office, at=world.at + 4 * DAY) is None
    assert not Ask.objects.filter(source="vote:1").exists()


def test_what_was_counted_can_t_be_changed(world: World, vote: Vote) -> None:
    cast(world, slips(world, vote)[0])
    closed(world, vote)
    for change in (
        lambda: Ballot.objects.update(marks="overall=rather"),
        lambda: Ballot.objects.all().delete(),
        lambda: Ballot.objects.create(vote=vote, group="parent", marks=""),
        lambda: Tally.objects.create(vote=vote, group="parent", by="x", on=world.at.date(), figures={}),
        lambda: Vote.objects.update(closes_on=world.at.date() + 9 * DAY),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_a_changed_result_is_found(world: World, vote: Vote) -> None:
    cast(world, slips(world, vote)[0])
    result = closed(world, vote).result
    Vote.objects.update(result={**(result or {}), "teacher": {}})
    assert [fault.where for fault in ballot_faults()] == ["测评 1"]


@pytest.mark.parametrize("who", ["clerk", "administrator", "outsider"])
def test_only_who_may_hold_it(world: World, vote: Vote, who: str) -> None:
    with pytest.raises(NotAllowed):
        issue_slips(vote, group="parent", count=1, by=getattr(world, who), at=world.at)


def test_several_units_get_the_same_vote_or_none(world: World) -> None:
    days = {"opens_on": world.at.date() + DAY, "closes_on": world.at.date() + DAY}
    units = [world.school, world.other_school]
    votes = announce_votes(world.campaign, units, kind="team", **days, by=world.office, at=world.at)
    assert [vote.number for vote in votes] == [1, 2]
    beyond = replace(world.office, scope=world.school.path)
    for wrong, by in (([], world.office), (units, beyond)):
        with pytest.raises((BadInput, NotAllowed)), transaction.atomic():
            announce_votes(world.campaign, wrong, kind="team", **days, by=by, at=world.at)
    assert Vote.objects.count() == 2


def test_a_unit_sees_its_own_vote_when_it_is_published(world: World, vote: Vote) -> None:
    for code in slips(world, vote):
        cast(world, code)
    stranger = replace(world.clerk, scope=world.other_school.path)

    def seeing(*actors: Actor) -> list[Vote]:
        return list(visible_votes(actors, world.campaign))

    assert seeing(world.office) == [vote]
    closed(world, vote)
    assert seeing(world.clerk) == seeing(stranger) == []
    publish_vote(vote, by=world.office, at=world.at + 4 * DAY)
    assert seeing(world.clerk) == [vote]
    assert seeing(stranger) == seeing(world.administrator) == []


def test_a_result_over_few_is_not_shown(world: World, vote: Vote) -> None:
    codes = slips(world, vote)
    assert result_of(vote) is None
    for code in codes[:4]:
        cast(world, code)
    result = result_of(closed(world, vote))
    assert result is not None
    assert (result.out, result.back, result.total, result.groups, result.below) == (12, 4, None, {}, None)


def test_a_gate_knows_nothing_of_few_ballots_either(world: World, vote: Vote) -> None:
    for code in slips(world, vote)[:4]:
        cast(world, code)
    day = world.at + 4 * DAY
    publish_vote(closed(world, vote), by=world.office, at=day)
    school = Participation.objects.get(campaign=world.campaign, unit=world.school)
    assert school.pk not in facts([school], day.date())


def test_below_the_line_says_until_when(world: World, vote: Vote) -> None:
    for code in slips(world, vote):
        cast(world, code, {"overall": "dissatisfied"})
    again = publish_vote(closed(world, vote), by=world.office, at=world.at + 4 * DAY)
    result = result_of(Vote.objects.get())
    assert result is not None
    assert result.below
    assert result.again_by == again
    share = result.share("overall")
    assert share is not None
    assert (share.hits, share.of) == (0, 12)


def test_a_teller_gets_only_the_own_figures_back(world: World, vote: Vote) -> None:
    first = Figures(out=3, valid=3, marks={"overall": {"satisfied": 3}})
    tally_paper(vote, group="teacher", figures=first, by=world.office, at=world.at)
    assert own_tallies(vote, "office") == {"teacher": first}
    assert own_tallies(vote, "second") == {}
    assert tallies_agree(vote) == {"teacher": False}
    tally_paper(vote, group="teacher", figures=first, by=replace(world.office, code="second"), at=world.at)
    assert tallies_agree(vote) == {"teacher": True}
