"""The givers' say on a fix: who may say what when, what it counts for, who sees it, and that a person decides."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import pairwise

import pytest
from django.db import DatabaseError, connection, transaction
from pytest_django import DjangoAssertNumQueries

from huiyin.cli.verifying import verified
from huiyin.kit.errors import BadInput, Conflict, NotAllowed, Refused
from huiyin.platform.audit.models import Record
from huiyin.platform.orgs.rules.rights import Actor, Role
from huiyin.process.answers.access import unread_receipts
from huiyin.process.answers.commands import seal_messages, withdraw_under_receipt
from huiyin.process.answers.models import Answer, Message, Receipt
from huiyin.process.answers.queries import (
    AnswerRates,
    answer_rates,
    limits_of,
    message_faults,
    receipt_of,
    thread_of,
)
from huiyin.process.answers.rules.receipts import fresh_nonce
from huiyin.process.campaigns.rules.life import Act
from huiyin.process.channels.commands import hand_back_sealed, open_entrance, seal_opinion, submit_opinion
from huiyin.process.channels.models import Entrance
from huiyin.process.channels.rules.given import Given
from huiyin.process.opinions.access import visible_opinions
from huiyin.process.opinions.commands import mark_duplicate
from huiyin.process.opinions.models import Opinion
from huiyin.process.problems.commands import (
    Wording,
    erase_opinion,
    link_opinions,
    merge_problems,
    raise_problem,
    unlink_opinions,
)
from huiyin.process.problems.models import Problem
from huiyin.process.problems.queries import settled_by_problems, whereabouts
from huiyin.process.rectification.commands import Said, rate_fix, uphold_fix, write_measure
from huiyin.process.rectification.models import Upheld
from huiyin.process.rectification.queries import (
    Fix,
    asking_page,
    asking_problems,
    fixes_of,
    voices,
    voices_of,
)
from huiyin.process.rectification.queries.voices import NOT_FIXED, RatingPart, VoicesOfProblem
from huiyin.process.rectification.rules.hints import Wanted
from huiyin.process.sealed.models import SealedMatter, SealedMessage
from tests.process.rectification.conftest import WHY, Ledger
from tests.world import World

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
OFFICER = Actor("officer", Role.DISCIPLINE)
STILL = "菜价牌挂了一天就摘了"


@dataclass
class Spoken:
    """A problem behind which givers with receipts stand."""

    ledger: Ledger
    entrance: Entrance
    receipts: list[Receipt] = field(default_factory=list)

    def say(self, n: int = 1) -> list[Receipt]:
        new = []
        for _ in range(n):
            given = Given(f"食堂的菜价从来不贴出来，第 {len(self.receipts) + 1} 次说了", giver_kind="parent")
            sent = submit_opinion(self.entrance, given, nonce=fresh_nonce(), at=self.ledger.at)
            receipt = receipt_of(sent.code)
            assert receipt is not None
            self.receipts.append(receipt)
            new.append(receipt)
        link_opinions(
            self.ledger.now(), [one.matter for one in new], by=self.ledger.world.office, at=self.ledger.at
        )
        return new

    def rate(self, receipt: Receipt, said: str, why: str = "") -> None:
        rate_fix(receipt, self.ledger.problem.number, said, why, at=self.ledger.at)

    def voices(self, *, words: bool = True) -> VoicesOfProblem:
        found = voices(self.ledger.now(), words=words)
        assert found is not None
        return found

    def reopen(self) -> None:
        said = Said(WHY, reason_code="givers", until=self.ledger.today + 20 * DAY)
        self.ledger.step(Act.REOPEN, self.ledger.inspector, said)


@pytest.fixture
def spoken(ledger: Ledger) -> Spoken:
    world = ledger.world
    entrance = open_entrance(
        world.campaign, name="三中家长", channel="online", about=world.school, by=world.office, at=world.at
    )
    made = Spoken(ledger, entrance)
    made.say()
    return made


@pytest.fixture
def handed(spoken: Spoken) -> Spoken:
    spoken.ledger.hand_in()
    return spoken


def test_a_giver_is_asked_once_it_is_handed_in(spoken: Spoken) -> None:
    with pytest.raises(Refused, match="还在整改"):
        spoken.rate(spoken.receipts[0], "satisfied")
    assert voices(spoken.ledger.now(), words=True) is None
    spoken.ledger.hand_in()
    before = Record.objects.count()
    spoken.rate(spoken.receipts[0], "satisfied")
    assert Record.objects.count() == before
    said = Message.objects.get()
    assert (said.kind, said.level, said.body, said.by, said.on) == (
        "rating",
        "satisfied",
        "",
        "",
        spoken.ledger.today,
    )
    found = spoken.voices()
    assert (found.asked, found.rated, found.satisfied, found.not_fixed, found.unrated) == (1, 1, 1, 0, 0)
    assert found.rate is None


@pytest.mark.parametrize(
    ("said", "why", "word"),
    [
        ("", "", "选一项"),
        (NOT_FIXED, " ", "哪里没有改"),
        ("satisfied", STILL, "同时选"),
        ("best", "", "列出的"),
    ],
)
def test_a_rating_is_a_level_or_a_reason(handed: Spoken, said: str, why: str, word: str) -> None:
    with pytest.raises(BadInput, match=word):
        handed.rate(handed.receipts[0], said, why)
    assert not Message.objects.exists()


def test_only_who_stands_behind_it_rates_it(handed: Spoken) -> None:
    matter = handed.receipts[0].matter
    (other,) = handed.say()
    unlink_opinions(handed.ledger.now(), [matter], by=handed.ledger.world.office, at=handed.ledger.at)
    with pytest.raises(Refused, match="评价不了"):
        handed.rate(handed.receipts[0], "satisfied")
    with pytest.raises(Refused, match="评价不了"):
        rate_fix(other, "2014-999", "satisfied", "", at=handed.ledger.at)
    withdraw_under_receipt(other, at=handed.ledger.at)
    with pytest.raises(Refused, match="撤回"):
        handed.rate(other, "satisfied")


def test_said_again_the_newest_counts_and_the_old_stays(handed: Spoken) -> None:
    receipt = handed.receipts[0]
    handed.rate(receipt, NOT_FIXED, STILL)
    handed.rate(receipt, NOT_FIXED, STILL)
    assert (handed.voices().waiting, handed.voices().not_fixed) == (1, 1)
    handed.rate(receipt, "rather")
    assert list(Message.objects.order_by("turn").values_list("turn", "kind")) == [
        (1, "not_fixed"),
        (2, "rating"),
    ]
    found = handed.voices()
    assert (found.rated, found.satisfied, found.not_fixed, found.waiting, found.words) == (1, 1, 0, 0, ())
    handed.rate(receipt, NOT_FIXED, STILL)
    assert handed.voices().waiting == 1
    assert not list(message_faults())


def test_near_duplicates_and_what_was_sent_twice_count_once(handed: Spoken) -> None:
    first, again = handed.receipts[0], handed.say()[0]
    handed.rate(first, "satisfied")
    handed.rate(again, "dissatisfied")
    assert (handed.voices().asked, handed.voices().rated) == (2, 2)
    same, repeated = (Opinion.objects.get(pk=one.matter) for one in (first, again))
    unlink_opinions(handed.ledger.now(), [again.matter], by=handed.ledger.world.office, at=handed.ledger.at)
    mark_duplicate(repeated, of=same, by=handed.ledger.world.office, at=handed.ledger.at)
    found = handed.voices()
    assert (found.asked, found.rated) == (1, 1)


def test_acceptance_waits_for_the_givers_and_for_no_longer(handed: Spoken) -> None:
    ledger = handed.ledger
    with pytest.raises(Refused, match="日子还没有过完"):
        ledger.step(Act.ACCEPT, ledger.world.office, Said(WHY))
    assert handed.voices().until == ledger.today + 7 * DAY
    ledger.at += 7 * DAY
    ledger.step(Act.ACCEPT, ledger.world.office, Said(WHY))
    assert ledger.now().state == "closed"
    assert handed.voices().unrated == 1


def test_acceptance_need_not_wait_once_all_have_spoken(handed: Spoken) -> None:
    handed.rate(handed.receipts[0], "satisfied")
    handed.ledger.step(Act.ACCEPT, handed.ledger.world.office, Said(WHY))
    assert handed.ledger.now().state == "closed"


def test_nobody_who_could_be_asked_is_waited_for(ledger: Ledger) -> None:
    ledger.close()
    found = voices(ledger.now(), words=True)
    assert found is not None
    assert (found.nobody, found.asked) == (True, 0)


def test_not_fixed_reopens_nothing_and_holds_up_acceptance_until_a_person_decides(handed: Spoken) -> None:
    ledger = handed.ledger
    handed.rate(handed.receipts[0], NOT_FIXED, STILL)
    assert (ledger.now().state, ledger.problem.round) == ("awaiting", 1)
    with pytest.raises(Refused, match="没有真改"):
        ledger.step(Act.ACCEPT, ledger.world.office, Said(WHY))
    made = uphold_fix(ledger.now(), 1, "挂牌改为电子屏，不会再摘", by=ledger.inspector, at=ledger.at)
    assert (made.voices, made.handed, made.by) == (1, 1, "inspector")
    assert Record.objects.filter(act="fix.upheld", subject=f"problem:{ledger.problem.number}").exists()
    ledger.step(Act.ACCEPT, ledger.world.office, Said(WHY))
    assert ledger.now().state == "closed"


def test_what_was_closed_is_reopened_by_a_person_and_asked_about_anew(handed: Spoken) -> None:
    ledger = handed.ledger
    receipt = handed.receipts[0]
    handed.rate(receipt, "satisfied")
    ledger.step(Act.ACCEPT, ledger.world.office, Said(WHY))
    handed.rate(receipt, NOT_FIXED, STILL)
    assert [row.problem.number for row in asking_page([ledger.inspector], ledger.world.campaign)[0]] == [
        ledger.problem.number
    ]
    handed.reopen()
    assert (ledger.now().state, ledger.problem.round) == ("rectifying", 2)
    assert not asking_problems([ledger.inspector], ledger.world.campaign).exists()
    wanted = Wanted("换成电子屏公示菜价", "总务主任", ledger.problem.due_on, "屏上有当天价目")
    ledger.prove(write_measure(ledger.now(), wanted, by=ledger.world.clerk, at=ledger.at))
    ledger.step(Act.CHECK, ledger.world.clerk, Said(WHY))
    ledger.step(Act.SUBMIT, ledger.head, Said(shown="b" * 64))
    assert (handed.voices().asked, handed.voices().rated) == (1, 0)
    handed.rate(receipt, "satisfied")
    assert handed.voices().satisfied == 1
    assert set(Message.objects.values_list("handed", flat=True)) == {1, 2}


def test_returned_at_acceptance_it_is_decided_too(handed: Spoken) -> None:
    ledger = handed.ledger
    handed.rate(handed.receipts[0], NOT_FIXED, STILL)
    said = Said(WHY, reason_code="givers_disagree", until=ledger.today + 9 * DAY)
    ledger.step(Act.RETURN, ledger.world.office, said)
    assert Message.objects.get().read_on == ledger.today


def test_who_may_decide_that_it_stands(handed: Spoken) -> None:
    ledger = handed.ledger
    with pytest.raises(Conflict, match="没有等着"):
        uphold_fix(ledger.now(), 0, WHY, by=ledger.inspector, at=ledger.at)
    handed.rate(handed.receipts[0], NOT_FIXED, STILL)
    for by in (ledger.head, ledger.world.clerk, Actor("office-3", Role.OFFICE, ledger.world.school.path)):
        with pytest.raises(NotAllowed):
            uphold_fix(ledger.now(), 1, WHY, by=by, at=ledger.at)
        assert not asking_problems([by], ledger.world.campaign).exists()
    promoted = Actor("clerk-3", Role.OFFICE, ledger.world.bureau.path)
    with pytest.raises(NotAllowed, match="参与了"):
        uphold_fix(ledger.now(), 1, WHY, by=promoted, at=ledger.at)
    with pytest.raises(BadInput, match="为什么维持"):
        uphold_fix(ledger.now(), 1, " ", by=ledger.inspector, at=ledger.at)
    with pytest.raises(Conflict, match="现在是 1 人"):
        uphold_fix(ledger.now(), 2, WHY, by=ledger.inspector, at=ledger.at)
    assert not Upheld.objects.exists()


def test_what_was_taken_back_asks_for_nothing(handed: Spoken) -> None:
    handed.rate(handed.receipts[0], NOT_FIXED, STILL)
    withdraw_under_receipt(handed.receipts[0], at=handed.ledger.at)
    found = handed.voices()
    assert (found.asked, found.rated, found.waiting) == (0, 0, 0)


def test_few_givers_are_no_figure_for_the_unit(handed: Spoken) -> None:
    handed.say(3)
    for receipt in handed.receipts:
        handed.rate(receipt, "satisfied")
    found = handed.voices(words=False)
    assert (found.asked, found.rated, found.parts, found.satisfied) == (None, None, (), None)
    handed.say(6)
    found = handed.voices(words=False)
    assert (found.asked, found.rated) == (10, None)
    for receipt in handed.receipts[4:]:
        handed.rate(receipt, "satisfied")
    found = handed.voices(words=False)
    assert (found.asked, found.rated, found.satisfied, found.rate) == (10, 10, 10, 1.0)


def test_small_parts_are_merged_for_the_unit_and_tell_nothing_of_each_other(handed: Spoken) -> None:
    handed.say(11)
    for n, receipt in enumerate(handed.receipts):
        if n < 7:
            handed.rate(receipt, "satisfied")
        elif n < 9:
            handed.rate(receipt, "rather")
        else:
            handed.rate(receipt, NOT_FIXED, STILL)
    whole = handed.voices()
    assert (whole.satisfied, whole.rate, whole.not_fixed, len(whole.words)) == (9, 0.75, 3, 3)
    found = handed.voices(words=False)
    assert found.parts == (RatingPart(("satisfied",), 7), RatingPart(("rather", NOT_FIXED), 5))
    assert (found.satisfied, found.rate, found.not_fixed, found.words) == (None, None, None, ())


def test_a_rate_needs_ten(handed: Spoken) -> None:
    handed.say(8)
    for receipt in handed.receipts:
        handed.rate(receipt, "satisfied")
    assert (handed.voices().rated, handed.voices().rate) == (9, None)
    handed.rate(handed.say()[0], "unknown")
    assert handed.voices().rate == 0.9


def test_queries_dont_grow_with_the_givers(
    handed: Spoken, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    handed.say(20)
    for receipt in handed.receipts:
        handed.rate(receipt, NOT_FIXED, STILL)
    problem = handed.ledger.now()
    with django_assert_max_num_queries(6):
        voices(problem, words=True)
    with django_assert_max_num_queries(2):
        asking_page([handed.ledger.world.office], handed.ledger.world.campaign)


def test_many_problems_are_told_of_by_the_same_queries_and_each_as_alone(
    handed: Spoken, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    """One problem lives in another, one was never handed in, one opinion stands behind two: in the same queries as one alone."""
    world, first = handed.ledger.world, handed.ledger
    second = Ledger(world, _raised(world, "操场晚上不开"), first.at)
    link_opinions(second.now(), [handed.receipts[0].matter], by=world.office, at=first.at)
    second.hand_in()
    gone = _raised(world, "菜价牌看不见")
    (only,) = handed.say()
    unlink_opinions(first.now(), [only.matter], by=world.office, at=first.at)
    link_opinions(gone, [only.matter], by=world.office, at=first.at)
    merge_problems(first.now(), [gone], by=world.office, at=first.at)
    handed.say(5)
    drafted = _raised(world, "作业太多")
    for n, receipt in enumerate(handed.receipts):
        handed.rate(receipt, *(("satisfied",) if n % 2 else (NOT_FIXED, STILL)))
    rate_fix(handed.receipts[0], second.problem.number, "rather", "", at=first.at)
    both = [first.now(), second.now()]
    alone = {one.pk: voices(one, words=True) for one in both}
    with django_assert_num_queries(5):
        assert voices_of(world.campaign, [*both, drafted], words=True) == alone
    assert alone[first.problem.pk] != alone[second.problem.pk]
    told = voices_of(world.campaign, both, words=False)
    assert {pk: one.asked for pk, one in told.items()} == {first.problem.pk: 7, second.problem.pk: None}


def _raised(world: World, title: str) -> Problem:
    return raise_problem(
        world.campaign, Wording(title=title, source="own"), owner=world.school, by=world.clerk, at=world.at
    )


def test_a_day_s_ratings_are_sealed_and_what_they_speak_of_never_changes(handed: Spoken) -> None:
    handed.rate(handed.receipts[0], NOT_FIXED, STILL)
    seal_messages(by=handed.ledger.world.office, at=handed.ledger.at + DAY)
    assert verified(None).faults == ()
    for change in ({"level": "satisfied"}, {"handed": 2}, {"problem": 7}, {"turn": 9}):
        with pytest.raises(DatabaseError), transaction.atomic():
            Message.objects.update(**change)
    with pytest.raises(DatabaseError), transaction.atomic():
        Message.objects.all().delete()


def test_a_changed_level_is_found(handed: Spoken, run_sql: Callable[[str], None]) -> None:
    handed.rate(handed.receipts[0], "dissatisfied")
    drop = {
        "sqlite": "DROP TRIGGER answers_message_no_update",
        "postgresql": "SET LOCAL session_replication_role = replica",
    }
    run_sql(drop[connection.vendor])
    Message.objects.update(level="satisfied")
    assert len(list(message_faults())) == 1


def test_the_words_go_and_the_count_stays(handed: Spoken) -> None:
    handed.rate(handed.receipts[0], NOT_FIXED, STILL)
    opinion = Opinion.objects.get(pk=handed.receipts[0].matter)
    office = handed.ledger.world.office
    erase_opinion(opinion, ground="依法", lawful=True, by=office, at=handed.ledger.at)
    found = handed.voices()
    assert (found.not_fixed, found.words[0].said) == (1, None)
    with pytest.raises(Refused, match="已经不在"):
        handed.rate(handed.receipts[0], "satisfied")
    assert verified(None).faults == ()


def test_a_rating_moves_with_a_matter_that_is_sealed_and_comes_back(handed: Spoken) -> None:
    (other,) = handed.say()
    handed.rate(other, NOT_FIXED, STILL)
    ledger = handed.ledger
    unlink_opinions(ledger.now(), [other.matter], by=ledger.world.office, at=ledger.at)
    opinion = Opinion.objects.select_related("campaign__root").get(pk=other.matter)
    seal_opinion(opinion, by=ledger.world.office, at=ledger.at)
    assert not Message.objects.exists()
    assert SealedMessage.objects.get().kind == "not_fixed"
    assert handed.voices().waiting == 0
    seal_messages(by=ledger.world.office, at=ledger.at + DAY)
    assert not list(message_faults())
    matter = SealedMatter.objects.select_related("campaign__root", "about").get()
    hand_back_sealed(matter, "不是举报", by=OFFICER, at=ledger.at)
    back = Message.objects.get()
    assert (back.problem, back.handed, back.turn, back.level, back.body) == (
        ledger.problem.pk,
        1,
        1,
        "",
        STILL,
    )
    assert not list(message_faults())


def test_ratings_are_noted_with_their_problem_alone(handed: Spoken) -> None:
    handed.rate(handed.receipts[0], NOT_FIXED, STILL)
    world = handed.ledger.world
    assert not unread_receipts([world.office], world.campaign).exists()
    opinion = Opinion.objects.get(pk=handed.receipts[0].matter)
    thread = thread_of(opinion, Answer.objects.none())
    assert [one.kind for one in thread.messages] == ["not_fixed"]
    assert thread.unread == ()


def test_a_giver_sees_what_was_done_and_what_was_decided(handed: Spoken) -> None:
    ledger, receipt = handed.ledger, handed.receipts[0]

    def fix() -> Fix:
        where = whereabouts(receipt.matter)
        assert where is not None
        (found,) = fixes_of(where, ledger.world.campaign)
        return found

    found = fix()
    assert (found.phase, found.may_rate, found.rated, found.goal) == (
        "awaiting",
        True,
        None,
        "食堂价格公开",
    )
    assert found.done == (("每周一公示食堂菜价", ledger.today),)
    handed.rate(receipt, NOT_FIXED, STILL)
    uphold_fix(ledger.now(), 1, "挂牌改为电子屏", by=ledger.inspector, at=ledger.at)
    found = fix()
    assert found.rated is not None
    assert found.rated.body == STILL
    assert [(one.act, one.reason) for one in found.outcomes] == [("uphold", "挂牌改为电子屏")]
    ledger.step(Act.ACCEPT, ledger.world.office, Said(WHY))
    handed.reopen()
    found = fix()
    assert (found.phase, found.may_rate, found.round) == ("open", False, 2)
    assert [one.act for one in found.outcomes] == ["uphold", "reopen"]
    assert found.outcomes[1].until == ledger.today + 20 * DAY


def test_what_the_unit_hasn_t_claimed_isn_t_told(spoken: Spoken) -> None:
    Problem.objects.update(goal="还没议定的目标")
    where = whereabouts(spoken.receipts[0].matter)
    assert where is not None
    (found,) = fixes_of(where, spoken.ledger.world.campaign)
    assert (found.phase, found.goal, found.due_on, found.done) == ("before", "", None, ())
    assert found.state is not None


def test_rates_count_each_givers_last_word_and_what_is_closed_as_settled(handed: Spoken) -> None:
    handed.say(2)
    first, second, _ = handed.receipts
    handed.rate(first, NOT_FIXED, STILL)
    handed.rate(first, "satisfied")
    handed.rate(second, "dissatisfied")
    world, ledger = handed.ledger.world, handed.ledger

    def rates() -> AnswerRates:
        return answer_rates(
            visible_opinions([world.office], world.campaign),
            campaign=world.campaign,
            limits=limits_of(world.campaign),
            on=date(2014, 9, 1),
            channels=["online"],
            givers=["parent"],
            settled=settled_by_problems(world.campaign),
        )

    found = rates()
    assert (found.satisfaction.k, found.satisfaction.n, found.summed) == (1, 2, ("satisfied", "rather"))
    assert (found.whole.settlement.k, found.whole.settlement.n) == (0, 3)
    ledger.at += 7 * DAY
    ledger.step(Act.ACCEPT, world.office, Said(WHY))
    assert rates().whole.settlement.k == 3
    handed.reopen()
    assert rates().whole.settlement.k == 0


def test_a_matter_is_settled_where_it_lives_however_often_that_was_merged(handed: Spoken) -> None:
    """Three merges, one after the other: what was said of the first is settled when the last is closed, and not before."""
    world, ledger = handed.ledger.world, handed.ledger
    into = [_raised(world, f"第 {n} 个") for n in range(3)]
    for one, other in pairwise([ledger.now(), *into]):
        merge_problems(other, [one], by=world.office, at=ledger.at)
    (opinion,) = Opinion.objects.filter(pk=handed.receipts[0].matter)
    settled = Opinion.objects.filter(pk=opinion.pk)

    def is_settled() -> bool:
        return settled.filter(settled_by_problems(world.campaign)).exists()

    assert not is_settled()
    Problem.objects.filter(pk=into[0].pk).update(closed_on=ledger.today)
    assert not is_settled()
    Problem.objects.filter(pk=into[2].pk).update(closed_on=ledger.today)
    assert is_settled()
