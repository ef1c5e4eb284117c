"""The campaign of bench.recurrence_store so many times over, each time about other schools: to see what a look takes of the whole and not of a school.

A million texts take a quarter of an hour of CPU to make; to copy the rows of a hundred thousand takes a minute or two. Each copy has its own
schools, opinions, problems and what was read of them. Everybody's problems are those of the first alone, and the words are counted as often as
they are there.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from bench.recurrence_store import AT, BEHIND_WIDE, office

if TYPE_CHECKING:
    from django.db.models import Model

    from huiyin.process.campaigns.models import Campaign


def multiply(copies: int, wide: int) -> None:
    """Of a store that was filled and not looked at: so many of it, itself among them."""
    from django.db import transaction  # noqa: PLC0415

    from huiyin.process.campaigns.models import Campaign  # noqa: PLC0415

    campaign = Campaign.objects.select_related("root").get()
    with transaction.atomic():
        before = _units(campaign, copies)
        for at in range(1, copies):
            _copy(campaign, before[0], before[at], wide)
        _count_words(campaign, copies)


def _units(campaign: "Campaign", copies: int) -> list[list[int]]:
    """The schools of each copy, in the order of those of the first."""
    from huiyin.platform.orgs.commands import import_units  # noqa: PLC0415
    from huiyin.platform.orgs.models import Unit  # noqa: PLC0415
    from huiyin.platform.orgs.rules.unit_rows import UnitRow  # noqa: PLC0415
    from huiyin.process.campaigns.commands import enrol_units  # noqa: PLC0415

    known = Unit.objects.exclude(pk=campaign.root_id).order_by("pk")
    size = known.count()
    rows = [UnitRow(n + 2, None, f"第{n}小学", None, "学校", ()) for n in range(size, size * copies)]
    import_units(rows, campaign.root, by=office(), at=AT)
    enrol_units(campaign, list(known[size:]), by=office(), at=AT)
    keys = list(known.values_list("pk", flat=True))
    return [keys[start : start + size] for start in range(0, len(keys), size)]


def _copy(campaign: "Campaign", schools: list[int], others: list[int], wide: int) -> None:
    from django.db.models import Max  # noqa: PLC0415

    from huiyin.platform.orgs.models import Unit  # noqa: PLC0415
    from huiyin.platform.texts.models import IndexedText  # noqa: PLC0415
    from huiyin.process.opinions.models import Group, Opinion, Placement  # noqa: PLC0415
    from huiyin.process.problems.models import Link, Problem  # noqa: PLC0415
    from huiyin.process.problems.rules import problem_number  # noqa: PLC0415
    from huiyin.process.recurrences.models import Around, Watched  # noqa: PLC0415

    first = Unit.objects.filter(pk__lt=others[0]).count() - 1  # how many schools came before
    nth = first // len(schools)
    size = _first_copy(Opinion, schools)
    problems = Problem.objects.aggregate(last=Max("serial"))["last"] // nth
    # Everybody's come first, with their opinions: of these nothing but what was said is copied.
    own, apart = f"id > {wide * BEHIND_WIDE}", f"opinion_id > {wide * BEHIND_WIDE}"
    said, done = nth * size, nth * problems
    owner = _among("owner_id", schools, others)
    _rows(Opinion, {
        "id": f"id + {said}", "source_key": f"printf('%064d', id + {said})", "source_id": f"'n' || (id + {said})",
        "about_id": _among("about_id", schools, others), "linked": f"CASE WHEN {own} THEN linked ELSE 0 END",
    }, f"id <= {size}")  # fmt: skip
    _rows(
        IndexedText,
        {"text": f"text + {said}", "pieces": _stamped(campaign, schools, others)},
        f"text <= {size}",
    )
    _rows(Problem, {
        "id": f"id + {done}", "serial": f"serial + {done}", "number": f"'x' || (serial + {done})", "owner_id": owner,
    }, f"serial <= {problems} AND serial > {wide}")  # fmt: skip
    copied = list(Problem.objects.filter(serial__gt=done).only("serial"))
    for problem in copied:
        problem.number = problem_number(2014, problem.serial)
    Problem.objects.bulk_update(copied, ["number"], batch_size=400)
    _rows(Link, {"id": None, "opinion_id": f"opinion_id + {said}", "problem_id": f"problem_id + {done}"},
          f"opinion_id <= {size} AND {apart}")  # fmt: skip
    _rows(
        Group,
        {"id": f"id + {done}", "number": f"number + {done}"},
        f"number <= {problems} AND number > {wide}",
    )
    _rows(Placement, {"opinion_id": f"opinion_id + {said}",
          "group_id": f"CASE WHEN {apart} THEN group_id + {done} END"}, f"opinion_id <= {size}")  # fmt: skip
    _rows(
        Watched, {"problem_id": f"problem_id + {done}"}, f"problem_id <= {problems} AND problem_id > {wide}"
    )
    _rows(Around, {"id": None, "watched_id": f"watched_id + {done}", "unit_id": _among("unit_id", schools, others)},
          f"watched_id <= {problems} AND watched_id > {wide}")  # fmt: skip


def _first_copy(opinions: "type[Model]", schools: list[int]) -> int:
    """How many opinions are about the first schools: their keys are the first."""
    there: int = opinions._default_manager.filter(about__in=schools).count()
    return there


def _among(column: str, schools: list[int], others: list[int]) -> str:
    """Schools are numbered one after the other."""
    return f"{column} + {others[0] - schools[0]}"


def _stamped(campaign: "Campaign", schools: list[int], others: list[int]) -> str:
    """Pieces under the stamp of the other school's names: neither's stand in these texts."""
    from huiyin.platform.texts.rules import STAMP  # noqa: PLC0415
    from huiyin.process.opinions.queries import scopes_of  # noqa: PLC0415

    scopes = scopes_of(campaign)
    stamps = {
        scopes.mask(one).stamp.hex(): scopes.mask(other).stamp.hex()
        for one, other in zip(schools, others, strict=True)
    }
    cases = " ".join(f"WHEN X'{one}' THEN X'{other}'" for one, other in stamps.items())
    return (
        f"CASE WHEN pieces IS NULL THEN NULL ELSE CAST((CASE substr(pieces, 1, {STAMP}) {cases} END)"
        f" || substr(pieces, {STAMP + 1}) AS BLOB) END"
    )


def _rows(model: "type[Model]", changed: Mapping[str, str | None], where: str) -> None:
    """Rows of a table once more, but for what `changed` says of a column; None: a key that the database gives."""
    from django.db import connection  # noqa: PLC0415

    fields = [one for one in model._meta.concrete_fields if not one.generated]
    names = [one.column for one in fields if changed.get(one.column, "") is not None]
    read = ", ".join(str(changed.get(name, name)) for name in names)
    table = model._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {table} ({', '.join(names)}) SELECT {read} FROM {table} WHERE {where}")  # noqa: S608


def _count_words(campaign: "Campaign", copies: int) -> None:
    from huiyin.analysis.vectors import Frequencies  # noqa: PLC0415
    from huiyin.platform.texts.commands import keep_vocabulary  # noqa: PLC0415
    from huiyin.platform.texts.queries import weighing  # noqa: PLC0415

    counted = weighing(campaign.pk)
    if counted is None:
        raise ValueError("nothing was counted")
    whole = Frequencies()
    whole.texts = counted.frequencies.texts * copies
    buckets, counts = counted.frequencies.in_use()
    whole._take(buckets, counts * copies)
    keep_vocabulary(campaign.pk, whole, {})
