from dataclasses import replace

import pytest

from huiyin.kit.errors import Conflict, NotAllowed, Refused
from huiyin.platform.audit.models import Record
from huiyin.process.problems.commands import Wording, check_summary, raise_problem, split_problem
from huiyin.process.problems.models import Problem
from tests.process.problems.conftest import Heard

pytestmark = pytest.mark.django_db

SUMMARY = Wording(title="食堂饭菜贵", source="masses", manifestation="多名家长反映饭菜涨价", checked=True)


def raised(heard: Heard, wording: Wording) -> Problem:
    world = heard.world
    return raise_problem(
        world.campaign, wording, opinions=heard.ids[:1], owner=world.school, by=heard.office, at=world.at
    )


def test_who_may_read_the_words_says_that_a_summary_is_checked(heard: Heard) -> None:
    problem = raised(heard, SUMMARY)
    assert (problem.checked_by, problem.checked_on) == ("office-1", problem.raised_on)
    assert raised(heard, replace(SUMMARY, checked=False)).checked_on is None


def test_a_summary_is_written_later_without_its_words_in_the_record(heard: Heard) -> None:
    problem = raised(heard, replace(SUMMARY, checked=False))
    seen = Problem.objects.get(pk=problem.pk)
    check_summary(problem, "饭菜价格上涨没有事先说明", by=heard.inspector, at=heard.world.at)
    problem.refresh_from_db()
    assert (problem.checked_by, problem.manifestation) == ("inspector-1", "饭菜价格上涨没有事先说明")
    facts = Record.objects.get(act="problem.summary_checked").facts
    assert "饭菜" not in facts
    with pytest.raises(Conflict, match="刷新"):
        check_summary(seen, "别的摘要", by=heard.office, at=heard.world.at)


def test_a_clerk_cannot_check(heard: Heard) -> None:
    problem = raised(heard, replace(SUMMARY, checked=False))
    with pytest.raises(NotAllowed):
        check_summary(problem, "摘要", by=heard.world.clerk, at=heard.world.at)
    with pytest.raises(NotAllowed):
        raise_problem(
            heard.world.campaign, SUMMARY, owner=heard.world.school, by=heard.world.clerk, at=heard.world.at
        )
    with pytest.raises(Refused, match="摘要"):
        check_summary(problem, " ", by=heard.office, at=heard.world.at)


def test_the_office_cannot_check_what_is_said_of_its_own_unit(heard: Heard) -> None:
    wording = replace(SUMMARY, checked=False)
    own = raise_problem(
        heard.world.campaign, wording, owner=heard.world.bureau, by=heard.office, at=heard.world.at
    )
    with pytest.raises(NotAllowed, match="督导组"):
        check_summary(own, "摘要", by=heard.office, at=heard.world.at)
    check_summary(own, "摘要", by=heard.inspector, at=heard.world.at)


def test_what_a_unit_found_itself_is_in_its_own_words(heard: Heard) -> None:
    wording = Wording(title="教研活动少", source="own", manifestation="一学期只有两次")
    own = raise_problem(
        heard.world.campaign, wording, owner=heard.world.school, by=heard.world.clerk, at=heard.world.at
    )
    assert own.checked_by == heard.world.clerk.code
    with_words = raised(heard, wording)
    assert with_words.checked_on is None, "somebody's opinion stands behind it"


def test_a_summary_that_is_not_there_is_not_checked(heard: Heard) -> None:
    whole = raise_problem(
        heard.world.campaign, SUMMARY, opinions=heard.ids[:3], by=heard.office, at=heard.world.at
    )
    with pytest.raises(Refused, match="摘要"):
        split_problem(
            whole, heard.ids[:1], replace(SUMMARY, manifestation=""), by=heard.office, at=heard.world.at
        )
