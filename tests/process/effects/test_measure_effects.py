"""What a run finds, of what it makes its tables, and that it measures anew only where something happened."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, transaction

from huiyin.analysis.effects import Verdict, false_discoveries
from huiyin.cli.looking_back import everything
from huiyin.kit.errors import NotAllowed
from huiyin.platform.orgs.rules.rights import Actor, Role
from huiyin.process.effects.commands import measure_effects, running
from huiyin.process.effects.models import Effect, EffectPart, EffectRun
from huiyin.process.effects.queries import confirming, effects_wait, last_run
from huiyin.process.effects.queries import hearing as effects_hearing
from huiyin.process.effects.queries.reading import shown
from huiyin.process.effects.rules.words import Kind
from huiyin.process.opinions.models import Opinion
from huiyin.process.problems.commands import merge_problems
from huiyin.process.problems.models import Problem
from huiyin.process.recurrences.models import Decided
from huiyin.process.recurrences.rules.answers import Answer
from huiyin.reports.papers.lookback import lookback_values
from tests.process.effects.conftest import AFTER, BEFORE, CLOSED, SINCE, UNTIL, Town, counted

pytestmark = pytest.mark.django_db


def test_a_fix_that_works_is_proven_everywhere_alike(town: Town) -> None:
    problem = town.fixed()
    run = town.run()
    assert run is not None
    assert (run.number, run.on, run.whole, run.anew) == (1, UNTIL, True, 1)
    effect = town.effect(problem)
    assert counted(effect) == (30, 10, 0, 40)
    assert (effect.verdict, effect.closed_on, effect.unit) == (Verdict.PROVEN, CLOSED, town.world.school)
    assert effect.high is not None
    assert effect.high < 1
    sums = [
        town.effect(kind=Kind.UNIT, subject=str(town.world.school.pk)),
        town.effect(kind=Kind.WIND, subject="F"),
        town.effect(kind=Kind.CAMPAIGN),
    ]
    assert all(counted(one) == counted(effect) and one.verdict == effect.verdict for one in sums)


def test_what_nothing_is_said_of_since_is_not_proven_without_listening(town: Town) -> None:
    problem = town.problem(town.say(30, BEFORE))
    town.say(10, BEFORE)
    town.close(problem)
    town.run()
    effect = town.effect(problem)
    assert (counted(effect), effect.verdict) == ((30, 10, 0, 0), Verdict.NOT_YET)
    assert effect.needed is not None


def test_what_was_confirmed_counts_and_what_waits_counts_for_nothing(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    problem = town.fixed()
    later = town.say(12, AFTER)
    monkeypatch.setattr(effects_hearing, "waiting", lambda _: {problem.pk: later})
    town.run()
    effect = town.effect(problem)
    assert (counted(effect), effect.waiting) == ((30, 10, 0, 40), 12)
    monkeypatch.setattr(effects_hearing, "waiting", confirming.waiting)
    monkeypatch.setattr(effects_hearing, "confirmed", lambda _: {problem.pk: later})
    town.tell("recurrence.confirmed", problem)
    town.run()
    assert (counted(town.effect(problem)), town.effect(problem).waiting) == ((30, 10, 12, 40), 0)


def test_what_people_decided_of_suggestions_is_what_counts(town: Town) -> None:
    problem = town.fixed()
    one, two = town.say(2, AFTER)
    town.run()
    assert counted(town.effect(problem)) == (30, 10, 0, 42)
    for opinion, answer in ((one, Answer.AGAIN), (two, Answer.ANOTHER)):
        Decided.objects.create(
            problem=problem,
            opinion_id=opinion,
            round=1,
            answer=answer,
            role="office",
            decided_by="office",
            decided_on=UNTIL,
        )
        town.tell("recurrence.decided", problem)
    town.run()
    assert counted(town.effect(problem)) == (30, 10, 1, 41)


def test_what_stands_behind_the_problem_that_follows_counts_after(town: Town) -> None:
    problem = town.fixed()
    again = town.problem(town.say(7, AFTER))
    Problem.objects.filter(pk=again.pk).update(
        year=problem.year, serial=problem.serial, occurrence=2, follows=problem
    )
    town.tell("problem.look_back", problem)
    town.run()
    assert counted(town.effect(problem)) == (30, 10, 7, 40)
    again.refresh_from_db()
    town.close(again, date(2014, 7, 1))
    town.run()
    assert counted(town.effect(again))[0] == 37
    assert counted(town.effect(kind=Kind.UNIT, subject=str(town.world.school.pk)))[2] == 7


def test_what_was_merged_into_a_problem_stands_behind_it(town: Town) -> None:
    problem, other = town.fixed(), town.problem(town.say(5, BEFORE))
    assert town.run() is not None
    assert counted(town.effect(problem)) == (30, 15, 0, 40)
    merge_problems(problem, [other], by=town.office, at=town.at)
    town.run()
    assert counted(town.effect(problem)) == (35, 10, 0, 40)


def test_a_copy_sent_after_the_closing_waits_for_a_person(town: Town) -> None:
    problem = town.fixed()
    first = Opinion.objects.order_by("raised_on", "pk").filter(linked=True).values_list("pk", flat=True)[0]
    [copy] = town.say(1, AFTER)
    Opinion.objects.filter(pk=copy).update(duplicate_of=first)
    town.run()
    assert (counted(town.effect(problem)), town.effect(problem).waiting) == ((30, 10, 0, 40), 1)


def test_withdrawn_foreign_and_earlier_ones_count_nowhere(town: Town) -> None:
    problem = town.fixed()
    one, two = town.say(2, AFTER)
    Opinion.objects.filter(pk=one).update(withdrawn_on=UNTIL)
    Opinion.objects.filter(pk=two).update(settled_as="out_of_scope", settled_why="不归我们")
    town.say(1, SINCE - timedelta(days=1))
    town.say(9, AFTER, town.world.other_school)
    town.run()
    assert counted(town.effect(problem)) == (30, 10, 0, 40)


def test_a_problem_that_went_up_is_measured_where_it_was_said(town: Town) -> None:
    problem = town.problem(town.say(8, BEFORE), owner=town.world.bureau)
    town.close(problem)
    town.say(20, AFTER)
    town.run()
    effect = town.effect(problem)
    assert (effect.unit, counted(effect)) == (town.world.school, (8, 0, 0, 20))


def test_opinions_about_other_units_are_told_and_not_counted(town: Town) -> None:
    problem = town.problem([*town.say(8, BEFORE), *town.say(3, BEFORE, town.world.other_school)])
    town.close(problem)
    town.run()
    assert (counted(town.effect(problem)), town.effect(problem).outside) == ((8, 0, 0, 0), 3)


def test_channels_that_came_or_went_in_between_are_named(town: Town) -> None:
    problem = town.fixed()
    town.say(6, AFTER, channel="forum")
    town.say(4, AFTER, channel="letter")
    town.run()
    assert town.effect(problem).breaks == {"forum": True}
    assert town.effect(problem).channels == {"forum": [0, 6], "letter": [0, 4], "online": [40, 40]}


def test_a_run_measures_only_where_something_happened(town: Town) -> None:
    problem = town.fixed()
    other = town.problem(town.say(6, BEFORE, town.world.other_school), owner=town.world.other_school)
    town.close(other)
    first = town.run(date(2014, 9, 1))
    assert first is not None
    assert first.anew == 2
    assert town.run(date(2014, 9, 2)) is None
    town.again(other, town.say(3, AFTER, town.world.other_school))
    later = town.run(date(2014, 9, 3))
    assert later is not None
    assert Effect.objects.filter(run=later, kind=Kind.PROBLEM).count() == 1
    assert counted(town.effect(other)) == (6, 0, 3, 0)
    assert town.effect(problem).run == first


def test_measured_bit_by_bit_it_is_what_it_is_measured_whole(town: Town) -> None:
    problem = town.fixed()
    other = town.problem(town.say(6, BEFORE, town.world.other_school), owner=town.world.other_school)
    town.close(other, date(2014, 5, 1))
    town.run()
    town.again(problem, town.say(3, AFTER))
    town.say(5, AFTER, town.world.other_school)
    town.run(date(2014, 9, 2))
    before = {(row.kind, row.subject): counted(row) for row in Effect.objects.latest_of(town.campaign)}
    rows = Effect.objects.count(), EffectPart.objects.count()
    town.run(date(2014, 9, 3), whole=True)
    assert (Effect.objects.count(), EffectPart.objects.count()) == rows
    assert {
        (row.kind, row.subject): counted(row) for row in Effect.objects.latest_of(town.campaign)
    } == before


def test_what_is_reopened_says_nothing_any_more(town: Town) -> None:
    problem = town.fixed()
    town.run()
    town.close(problem, None)
    town.run()
    for effect in Effect.objects.latest_of(town.campaign):
        assert (effect.verdict, counted(effect), effect.problems) == ("", (0, 0, 0, 0), 0)
    town.close(problem)
    town.run()
    assert town.effect(problem).verdict == Verdict.PROVEN


def test_one_correction_for_all(town: Town) -> None:
    """One proof among many that say nothing: each would stand alone, and not among so many."""
    problem = town.problem(town.say(6, BEFORE))
    town.say(6, BEFORE)
    town.close(problem)
    town.say(9, AFTER)
    alone = town.run()
    assert alone is not None
    assert (alone.tested, town.effect(problem).verdict) == (3, Verdict.PROVEN)
    for _ in range(6):
        beside = town.problem(town.say(2, BEFORE))
        town.close(beside)
        town.again(beside, town.say(1, AFTER))
    among = town.run()
    assert among is not None
    assert among.tested == 9
    assert town.effect(problem).high is not None


def test_what_a_run_said_is_never_changed(town: Town) -> None:
    town.fixed()
    run = town.run()
    assert run is not None
    for rows in (
        EffectRun.objects.filter(pk=run.pk),
        Effect.objects.filter(run=run),
        EffectPart.objects.filter(run=run),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            rows.update(campaign=town.campaign)
        with pytest.raises(DatabaseError), transaction.atomic():
            rows.delete()


def test_it_is_due_when_something_happened(town: Town) -> None:
    assert not effects_wait(town.campaign)
    problem = town.fixed()
    assert effects_wait(town.campaign)
    town.run(date(2030, 1, 1))
    assert not effects_wait(town.campaign)
    town.tell("recurrence.confirmed", problem)
    assert effects_wait(town.campaign)


def test_nobody_without_the_whole_in_sight_starts_a_run(town: Town) -> None:
    with pytest.raises(NotAllowed):
        measure_effects(town.campaign, by=Actor("clerk", Role.CLERK), at=town.at)


def test_one_verdict_on_page_list_report_and_command_line(town: Town) -> None:
    problem = town.fixed()
    town.run()
    row = town.effect(problem)
    run = last_run(town.campaign)
    assert run is not None
    [one] = shown([row], run, 5, lambda _: True)
    report = everything(None, None)
    assert [each.verdict for each in report.problems] == [one.verdict]
    assert report.problems[0].figures == one.figures
    assert lookback_values(report)["verdicts"] == {"proven": 1, "worse": 0, "not_yet": 0}


def test_the_correction_is_made_once_a_run(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []

    def once(values: list[float]) -> frozenset[int]:
        asked.append(len(values))
        return false_discoveries(values)

    monkeypatch.setattr(running, "false_discoveries", once)
    town.fixed()
    run = town.run()
    assert run is not None
    assert asked == [run.tested]
