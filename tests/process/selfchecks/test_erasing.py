"""What reviewers wrote goes once, when its time is over; that it was said, the verdict and the defects stay (SPEC rule 1)."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import DatabaseError, transaction

from huiyin.cli.clockwork import CLOCK
from huiyin.kit.errors import Conflict, Refused
from huiyin.platform.audit.models import Record
from huiyin.process.campaigns.rules.selfchecks import Verdict
from huiyin.process.selfchecks.commands import (
    Comment,
    erase_review,
    expire_reviews,
    send_back_selfcheck,
)
from huiyin.process.selfchecks.models import Review, ReviewTombstone, SelfCheck
from huiyin.process.selfchecks.queries.faults import review_faults
from huiyin.process.selfchecks.queries.lapsing import lapsed_reviews, name_of, reviews_kept_too_long
from huiyin.process.selfchecks.queries.reviews import given_on
from tests.process.selfchecks.conftest import WRITTEN, Team

pytestmark = pytest.mark.django_db
SAID = "麒麟一样的意见"
AGAIN = replace(WRITTEN, blocks={"discipline": "本人三次没有参加组织生活会。"})


@pytest.fixture
def paper(team: Team) -> SelfCheck:
    """Returned by the head with a remark and a comment, passed without a word, and sent back at a gate."""
    paper = team.write("member")
    team.hand_in("member", paper)
    comments = (Comment(0, SAID),)
    due = date(2014, 6, 1)
    team.review("head", paper, Verdict.REVISE, "shallow", comments=comments, due_on=due)
    paper = team.write("member", AGAIN)
    team.hand_in("member", paper)
    team.review("head", paper, Verdict.PASS)
    inspector = team.actors["inspector"]
    send_back_selfcheck(team.now(paper), SAID, date(2014, 6, 9), by=inspector, at=team.at)
    return team.now(paper)


def told() -> str:
    return "".join(f"{one.remark}{one.comments}{one.salt}" for one in Review.objects.all())


def test_what_one_look_says_one_deletion_does_and_the_verdicts_stay(team: Team, paper: SelfCheck) -> None:
    assert list(review_faults()) == []
    before, rows = given_on(paper), Review.objects.values("verdict", "reasons", "due_on", "digest", "by")
    kept = list(rows)
    late = team.at + timedelta(days=2000)
    assert lapsed_reviews(team.at.date()) == []
    looked = [name_of(one) for one in lapsed_reviews(late.date())]
    assert len(looked) == 2  # a pass without a word holds none
    assert reviews_kept_too_long(late.date())
    assert expire_reviews(by=CLOCK, at=late) == looked
    assert expire_reviews(by=CLOCK, at=late) == []
    assert not reviews_kept_too_long(late.date())
    assert told() == "[]" * 3
    assert given_on(paper) == before
    assert list(rows) == kept
    assert [one.gone for one in Review.objects.order_by("pk")] == [True, False, True]
    assert ReviewTombstone.objects.filter(by=CLOCK.code).count() == 2
    assert list(review_faults()) == []
    facts = "".join(Record.objects.filter(act="selfcheck.review_erased").values_list("facts", flat=True))
    assert SAID not in facts
    assert "shallow" not in facts


def test_they_are_kept_as_long_as_the_template_says(team: Team, paper: SelfCheck) -> None:
    day = team.at.date() + timedelta(days=730)
    said = Review.objects.exclude(digest="")
    assert set(said.values_list("retain_until", flat=True)) == {day}
    assert Review.objects.get(digest="").retain_until is None
    assert paper.version == 4
    assert lapsed_reviews(day) == []
    assert len(lapsed_reviews(day + timedelta(days=1))) == 2


def test_not_before_its_time_and_only_once(team: Team, paper: SelfCheck) -> None:
    late = team.at + timedelta(days=2000)
    row = lapsed_reviews(late.date())[0]
    with pytest.raises(Refused, match="保存期还没有满"):
        erase_review(row, by=CLOCK, at=team.at)
    erase_review(row, by=CLOCK, at=late)
    with pytest.raises(Conflict):
        erase_review(row, by=CLOCK, at=late)
    assert paper.pk == row.version.paper_id


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE selfchecks_review SET remark = 'x'",
        "UPDATE selfchecks_review SET remark = '', comments = '[]', salt = ''",
        "UPDATE selfchecks_review SET retain_until = '2000-01-01'",
        "UPDATE selfchecks_review SET digest = ''",
        "UPDATE selfchecks_review SET verdict = 'pass'",
        "DELETE FROM selfchecks_review",
    ],
)
def test_the_database_keeps_them_until_then(
    paper: SelfCheck, run_sql: Callable[[str], None], statement: str
) -> None:
    with pytest.raises(DatabaseError, match="huiyin"), transaction.atomic():
        run_sql(statement)
    assert SAID in told()
    assert paper.pk


def test_a_tombstone_stays_and_words_do_not_come_back(
    team: Team, paper: SelfCheck, run_sql: Callable[[str], None]
) -> None:
    expire_reviews(by=CLOCK, at=team.at + timedelta(days=2000))
    for statement in (
        "DELETE FROM selfchecks_reviewtombstone",
        "UPDATE selfchecks_reviewtombstone SET \"on\" = '2000-01-01'",
        "UPDATE selfchecks_review SET remark = 'x' WHERE digest <> ''",
    ):
        with pytest.raises(DatabaseError, match="huiyin"), transaction.atomic():
            run_sql(statement)
    assert paper.pk


def test_what_was_changed_by_hand_is_found(paper: SelfCheck, without_guards: Callable[[str], None]) -> None:
    without_guards("selfchecks_review")
    first, last = Review.objects.exclude(digest="").order_by("pk")
    Review.objects.filter(pk=first.pk).update(remark="改过的话")
    Review.objects.filter(pk=last.pk).update(remark="", salt="")
    assert [("不符" in one.zh, "删除标记" in one.zh) for one in review_faults()] == [
        (True, False),
        (False, True),
    ]
    assert paper.pk
