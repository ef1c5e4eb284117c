"""What people decided is learned from, leads where it is better, and never touches a decision."""

import random
from collections.abc import Sequence

import pytest
from django.db.models import F
from pytest_django import DjangoAssertNumQueries

from huiyin.analysis.learning import Learned
from huiyin.kit.errors import NotAllowed
from huiyin.platform.audit.models import Record
from huiyin.process.opinions.commands import (
    learn_labels,
    learning,
    refresh_suggestions,
    sweep_opinions,
    triage_opinion,
    withdraw_opinion,
)
from huiyin.process.opinions.commands.triage import take_back_triage
from huiyin.process.opinions.models import ASIDE, Decision, Lesson, Opinion, Suggestion
from huiyin.process.opinions.queries import (
    labels,
    overview,
    read_opinion,
    waits_for_learning,
)
from huiyin.process.opinions.queries.hits import hits, swaps
from huiyin.process.opinions.queries.lessons import learned_kinds
from huiyin.process.opinions.rules.learning import worth_learning
from huiyin.process.problems.commands import erase_opinion
from tests.world import World

pytestmark = pytest.mark.django_db

# What no word list speaks of, and what the people of this place decide about it.
PARTS = {
    "F1": ("纸船漂在水缸里", "红纸折了又折", "纸船的帆是蓝的", "折纸船用掉半张红纸", "水缸边排着纸船"),
    "G3": ("石磨转了三圈", "磨盘上落着豆子", "石磨在井台左边", "推石磨的是两个人", "豆子磨成了浆"),
    "": ("云雀飞得很高", "麦田边有云雀", "云雀清早就叫", "麦浪一起一伏", "麦穗黄了"),
}
TOPICS = {"F1": "E16", "G3": "E20", "": ""}
CONCERNS = {"F1": "advice", "G3": "claim", "": ""}


def some_words(count: int, seed: int) -> list[tuple[str, str]]:
    chance = random.Random(seed)  # noqa: S311
    codes = [chance.choice(sorted(PARTS)) for _ in range(count)]
    return [(f"{'，'.join(chance.sample(PARTS[code], 3))}（{at}）", code) for at, code in enumerate(codes)]


def decide(world: World, opinions: Sequence[Opinion], codes: Sequence[str]) -> None:
    for opinion, code in zip(opinions, codes, strict=True):
        triage_opinion(
            opinion,
            focus=code,
            topic=TOPICS[code],
            concern=CONCERNS[code],
            specific=False,
            by=world.office,
            at=world.at,
        )


def take_later(world: World, *bodies: str) -> list[Opinion]:
    """More opinions, of a second file."""
    said = [world.said(body, number) for number, body in enumerate(bodies, start=1001)]
    world.take_said(said, name="后来.xlsx")
    rows = {opinion.source_id: opinion for opinion in Opinion.objects.of(world.campaign)}
    return [rows[row.source_id] for row in said]


def learn_all(world: World) -> list[Lesson]:
    lessons = learn_labels(world.campaign, by=world.office, at=world.at)
    refresh_suggestions(world.campaign, by=world.office, at=world.at)
    return lessons


@pytest.fixture
def taught(world: World) -> list[Opinion]:
    """Seventy opinions, of which sixty are decided; the last ten wait."""
    said = some_words(70, seed=1)
    opinions = world.take(*(words for words, _ in said))
    sweep_opinions(world.campaign, by=world.office, at=world.at)
    decide(world, opinions[:60], [code for _, code in said[:60]])
    return opinions


def first(opinion: Opinion, kind: str = "focus") -> Suggestion:
    return Suggestion.objects.get(opinion=opinion, kind=kind, rank=1)


def test_before_the_first_lesson_the_word_lists_suggest_and_say_how_sure_they_are(world: World) -> None:
    (opinion,) = world.take("组织学习就是念文件，大家坐着玩手机，心得体会网上抄")
    sweep_opinions(world.campaign, by=world.office, at=world.at)
    found = first(opinion)
    assert (found.code, found.lesson) == ("F1", 0)
    assert found.chance is not None
    assert found.chance > 500


def test_what_people_decided_is_suggested_of_what_waits(world: World, taught: list[Opinion]) -> None:
    assert not Suggestion.objects.filter(opinion__in=taught[60:], kind="focus").exists()
    lessons = learn_all(world)
    assert [(one.kind, one.number, one.leads, one.told_from) for one in lessons] == [
        ("focus", 1, True, 2**63 - 1),
        ("topic", 1, True, 2**63 - 1),
        ("concern", 1, True, 2**63 - 1),
    ]
    right = [
        first(opinion).code == code
        for opinion, (_, code) in zip(taught[60:], some_words(70, 1)[60:], strict=True)
    ]
    assert sum(right) >= 9
    assert {one.lesson for one in Suggestion.objects.filter(opinion__in=taught[60:], kind="focus")} == {1}
    assert Lesson.objects.filter(told_from=None).count() == 3


def test_a_suggestion_that_was_learned_says_which_words_carried_it(
    world: World, taught: list[Opinion]
) -> None:
    learn_all(world)
    found = next(one for one in map(first, taught[60:]) if one.code == "G3")
    words = Opinion.objects.get(pk=found.opinion_id).text
    assert found.why
    assert all(words[start:end] == word for word, start, end in found.why)


def test_new_opinions_are_swept_with_what_was_learned(world: World, taught: list[Opinion]) -> None:
    learn_all(world)
    (new,) = take_later(world, "石磨转了三圈，豆子磨成了浆")
    sweep_opinions(world.campaign, by=world.office, at=world.at)
    assert (first(new).code, first(new).lesson) == ("G3", 1)
    assert first(new, "topic").code == "E20"
    assert (first(new, "concern").code, first(new, "concern").lesson) == ("claim", 1)


def test_none_is_a_suggestion_that_no_list_counts_as_one(world: World, taught: list[Opinion]) -> None:
    learn_all(world)
    (new,) = take_later(world, "云雀飞得很高，麦浪一起一伏")
    sweep_opinions(world.campaign, by=world.office, at=world.at)
    assert first(new).code == ""
    Suggestion.objects.create(opinion=new, kind="focus", rank=ASIDE, code="G3", chance=200, lesson=1)
    assert labels(world.campaign)[new.pk].focus == ()
    reading = read_opinion(new)
    assert reading.now.focus == ()
    assert [(one.code, one.aside) for one in reading.focus] == [("", False), ("G3", True)]
    of_unit = overview(world.campaign, [world.campaign.root.path]).rates.focus
    assert of_unit.n == 60  # decided ones alone, as before


def test_no_decision_is_touched_and_decided_opinions_keep_their_suggestion(
    world: World, taught: list[Opinion]
) -> None:
    (listed,) = take_later(world, "组织学习就是念文件，大家玩手机")
    sweep_opinions(world.campaign, by=world.office, at=world.at)
    triage_opinion(listed, focus="G3", topic="", specific=False, by=world.office, at=world.at)
    decisions = list(Decision.objects.order_by("pk").values())
    before = list(Suggestion.objects.filter(opinion__triage_round__gt=0).order_by("pk").values())
    learn_all(world)
    assert list(Decision.objects.order_by("pk").values()) == decisions
    assert list(Suggestion.objects.filter(opinion__triage_round__gt=0).order_by("pk").values()) == before
    assert first(listed).lesson == 0


def test_a_decision_that_was_taken_back_teaches_nothing_and_its_opinion_keeps_its_suggestion(
    world: World, taught: list[Opinion]
) -> None:
    last = Opinion.objects.select_related("campaign__root").get(pk=taught[0].pk)
    take_back_triage(last, by=world.office, at=world.at)
    lessons = learn_all(world)
    assert [one.examples for one in lessons] == [59, 59, 59]
    assert not Suggestion.objects.filter(opinion=last, lesson=1).exists()


def test_words_that_were_taken_back_or_are_gone_teach_nothing(world: World, taught: list[Opinion]) -> None:
    withdraw_opinion(Opinion.objects.get(pk=taught[0].pk), by=world.office, at=world.at)
    erase_opinion(taught[1], ground="依法", lawful=True, by=world.office, at=world.at)
    lessons = learn_all(world)
    assert [(one.decided, one.examples) for one in lessons] == [(60, 58)] * 3


def test_there_is_no_lesson_before_fifty_decisions_nor_after_a_few_more(world: World) -> None:
    said = some_words(70, seed=2)
    opinions = world.take(*(words for words, _ in said))
    sweep_opinions(world.campaign, by=world.office, at=world.at)
    decide(world, opinions[:49], [code for _, code in said[:49]])
    assert not waits_for_learning(world.campaign)
    assert learn_labels(world.campaign, by=world.office, at=world.at) == []
    decide(world, opinions[49:50], [said[49][1]])
    assert waits_for_learning(world.campaign)
    assert len(learn_labels(world.campaign, by=world.office, at=world.at)) == 3
    assert waits_for_learning(world.campaign)  # suggestions are still to be made anew
    refresh_suggestions(world.campaign, by=world.office, at=world.at)
    decide(world, opinions[50:], [code for _, code in said[50:]])
    assert not waits_for_learning(world.campaign)


@pytest.mark.parametrize(
    ("decided", "known", "worth"),
    [
        (49, 0, False),
        (50, 0, True),
        (99, 50, False),
        (100, 50, True),
        (1199, 1000, False),
        (1200, 1000, True),
    ],
)
def test_when_a_lesson_is_worth_its_time(decided: int, known: int, worth: bool) -> None:  # noqa: FBT001
    assert worth_learning(decided, known) == worth


def test_decisions_by_chance_don_t_lead(world: World) -> None:
    """Here people decide what the word lists say, and for the rest anything: there is nothing to be better at."""
    chance = random.Random(5)  # noqa: S311
    listed = [f"组织学习就是念文件，大家玩手机，第{at}回" for at in range(30)]
    others = [f"{'，'.join(chance.sample(PARTS[''], 3))}，{at}" for at in range(30)]
    opinions = world.take(*listed, *others)
    sweep_opinions(world.campaign, by=world.office, at=world.at)
    decide(world, opinions, ["F1"] * 30 + [""] * 30)
    lessons = {one.kind: one for one in learn_labels(world.campaign, by=world.office, at=world.at)}
    assert not lessons["focus"].leads
    assert lessons["focus"].numbers is None
    assert lessons["focus"].lists_right == lessons["focus"].held_back == 60
    assert lessons["focus"].told_from is None


def test_always_the_same_decision_teaches_nothing_and_is_asked_once(world: World) -> None:
    opinions = world.take(*(f"麦穗黄了{at}回" for at in range(50)))
    decide(world, opinions, [""] * 50)
    lessons = learn_labels(world.campaign, by=world.office, at=world.at)
    assert [(one.leads, one.held_back) for one in lessons] == [(False, 0)] * 3
    assert not waits_for_learning(world.campaign)


def test_a_lesson_that_no_longer_leads_gives_the_lists_back_what_waits(
    world: World, taught: list[Opinion]
) -> None:
    learn_all(world)
    Lesson.objects.update(model_right=F("lists_right"), leads=False, told_from=2**63 - 1)
    refresh_suggestions(world.campaign, by=world.office, at=world.at)
    assert not Suggestion.objects.filter(opinion__in=taught[60:], kind="focus").exists()


def test_the_last_lesson_alone_keeps_its_numbers(world: World, taught: list[Opinion]) -> None:
    learn_all(world)
    said = some_words(60, seed=7)
    more = take_later(world, *(words for words, _ in said))
    sweep_opinions(world.campaign, by=world.office, at=world.at)
    decide(world, more, [code for _, code in said])
    learn_all(world)
    rows = Lesson.objects.filter(kind="focus").order_by("number")
    assert [(one.number, one.numbers is not None, one.decided) for one in rows] == [
        (1, False, 60),
        (2, True, 120),
    ]
    model = Learned.from_bytes(bytes(rows[1].numbers or b""))
    assert model.examples == 120
    acts = Record.objects.filter(act="labels.learned")
    assert acts.count() == 6
    assert rows[1].digest in acts.order_by("seq").filter(facts__contains='"focus"').last().facts  # type: ignore[union-attr]


def test_refreshing_goes_on_where_it_stopped(
    world: World, taught: list[Opinion], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(learning, "BLOCK", 4)
    learn_labels(world.campaign, by=world.office, at=world.at)
    assert refresh_suggestions(world.campaign, by=world.office, at=world.at, most=4) == 4
    assert Suggestion.objects.filter(kind="focus", rank=1, lesson=1).count() == 4
    newest = sorted((opinion.pk for opinion in taught[60:]), reverse=True)[:4]
    assert set(Suggestion.objects.filter(lesson=1).values_list("opinion_id", flat=True)) == set(newest)
    assert waits_for_learning(world.campaign)
    assert refresh_suggestions(world.campaign, by=world.office, at=world.at) == 26
    assert not waits_for_learning(world.campaign)
    assert Suggestion.objects.filter(kind="topic", rank=1, lesson=1).count() == 10


def test_what_isn_t_swept_yet_is_left_to_the_sweep(world: World, taught: list[Opinion]) -> None:
    (new,) = take_later(world, "石磨转了三圈，豆子磨成了浆")
    learn_all(world)
    assert not Suggestion.objects.filter(opinion=new).exists()
    sweep_opinions(world.campaign, by=world.office, at=world.at)
    assert first(new).lesson == 1


def test_a_lesson_during_a_sweep_makes_the_sweep_think_again(
    world: World, taught: list[Opinion], monkeypatch: pytest.MonkeyPatch
) -> None:
    from huiyin.process.opinions.commands import sweeping  # noqa: PLC0415

    (new,) = take_later(world, "石磨转了三圈，豆子磨成了浆")
    words_of = sweeping.words_of

    def learned_meanwhile(ids: list[int]) -> object:
        monkeypatch.setattr(sweeping, "words_of", words_of)
        learn_all(world)
        return words_of(ids)

    monkeypatch.setattr(sweeping, "words_of", learned_meanwhile)
    assert sweep_opinions(world.campaign, by=world.office, at=world.at) == 1
    assert first(new).lesson == 1


def test_two_that_learn_at_once_make_one_lesson(
    world: World, taught: list[Opinion], monkeypatch: pytest.MonkeyPatch
) -> None:
    learn = learning.learn

    def another_was_faster(*args: object, **named: object) -> object:
        monkeypatch.setattr(learning, "learn", learn)
        learn_labels(world.campaign, by=world.office, at=world.at)
        return learn(*args, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(learning, "learn", another_was_faster)
    assert learn_labels(world.campaign, by=world.office, at=world.at) == []
    assert Lesson.objects.count() == 3


@pytest.mark.parametrize("who", ["clerk", "administrator", "outsider"])
def test_only_the_office_lets_learn(world: World, who: str) -> None:
    for command in (learn_labels, refresh_suggestions):
        with pytest.raises(NotAllowed):
            command(world.campaign, by=getattr(world, who), at=world.at)


def test_hits_compare_each_suggestion_with_what_was_decided_after_it(
    world: World, taught: list[Opinion]
) -> None:
    learn_all(world)
    codes = [code for _, code in some_words(70, 1)[60:]]
    before = [first(opinion) for opinion in taught[60:]]
    waiting = list(Opinion.objects.filter(pk__in=[opinion.pk for opinion in taught[60:]]).order_by("pk"))
    by_id = dict(zip([opinion.pk for opinion in taught[60:]], codes, strict=True))
    decide(world, waiting, [by_id[opinion.pk] for opinion in waiting])
    found = {(one.kind, one.lesson): one for one in hits(world.campaign)}
    right = sum(one.code == by_id[one.opinion_id] for one in before)
    assert (found["focus", 1].all.k, found["focus", 1].all.n) == (right, 10)
    assert sum(rate.n for rate in found["focus", 1].by_word.values()) == 10
    assert ("focus", 0) not in found  # the word lists had said nothing of these
    assert found["specific", 0].all.n == 70
    assert list(found["specific", 0].by_word) == [""]


def test_hits_follow_the_decision_that_counts(world: World) -> None:
    (opinion,) = world.take("组织学习就是念文件，大家坐着玩手机，心得体会网上抄")
    sweep_opinions(world.campaign, by=world.office, at=world.at)
    triage_opinion(opinion, focus="G3", topic="", specific=False, by=world.office, at=world.at)
    focus = next(one for one in hits(world.campaign) if one.kind == "focus")
    assert (focus.all.k, focus.all.n, focus.all.shown) == (0, 1, None)
    assert [(one.suggested, one.decided, one.times) for one in swaps(world.campaign)] == [("F1", "G3", 1)]
    opinion.refresh_from_db()
    triage_opinion(opinion, focus="F1", topic="", specific=False, by=world.office, at=world.at)
    assert next(one for one in hits(world.campaign) if one.kind == "focus").all.k == 1
    assert swaps(world.campaign) == []
    opinion.refresh_from_db()
    take_back_triage(opinion, by=world.office, at=world.at)
    assert next(one for one in hits(world.campaign) if one.kind == "focus").all.k == 0


def test_what_givers_want_is_suggested_compared_and_learned_only_where_the_template_asks(
    world: World,
) -> None:
    asked, told, quiet = world.take("能不能让孩子多走动走动", "恳请尽快解决热水问题", "操场的灯坏了两盏")
    sweep_opinions(world.campaign, by=world.office, at=world.at)
    assert (first(asked, "concern").code, first(told, "concern").code) == ("advice", "claim")
    assert not Suggestion.objects.filter(opinion=quiet, kind="concern").exists()
    for opinion, concern in ((asked, "advice"), (told, "enquiry"), (quiet, "advice")):
        triage_opinion(
            opinion, focus="", topic="", concern=concern, specific=False, by=world.office, at=world.at
        )
    found = next(one for one in hits(world.campaign) if one.kind == "concern")
    assert (found.lesson, found.all.k, found.all.n) == (0, 1, 2)
    corrected = [(one.suggested, one.decided) for one in swaps(world.campaign) if one.kind == "concern"]
    assert corrected == [("claim", "enquiry")]
    assert learned_kinds(world.campaign) == ("focus", "topic", "concern")
    (later,) = take_later(world.without_concerns(), "恳请尽快解决热水问题")
    sweep_opinions(world.campaign, by=world.office, at=world.at)
    assert not Suggestion.objects.filter(opinion=later, kind="concern").exists()
    assert learned_kinds(world.campaign) == ("focus", "topic")


def test_how_often_suggestions_were_right_is_one_query_however_many_kinds(
    world: World, taught: list[Opinion], django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(2):
        hits(world.campaign)
        swaps(world.campaign)
