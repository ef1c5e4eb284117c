from datetime import date, timedelta

import pytest

from huiyin.process.answers.models import Answer, Answered
from huiyin.process.opinions.models import Opinion, Tombstone
from huiyin.process.opinions.queries import balance, kept_too_long, sealed_faults
from huiyin.process.problems.commands import (
    Wording,
    erase_again,
    erase_opinion,
    expire_opinions,
    raise_problem,
    read_gone,
)
from huiyin.process.problems.commands.erasing import GONE
from huiyin.process.problems.models import Problem
from tests.world import World

pytestmark = pytest.mark.django_db
WORDS = "食堂的红烧肉里没有肉，一份要十二元，上周问过两次没人管"


def quoted(world: World) -> tuple[Opinion, Problem, Answer]:
    """An opinion, a problem whose title quotes it, and a draft of an answer that does."""
    opinion = world.take(WORDS)[0]
    problem = raise_problem(
        world.campaign,
        Wording(
            title="食堂的红烧肉里没有肉，一份要十二元",
            source="masses",
            manifestation="有人说一份要十二元，上周问过两次没人管",
        ),
        opinions=[opinion.pk],
        by=world.office,
        at=world.at,
    )
    answer = Answer.objects.create(
        campaign=world.campaign,
        body="您说“红烧肉里没有肉，一份要十二元”，已请学校核实。",
        drafted_by="office",
        drafted_on=world.at.date(),
    )
    Answered.objects.create(answer=answer, opinion=opinion)
    return opinion, problem, answer


def test_what_quotes_the_words_goes_with_them(world: World) -> None:
    opinion, problem, answer = quoted(world)
    erase_opinion(opinion, ground="本人依法申请", lawful=True, by=world.office, at=world.at)
    problem.refresh_from_db()
    answer.refresh_from_db()
    assert (problem.title, problem.manifestation, answer.body) == (GONE, "", "")


def test_what_the_office_wrote_and_checked_stays(world: World) -> None:
    opinion, problem, _ = quoted(world)
    Problem.objects.filter(pk=problem.pk).update(
        title="食堂价格",
        manifestation="上周问过两次没人管，已核对",
        checked_by="office",
        checked_on=world.at.date(),
    )
    erase_opinion(opinion, ground="本人依法申请", lawful=True, by=world.office, at=world.at)
    problem.refresh_from_db()
    assert (problem.title, problem.manifestation) == ("食堂价格", "上周问过两次没人管，已核对")


def test_a_look_beforehand_names_what_the_run_erases(world: World) -> None:
    opinions = world.take(WORDS, "作业太多", "校车晚点")
    over = [one.pk for one in opinions[:2]]
    Opinion.objects.filter(pk__in=over).update(retain_until=date(2014, 5, 1))
    looked = kept_too_long(world.at.date())
    assert sorted(looked) == sorted(over)
    assert expire_opinions(by=world.office, at=world.at) == looked
    assert set(Tombstone.objects.values_list("opinion_id", flat=True)) == set(over)
    assert not kept_too_long(world.at.date())
    assert balance(world.campaign).received == 3
    assert not list(sealed_faults())


def test_on_its_last_day_it_is_still_kept(world: World) -> None:
    world.take(WORDS)
    Opinion.objects.update(retain_until=world.at.date())
    assert not kept_too_long(world.at.date())
    assert kept_too_long(world.at.date() + timedelta(days=1))


def test_what_a_backup_brought_back_goes_again(world: World) -> None:
    first, second = world.take(WORDS, "作业太多")
    assert erase_again([first.pk, 12345], by=world.office, at=world.at) == [first.pk]
    assert erase_again([first.pk], by=world.office, at=world.at) == []
    second.refresh_from_db()
    assert second.body == "作业太多"


def test_a_list_of_what_went_is_read_to_where_it_is_whole() -> None:
    assert read_gone(["2014-05-23 17\n", "\n", "x\n", "2014-05-24 18\n", "2014-05-2"]) == [17, 18]
    assert read_gone([f"2014-05-23 words:{'a' * 64}\n"]) == []
