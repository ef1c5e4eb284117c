"""The order of a sample, who sees what when, what two persons find, and that nothing of it can be done twice or changed."""

import io
import json
import re
import subprocess
import sys
import zipfile
from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from click.testing import CliRunner
from django.db import DatabaseError, IntegrityError, transaction
from pytest_django import DjangoAssertNumQueries

from huiyin.analysis.sampling import sample_size, seed_hash, upper_bound
from huiyin.cli.sample import sample as sample_words
from huiyin.kit.errors import Broken, Conflict, NotAllowed, Refused, Unseen
from huiyin.platform.audit.models import Record
from huiyin.platform.orgs.rules.rights import Actor, Role
from huiyin.process.campaigns.models import Participation
from huiyin.process.campaigns.rules.judging import Known
from huiyin.process.campaigns.rules.life import Act
from huiyin.process.problems.models import Problem
from huiyin.process.rectification.commands import Said, take_step
from huiyin.process.samples.access import get_item, get_sample, visible_items, visible_samples
from huiyin.process.samples.commands import (
    announce_sample,
    break_off_sample,
    draw_sample,
    freeze_population,
    say_of_item,
    start_visit,
)
from huiyin.process.samples.models import Sample, SampleItem, SamplePopulation, SeedReveal
from huiyin.process.samples.queries.facts import FALSE, MOST, facts, looked_at
from huiyin.process.samples.queries.standing import package_of, standing_of, standings
from huiyin.process.samples.rules.kinds import Kind, Parts, Stage
from huiyin.process.samples.rules.package import packed, redrawn, unpacked
from tests.process.samples.drawn import Sampling, sampling_in
from tests.world import World

pytestmark = pytest.mark.django_db
DOC = Path(__file__).parents[3] / "docs" / "statistics.md"


@pytest.fixture
def sampling(world: World, at: datetime) -> Sampling:
    return sampling_in(world, at)


def visit_all(sampling: Sampling, sample: Sample) -> list[SampleItem]:
    items = sampling.items(sample)
    for item in items:
        start_visit(sample, item, sampling.other, by=sampling.inspector, at=sampling.at)
    return items


def settle(sampling: Sampling, sample: Sample, item: SampleItem, *, holds: bool) -> None:
    for by in (sampling.inspector, sampling.colleague):
        say_of_item(
            sample,
            item,
            "到现场看了，与材料一致" if holds else "公示栏是空的",
            holds=holds,
            by=by,
            at=sampling.at,
        )


def test_the_seed_comes_first_then_the_population_then_the_draw(sampling: Sampling) -> None:
    sampling.problems(12, sampling.world.school)
    sample = sampling.announce()
    assert len(sample.seed_hash) == 64
    with pytest.raises(Refused):
        draw_sample(sample, by=sampling.inspector, at=sampling.at)
    freeze_population(sample, by=sampling.inspector, at=sampling.at)
    later = sampling.problems(1, sampling.world.school)[0]
    drawn = draw_sample(sample, by=sampling.inspector, at=sampling.at)
    assert drawn.size == sample_size(12, 0.1, 0.95)
    assert later.number not in SamplePopulation.objects.get(pk=sample.pk).lines
    acts = list(
        Record.objects.filter(act__startswith="sample.").order_by("seq").values_list("act", flat=True)
    )
    assert acts == ["sample.announced", "sample.frozen", "sample.drawn"]


def test_the_record_never_says_which(sampling: Sampling) -> None:
    sampling.problems(8, sampling.world.school)
    sample = sampling.draw()
    told = " ".join(Record.objects.filter(act__startswith="sample.").values_list("facts", flat=True))
    assert not any(item.name in told for item in sampling.items(sample))
    assert "seed_hash" in told


def test_a_population_is_frozen_once_and_a_seed_draws_once(sampling: Sampling) -> None:
    sampling.problems(5, sampling.world.school)
    sample = sampling.announce()
    freeze_population(sample, by=sampling.inspector, at=sampling.at)
    with pytest.raises(Conflict):
        freeze_population(sample, by=sampling.inspector, at=sampling.at)
    draw_sample(sample, by=sampling.inspector, at=sampling.at)
    with pytest.raises(Conflict):
        draw_sample(sample, by=sampling.inspector, at=sampling.at)
    with pytest.raises((IntegrityError, DatabaseError)), transaction.atomic():
        Sample.objects.create(
            campaign=sample.campaign,
            number=99,
            scope=sample.scope,
            kind="problem",
            tolerable=Decimal("0.1"),
            confidence=Decimal("0.95"),
            seed_hash=sample.seed_hash,
            seed_box=sample.seed_box,
            by="x",
            on=sample.on,
            recorded=1,
        )


def test_nobody_collects_seeds(sampling: Sampling) -> None:
    sampling.problems(3, sampling.world.school)
    sample = sampling.announce()
    with pytest.raises(Refused):
        sampling.announce()
    break_off_sample(sample, "范围定错了", by=sampling.inspector, at=sampling.at)
    assert standing_of(sample).stage is Stage.BROKEN_OFF
    assert seed_hash(SeedReveal.objects.get(pk=sample.pk).seed) == sample.seed_hash
    assert sampling.announce().number == 2


def test_an_empty_population_isnt_frozen(sampling: Sampling) -> None:
    sample = sampling.announce(Kind.VOTE)
    with pytest.raises(Refused):
        freeze_population(sample, by=sampling.inspector, at=sampling.at)


def test_who_accepted_doesnt_draw(sampling: Sampling) -> None:
    world = sampling.world
    for by in (world.office, Actor("leader", Role.LEADER, world.bureau.path), sampling.principal):
        with pytest.raises(NotAllowed):
            announce_sample(
                world.campaign,
                world.bureau,
                Kind.PROBLEM,
                tolerable=Decimal("0.1"),
                confidence=Decimal("0.95"),
                by=by,
                at=sampling.at,
            )


def test_nobody_but_inspectors_sees_what_was_drawn_until_the_visit(sampling: Sampling) -> None:
    world = sampling.world
    sampling.problems(6, world.school)
    sample = sampling.draw()
    head, inspector = [sampling.principal], [sampling.inspector]
    others = [head, [world.office], [Actor("leader", Role.LEADER, world.bureau.path)], [world.clerk]]
    assert len(visible_items(inspector, sample)) == len(sampling.items(sample)) > 1
    for who in others:
        assert not visible_items(who, sample)
        assert list(visible_samples(who, world.campaign)) == [sample]
    first = sampling.items(sample)[0]
    with pytest.raises(Unseen):
        get_item(sample, first.place, head)
    start_visit(sample, first, sampling.other, by=sampling.inspector, at=sampling.at)
    for who in others:
        assert [item.pk for item in visible_items(who, sample)] == [first.pk]
    assert get_item(sample, first.place, head).pk == first.pk


def test_an_inspector_with_a_post_there_neither_sees_nor_visits(sampling: Sampling) -> None:
    sampling.problems(4, sampling.world.school)
    sample = sampling.draw()
    partial = Actor(
        "x", Role.SUPERVISION, sampling.world.bureau.path, own=frozenset({sampling.world.school.path})
    )
    assert not visible_items([partial], sample)
    with pytest.raises(NotAllowed):
        start_visit(sample, sampling.items(sample)[0], sampling.other, by=partial, at=sampling.at)


def test_a_visit_takes_two_who_are_sent(sampling: Sampling) -> None:
    sampling.problems(4, sampling.world.school)
    sample = sampling.draw()
    item = sampling.items(sample)[0]
    for second in (sampling.one, sampling.head):
        with pytest.raises(Refused):
            start_visit(sample, item, second, by=sampling.inspector, at=sampling.at)
    with pytest.raises(Refused):
        say_of_item(sample, item, "看了", holds=True, by=sampling.inspector, at=sampling.at)
    start_visit(sample, item, sampling.other, by=sampling.inspector, at=sampling.at)
    with pytest.raises(Conflict):
        start_visit(sample, item, sampling.other, by=sampling.inspector, at=sampling.at)


def test_the_last_visit_opens_the_seed(sampling: Sampling) -> None:
    sampling.problems(3, sampling.world.school)
    sample = sampling.draw()
    items = sampling.items(sample)
    for item in items[:-1]:
        start_visit(sample, item, sampling.other, by=sampling.inspector, at=sampling.at)
    assert not SeedReveal.objects.exists()
    start_visit(sample, items[-1], sampling.other, by=sampling.inspector, at=sampling.at)
    assert seed_hash(SeedReveal.objects.get().seed) == sample.seed_hash
    assert standing_of(sample).stage is Stage.VISITED


def test_a_result_takes_two_and_stands(sampling: Sampling, world: World) -> None:
    sampling.problems(3, world.school)
    sample = sampling.draw()
    items = visit_all(sampling, sample)
    assert say_of_item(sample, items[0], "空的", holds=False, by=sampling.inspector, at=sampling.at) is None
    assert say_of_item(sample, items[0], "在", holds=True, by=sampling.colleague, at=sampling.at) is None
    result = say_of_item(sample, items[0], "再看确实空的", holds=False, by=sampling.colleague, at=sampling.at)
    assert result is not None
    assert result.holds is False
    with pytest.raises(Conflict):
        say_of_item(sample, items[0], "又有了", holds=True, by=sampling.inspector, at=sampling.at)
    for item in items[1:]:
        assert standing_of(sample).bound is None
        settle(sampling, sample, item, holds=True)
    found = standing_of(sample)
    assert (found.stage, found.false, found.settled) == (Stage.FINISHED, 1, len(items))
    assert found.bound == 1  # all of three were looked at


def test_a_false_closure_is_reopened_by_a_person_same_row_one_round_more(
    sampling: Sampling, world: World
) -> None:
    sampling.problems(2, world.school)
    sample = sampling.draw()
    item = visit_all(sampling, sample)[0]
    settle(sampling, sample, item, holds=False)
    problem = Problem.objects.select_related("campaign__root", "owner").get(pk=item.problem_id)
    assert problem.state == "closed"
    said = Said(reason="公示栏是空的", reason_code=_reason(world), until=date(2014, 6, 30))
    take_step(problem, Act.REOPEN, said, by=sampling.inspector, at=sampling.at)
    again = Problem.objects.get(pk=item.problem_id)
    assert (again.number, again.round, again.closed_on) == (item.name, 2, None)


def _reason(world: World) -> str:
    template = json.loads(world.campaign.template)
    return str(template["lists"]["reopening_reasons"]["codes"][0]["code"])


@pytest.mark.parametrize("parts", [Parts.NONE, Parts.UNIT])
def test_the_ten_lines_of_the_docs_draw_the_same(sampling: Sampling, parts: Parts, tmp_path: Path) -> None:
    sampling.problems(40, sampling.world.school)
    sampling.problems(25, sampling.world.other_school)
    sample = sampling.draw(parts)
    visit_all(sampling, sample)
    read = get_sample(sample.number, actors=[sampling.inspector], campaign=sampling.world.campaign)
    data = packed(package_of(standing_of(read)))
    assert all(one.same for one in redrawn(unpacked(data)))
    with zipfile.ZipFile(io.BytesIO(data)) as given:
        given.extractall(tmp_path)
    code = re.search(r"```python\n(.*?)```", DOC.read_text(encoding="utf-8"), re.DOTALL)
    assert code is not None
    printed: list[str] = []
    for folder in sorted({path.parent for path in tmp_path.rglob("seed.txt")}):
        ran = subprocess.run(
            [sys.executable, "-c", code[1]], cwd=folder, capture_output=True, text=True, check=True
        )
        lines = ran.stdout.splitlines()
        assert lines[0].split()[-1] == sample.seed_hash
        if parts is Parts.NONE:
            assert lines[1].split()[-1] == SamplePopulation.objects.get(pk=sample.pk).digest
        printed += lines[2:]
    assert printed == [item.name for item in sampling.items(sample)]


def test_the_lines_without_any_language_draw_the_same(sampling: Sampling, tmp_path: Path) -> None:
    """As they stand in the document, in the shell that every machine has."""
    sampling.problems(40, sampling.world.school)
    sample = sampling.draw()
    visit_all(sampling, sample)
    with zipfile.ZipFile(io.BytesIO(packed(package_of(standing_of(sample))))) as given:
        given.extractall(tmp_path)
    lines = re.search(r"```sh\n(.*?)```", DOC.read_text(encoding="utf-8"), re.DOTALL)
    assert lines is not None
    [folder] = {path.parent for path in tmp_path.rglob("seed.txt")}
    ran = subprocess.run(
        ["sh", "-eu", "-c", lines[1]], cwd=folder, capture_output=True, text=True, check=True
    )
    seed, population, *drawn = ran.stdout.splitlines()
    assert seed.split()[0] == sample.seed_hash
    assert population.split()[0] == SamplePopulation.objects.get(pk=sample.pk).digest
    assert [line.split()[-1] for line in drawn] == [item.name for item in sampling.items(sample)]


def test_every_command_of_the_document_is_one() -> None:
    """What it says to type: words of `huiyin` that there are, modules of the bench that can be asked what they take."""
    text = DOC.read_text(encoding="utf-8")
    words = re.findall(r"`huiyin ([a-z]+) ([a-z]+) [^`]*`", text)
    assert words == [("sample", "redraw")]
    assert sample_words.commands.keys() >= {word for _, word in words}
    for module, options in re.findall(r"^    python -m ([\w.]+)(.*)$", text, re.MULTILINE):
        code = (DOC.parents[1] / f"{module.replace('.', '/')}.py").read_text(encoding="utf-8")
        for option in re.findall(r"--\w+", options):
            assert f'"{option}"' in code, (module, option)


def test_the_word_finds_what_was_changed(sampling: Sampling, tmp_path: Path) -> None:
    sampling.problems(30, sampling.world.school)
    sample = sampling.draw()
    visit_all(sampling, sample)
    package = package_of(standing_of(sample))
    file = tmp_path / "sample.zip"
    file.write_bytes(packed(package))
    ran = CliRunner().invoke(sample_words, ["redraw", str(file)])
    assert ran.exit_code == 0, ran.output
    left_out = [name for name in package.strata[""] if name != package.chosen[0]]
    file.write_bytes(
        packed(type(package)({"": left_out}, package.seed, package.size, package.chosen, package.recorded))
    )
    ran = CliRunner().invoke(sample_words, ["redraw", str(file)])
    assert isinstance(ran.exception, Broken)


def test_nothing_of_a_sample_changes(sampling: Sampling, run_sql: Callable[[str], None]) -> None:
    sampling.problems(2, sampling.world.school)
    sample = sampling.draw()
    settle(sampling, sample, visit_all(sampling, sample)[0], holds=False)
    for statement in (
        "UPDATE samples_sample SET seed_hash = 'x'",
        "UPDATE samples_samplepopulation SET count = 1",
        "DELETE FROM samples_sampleitem",
        "UPDATE samples_samplestatement SET words = 'x'",
        "UPDATE samples_sampleresult SET holds = (1 = 1)",
        "DELETE FROM samples_sampleresult",
        "UPDATE samples_seedreveal SET seed = 'x'",
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            run_sql(statement)


def test_a_list_of_samples_takes_six_queries(sampling: Sampling, django_assert_num_queries) -> None:  # noqa: ANN001
    sampling.problems(3, sampling.world.school)
    visit_all(sampling, sampling.draw())
    sampling.announce()
    inspector = sampling.inspector
    with django_assert_num_queries(6):
        found = standings(visible_samples([inspector], sampling.world.campaign))
    assert sorted(one.stage for one in found) == [Stage.ANNOUNCED, Stage.VISITED]


def test_what_samples_say_of_a_unit(
    sampling: Sampling, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    """False closings among those looked at, and the bound of the unit's own: only once the whole sample is done."""
    world, on = sampling.world, sampling.at.date()
    sampling.problems(30, world.school)
    sampling.problems(10, world.other_school)
    units = (world.school, world.other_school, world.bureau)
    parts = [Participation.objects.select_related("unit", "campaign").get(unit=unit) for unit in units]
    with django_assert_num_queries(1):
        assert facts(parts, on) == {part.pk: {} for part in parts}
    sample = sampling.draw()
    items = visit_all(sampling, sample)
    mine = [item for item in items if item.unit_id == world.school.pk]
    others = [item for item in items if item.unit_id == world.other_school.pk]
    for item in mine:
        settle(sampling, sample, item, holds=item.pk != mine[0].pk)
    told = facts(parts, on)
    assert told[parts[0].pk] == {FALSE: Known(1 / len(mine), len(mine))}  # others wait: no bound yet
    assert told[parts[1].pk] == {}
    for item in others:
        settle(sampling, sample, item, holds=True)
    with django_assert_num_queries(6):
        told = facts(parts, on)
    most = upper_bound(30, len(mine), 1, 0.95)
    assert told[parts[0].pk][MOST] == Known(most / 30, 30)
    assert told[parts[1].pk] == {
        FALSE: Known(0.0, len(others)),
        MOST: Known(upper_bound(10, len(others), 0, 0.95) / 10, 10),
    }
    assert told[parts[2].pk] == {}
    assert facts(parts, on - timedelta(days=1)) == {part.pk: {} for part in parts}
    assert [one.holds for one in looked_at(world.school.pk, world.campaign)].count(False) == 1
