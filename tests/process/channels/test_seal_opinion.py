"""An opinion that accuses goes into the sealed channel, and comes back when it accuses nobody."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.apps import apps
from django.conf import settings
from django.db import DatabaseError, connection, models, transaction

from huiyin.kit.enciphering import encipher
from huiyin.kit.errors import Conflict, NotAllowed, Refused
from huiyin.platform.audit.models import Record
from huiyin.platform.orgs.rules.rights import Actor, Role
from huiyin.platform.texts.models import IndexedText, Posting
from huiyin.process.answers.models import Answer, Answered
from huiyin.process.answers.queries import receipt_of
from huiyin.process.channels.commands import (
    hand_back_sealed,
    open_entrance,
    record_forum,
    seal_opinion,
    submit_opinion,
)
from huiyin.process.channels.models import Submission, TakenDown
from huiyin.process.channels.rules.given import Given
from huiyin.process.channels.rules.taking_down import Forum, Point
from huiyin.process.opinions.commands import (
    group_opinions,
    judge_pair,
    mark_duplicate,
    place_opinions,
    seal_days,
    sweep_opinions,
    triage_opinion,
)
from huiyin.process.opinions.models import Group, Judgement, Opinion
from huiyin.process.opinions.queries import balance
from huiyin.process.problems.commands import Wording, raise_problem
from huiyin.process.problems.commands.linking import link_opinions
from huiyin.process.sealed.access import visible_matters
from huiyin.process.sealed.commands import (
    close_sealed,
    erase_sealed,
    note_sealed,
    read_sealed,
    seal_matters,
)
from huiyin.process.sealed.models import SealedMatter, SealedStep
from huiyin.process.sealed.queries import matter_faults, package_of, sealed_state, steps_of
from huiyin.process.sealed.rules.package import SEALED
from tests.world import World

pytestmark = pytest.mark.django_db
ACCUSING = "教务主任刘某收了家长三千元饕餮钱"
BESIDE = ("教务主任刘某收了家长三千元饕餮钱啊", "食堂上周三的午餐只有两片肉", "校车总是晚点二十分钟")


@pytest.fixture
def officer() -> Actor:
    return Actor("officer", Role.DISCIPLINE)


@pytest.fixture
def said(world: World) -> Opinion:
    """The accusing one among others, indexed, grouped, placed, triaged and judged: everything is made of it that is made of any."""
    opinion, other, *_ = world.take(ACCUSING, *BESIDE)
    sweep_opinions(world.campaign, by=world.office, at=world.at)
    group_opinions(world.campaign, by=world.office, at=world.at)
    place_opinions(world.campaign, by=world.office, at=world.at)
    judge_pair(world.campaign, opinion.pk, other.pk, same=True, by=world.office, at=world.at)
    triage_opinion(opinion, focus="", topic="", specific=True, by=world.office, at=world.at)
    opinion.refresh_from_db()
    return opinion


def in_the_database(needle: str, number: int) -> list[str]:
    """The tables in which some text, or some id, still stands, the record and the sealed table left out."""
    found = []
    for table in connection.introspection.table_names():
        if table.startswith(("sealed_", "audit_", "django_")):
            continue
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT * FROM {table}")
            for row in cursor.fetchall():
                texts = [cell for cell in row if isinstance(cell, str)]
                blobs = [bytes(cell) for cell in row if isinstance(cell, bytes | memoryview)]
                if (
                    any(needle in text for text in texts)
                    or number in row
                    or any(number.to_bytes(8, "little") in blob for blob in blobs)
                ):
                    found.append(table)
    return sorted(set(found))


def test_nothing_of_it_is_left_outside(world: World, said: Opinion) -> None:
    assert "opinions_opinion" in in_the_database("饕餮", said.pk)
    for other in Opinion.objects.exclude(pk=said.pk).filter(body__contains="饕餮"):
        seal_opinion(other, by=world.office, at=world.at)
    seal_opinion(said, by=world.office, at=world.at)
    assert in_the_database("饕餮", said.pk) == []
    assert not Judgement.objects.exists()
    assert not any(said.pk.to_bytes(8, "little") in bytes(row.holders) for row in Posting.objects.all())
    assert not IndexedText.objects.filter(text=said.pk).exists()
    assert all("饕餮" not in group.title for group in Group.objects.all())


def test_the_sums_stay_right_without_it(world: World, said: Opinion) -> None:
    before = balance(world.campaign).received
    seal_opinion(said, by=world.office, at=world.at)
    now = balance(world.campaign)
    assert now.received == before - 1
    assert now.received == Opinion.objects.count()


def test_it_keeps_id_digest_and_seal_and_everything_verifies(world: World, said: Opinion) -> None:
    seal_opinion(said, by=world.office, at=world.at)
    matter = SealedMatter.objects.get()
    assert (matter.pk, matter.digest, matter.sealed_in) == (said.pk, said.digest, said.sealed_in)
    assert package_of(matter).body == ACCUSING
    assert not list(matter_faults())


def test_the_record_says_who_and_which_and_no_word(world: World, said: Opinion) -> None:
    seal_opinion(said, by=world.office, at=world.at)
    record = Record.objects.get(act="opinion.sealed")
    assert (record.subject, record.by, record.facts) == (f"opinion:{said.pk}", "office", "{}")


def test_gathering_goes_on_without_it(world: World, said: Opinion) -> None:
    seal_opinion(said, by=world.office, at=world.at)
    world.take("教务主任刘某收了家长三千元饕餮钱呀", name="后来.xlsx")
    sweep_opinions(world.campaign, by=world.office, at=world.at)
    place_opinions(world.campaign, by=world.office, at=world.at)
    group_opinions(world.campaign, by=world.office, at=world.at)


def test_behind_a_problem_it_has_to_be_unlinked_first(world: World, said: Opinion) -> None:
    wording = Wording("收费问题", source="masses")
    problem = raise_problem(world.campaign, wording, by=world.office, at=world.at)
    link_opinions(problem, [said.pk], by=world.office, at=world.at)
    with pytest.raises(Refused, match="移出"):
        seal_opinion(said, by=world.office, at=world.at)
    assert Opinion.objects.filter(pk=said.pk).exists()
    assert not SealedMatter.objects.exists()


def test_an_original_of_duplicates_has_to_be_freed_first(world: World, said: Opinion) -> None:
    copy = Opinion.objects.exclude(pk=said.pk).order_by("row_no")[0]
    mark_duplicate(copy, of=said, by=world.office, at=world.at)
    with pytest.raises(Refused, match="重复"):
        seal_opinion(said, by=world.office, at=world.at)


def test_who_may_not_work_on_it_may_not_seal_it(world: World, said: Opinion) -> None:
    for actor in (world.clerk, world.outsider, world.administrator, Actor("d", Role.DISCIPLINE)):
        with pytest.raises(NotAllowed):
            seal_opinion(said, by=actor, at=world.at)


def test_answers_to_it_alone_go_with_it(world: World, said: Opinion) -> None:
    other = Opinion.objects.exclude(pk=said.pk)[0]
    for body, opinions in (("关于饕餮钱", [said]), ("关于两件事", [said, other])):
        answer = Answer.objects.create(
            campaign=world.campaign, body=body, drafted_by="office", drafted_on=date(2014, 5, 23)
        )
        for opinion in opinions:
            Answered.objects.create(answer=answer, opinion=opinion)
    seal_opinion(said, by=world.office, at=world.at)
    assert [answer.body for answer in Answer.objects.all()] == ["关于两件事"]
    assert [row.opinion_id for row in Answered.objects.all()] == [other.pk]


def test_a_row_that_is_kept_apart_is_the_only_one_that_may_go(
    world: World, said: Opinion, run_sql: Callable[[str], None]
) -> None:
    SealedMatter.objects.create(
        id=said.pk,
        campaign=world.campaign,
        enciphered=encipher("x", key=settings.HUIYIN_GIVERS_KEY, use=SEALED),
        digest="0" * 64,
        entered_on=said.entered_on,
        retain_until=said.retain_until,
    )
    with pytest.raises(DatabaseError, match="never changes"), transaction.atomic():
        run_sql(f"DELETE FROM opinions_opinion WHERE id = {said.pk}")


def test_a_row_that_went_without_a_record_is_found(world: World, said: Opinion) -> None:
    from huiyin.process.opinions.commands import take_out  # noqa: PLC0415
    from huiyin.process.sealed.commands import keep_sealed  # noqa: PLC0415

    keep_sealed(said, {})
    take_out(said)
    assert [fault.where for fault in matter_faults()] == [f"密封件 {said.pk}"]


def test_what_somebody_wrote_down_goes_and_comes_back_and_no_number_of_the_forum_tells(
    world: World, officer: Actor
) -> None:
    told = Forum(
        date(2014, 5, 20), "三楼", "书记", {"parent": 6}, (Point(ACCUSING, "parent"),), about=world.school.pk
    )
    made = record_forum(world.campaign, world.school, told, nonce=bytes(16), by=world.clerk, at=world.at)
    opinion = Opinion.objects.get()
    seal_days(by=world.office, at=world.at + timedelta(days=1))
    seal_opinion(Opinion.objects.get(pk=opinion.pk), by=world.office, at=world.at + timedelta(days=1))
    assert not TakenDown.objects.exists()
    made.refresh_from_db()
    assert made.said == 1
    hand_back_sealed(
        SealedMatter.objects.select_related("campaign__root", "about").get(), "不属举报",
        by=officer, at=world.at + timedelta(days=2),
    )  # fmt: skip
    row = TakenDown.objects.get()
    assert (row.opinion_id, row.way, row.forum_id, row.by) == (opinion.pk, "forum", made.pk, world.clerk.code)


def test_handed_back_it_is_an_opinion_like_any_other(world: World, said: Opinion, officer: Actor) -> None:
    seal_opinion(said, by=world.office, at=world.at)
    matter = SealedMatter.objects.get()
    hand_back_sealed(matter, "说的是收费公示，不属举报", by=officer, at=world.at)
    back = Opinion.objects.get(pk=said.pk)
    assert (back.body, back.digest, back.sealed_in) == (ACCUSING, said.digest, said.sealed_in)
    assert back.disposition == "waiting"
    assert SealedMatter.objects.get().enciphered is None
    assert not list(matter_faults())
    with pytest.raises(Conflict, match="退回"):
        seal_opinion(back, by=world.office, at=world.at)


def test_what_came_in_sealed_comes_back_with_its_receipt(world: World, officer: Actor) -> None:
    entrance = open_entrance(
        world.campaign, name="家长", channel="online", about=world.school, by=world.office, at=world.at
    )
    given = Given(ACCUSING, may_show=True, accuses=True)
    code = submit_opinion(entrance, given, nonce=bytes(16), at=world.at).code
    seal_matters(by=world.office, at=world.at + timedelta(days=1))
    matter = SealedMatter.objects.select_related("campaign__root", "about").get()
    hand_back_sealed(matter, "不属举报", by=officer, at=world.at)
    seal_days(by=world.office, at=world.at + timedelta(days=2))
    opinion = Opinion.objects.get()
    receipt = receipt_of(code)
    assert receipt is not None
    assert receipt.matter == opinion.pk
    assert Submission.objects.get().may_show is True
    assert sealed_state(opinion.pk) is None
    assert not list(matter_faults())


def test_every_reading_is_in_the_record(world: World, said: Opinion, officer: Actor) -> None:
    seal_opinion(said, by=world.office, at=world.at)
    matter = SealedMatter.objects.get()
    for _ in range(2):
        assert read_sealed(matter, by=officer, at=world.at).body == ACCUSING
    rows = Record.objects.filter(act="sealed.read", subject=f"sealed:{said.pk}", by="officer")
    assert rows.count() == 2


def test_steps_are_kept_enciphered_and_move_it_on(world: World, said: Opinion, officer: Actor) -> None:
    seal_opinion(said, by=world.office, at=world.at)
    matter = SealedMatter.objects.get()
    note_sealed(matter, "已约谈饕餮", by=officer, at=world.at)
    matter.refresh_from_db()
    assert matter.state == "in_hand"
    close_sealed(matter, "查否", by=officer, at=world.at)
    with pytest.raises(Conflict):
        close_sealed(matter, "查否", by=officer, at=world.at)
    assert [(step.kind, step.said) for step in steps_of(matter)] == [
        ("noted", "已约谈饕餮"),
        ("closed", "查否"),
    ]
    assert "饕餮" not in str(list(SealedStep.objects.values_list()))
    assert "饕餮" not in str(list(Record.objects.filter(act__startswith="sealed.").values_list()))


def test_its_words_go_when_their_time_is_over(world: World, said: Opinion, officer: Actor) -> None:
    seal_opinion(said, by=world.office, at=world.at)
    matter = SealedMatter.objects.get()
    with pytest.raises(Refused, match="保存期"):
        erase_sealed(matter, "到期", lawful=False, by=officer, at=world.at)
    erase_sealed(matter, "依法删除", lawful=True, by=officer, at=world.at)
    matter.refresh_from_db()
    assert (matter.enciphered, matter.state) == (None, "erased")
    assert not list(matter_faults())


def test_only_the_officer_above_the_unit_reaches_it(world: World, said: Opinion) -> None:
    Opinion.objects.filter(pk=said.pk).update(about=world.school)
    said.refresh_from_db()
    seal_opinion(said, by=world.office, at=world.at)
    matter = SealedMatter.objects.select_related("campaign__root", "about").get()
    bureau = world.bureau.path
    reaching = [Actor("above", Role.DISCIPLINE), Actor("bureau", Role.DISCIPLINE, bureau)]
    others = [
        Actor("own", Role.DISCIPLINE, bureau, own=frozenset({world.school.path})),
        Actor("inside", Role.DISCIPLINE, world.school.path),
        Actor("beside", Role.DISCIPLINE, world.other_school.path),
        *(Actor(role, role) for role in Role if role is not Role.DISCIPLINE),
    ]
    for actor in reaching:
        assert list(visible_matters([actor], world.campaign)) == [matter]
    for actor in others:
        assert not visible_matters([actor], world.campaign)
        with pytest.raises(NotAllowed):
            read_sealed(matter, by=actor, at=world.at)
    assert not Record.objects.filter(act="sealed.read").exists()


def test_every_table_that_points_at_an_opinion_is_dealt_with() -> None:
    """A new table that holds on to opinions must say what becomes of its rows when one is sealed."""
    pointing = {
        model._meta.label
        for config in apps.get_app_configs()
        for model in config.get_models()
        for field in model._meta.get_fields()
        if isinstance(field, models.ForeignKey) and field.related_model is Opinion
    }
    gone_with_it = {
        "Suggestion",
        "Decision",
        "Placement",
        "Unplaced",
        "Doubt",
        "Judgement",
        "SearchedOpinion",
        "Unlooked",
    }
    refused_while_there = {"opinions.Opinion", "opinions.Tombstone", "problems.Link"}
    assert pointing == refused_while_there | {f"opinions.{name}" for name in gone_with_it} | {
        "answers.Answered",
        "channels.Submission",
        "channels.TakenDown",
        "recurrences.AgainSuggestion",
        "recurrences.Decided",
    }


def test_answers_that_were_returned_written_anew_and_given_go_with_it(world: World, said: Opinion) -> None:
    """The database holds what was given, and lets it go with the matter that it was for."""
    answers = []
    for state in ("returned", "given"):
        answer = Answer.objects.create(
            campaign=world.campaign,
            body="正在研究",
            drafted_by="writer",
            drafted_on=world.at.date(),
            follows=answers[-1] if answers else None,
        )
        Answered.objects.create(answer=answer, opinion=said)
        Answer.objects.filter(pk=answer.pk).update(state=state, decided_by="approver", why="没有答到")
        answers.append(answer)
    seal_opinion(said, by=world.office, at=world.at)
    assert not Answer.objects.exists()
    connection.check_constraints()
