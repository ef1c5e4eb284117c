"""How long the margin of a paper of self-examination takes, with so many other papers in the database.

    python -m bench.margin [--papers 1000 5000] [--postgres ADDRESS] [--data DIR]

Papers of about 6,000 characters, made of really different messages (bench/messages.py), handed in by as many people; every tenth has a
paragraph of the one before it with a tenth of its characters changed.

index     ms of indexing a paper
notes     ms of `notes_on` of a text of 6,000 characters with two copied paragraphs, with the words of papers and who may open them
hints     ms of what only such papers are noted for
Medians of 25 texts; each size in a process and a database of its own.
"""

import sys
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from bench.messages import different, edited, read_messages
from bench.notes import AT, _campaign, _report, _say, _timed, by_size
from huiyin.analysis.normalise import Text

if TYPE_CHECKING:
    from huiyin.platform.orgs.models import Unit
    from huiyin.process.campaigns.models import Campaign

LETTERS, TOGETHER, ASKED = 6_000, 16, 25


def main() -> int:
    return by_size("margin", __doc__ or "", [1_000, 5_000], _measure)


# What follows runs in the child, with Django set up.


def _measure(data: Path, size: int) -> None:
    import django  # noqa: PLC0415

    django.setup()
    from django.core.management import call_command  # noqa: PLC0415
    from django.db import transaction  # noqa: PLC0415

    from huiyin.platform.orgs.rules.rights import Actor, Role  # noqa: PLC0415
    from huiyin.platform.texts.commands import index_passages  # noqa: PLC0415
    from huiyin.platform.texts.commands.passages import Worded  # noqa: PLC0415
    from huiyin.process.campaigns.queries import template_of  # noqa: PLC0415
    from huiyin.process.selfchecks.models import SelfCheck  # noqa: PLC0415
    from huiyin.process.selfchecks.queries.texts import KIND, signs_of  # noqa: PLC0415
    from huiyin.process.selfchecks.rules.content import Content  # noqa: PLC0415
    from huiyin.process.selfchecks.rules.hints import hints_of  # noqa: PLC0415

    call_command("migrate", verbosity=0)
    campaign, schools = _campaign(Actor("office", Role.OFFICE))
    texts = list(_texts(data, size))
    with transaction.atomic():
        _papers(campaign, schools, texts)
    pks = list(SelfCheck.objects.order_by("pk").values_list("pk", flat=True))

    def index() -> None:
        with transaction.atomic():
            index_passages(KIND, (Worded(pk, 1, text) for pk, text in zip(pks, texts, strict=True)))

    wall, cpu = _timed(index)
    _say("index", wall / size, cpu / size)
    asked = [f"{texts[at][:600]}\n{texts[-at][600:LETTERS]}" for at in range(1, ASKED + 1)]
    _report("notes", asked, lambda text: _notes(campaign, schools[0], text))
    template = template_of(campaign)
    signs = signs_of(template)
    _report("hints", asked, lambda text: hints_of(Content({}), text, template, signs))


def _texts(data: Path, size: int) -> Iterator[str]:
    made = different(read_messages(data)[1], size * TOGETHER)
    before = ""
    for number in range(size):
        text = "\n".join(one.whole for one in islice(made, TOGETHER))
        copied = edited([Text("", before[:400])], 2, 0.1)[1].body if number % 10 == 0 and before else ""
        before = f"{text}\n{copied}"[:LETTERS]
        yield before


def _papers(campaign: "Campaign", schools: "Sequence[Unit]", texts: Sequence[str]) -> None:
    """As many people, each with a paper that was handed in: rows at once, since the commands aren't what is measured."""
    from huiyin.platform.accounts.models import Account  # noqa: PLC0415
    from huiyin.process.campaigns.models import Participation  # noqa: PLC0415
    from huiyin.process.selfchecks.models import SelfCheck, Version  # noqa: PLC0415
    from huiyin.process.selfchecks.rules.content import Content  # noqa: PLC0415

    parts = list(Participation.objects.filter(campaign=campaign, unit__in=schools))
    people = Account.objects.bulk_create(Account(login=f"p{at}", name=f"某{at}") for at in range(len(texts)))
    contents = [Content({"causes": text}) for text in texts]
    papers = SelfCheck.objects.bulk_create(
        SelfCheck(
            participation=parts[at % len(parts)],
            account=person,
            kind="personal",
            state="handed_in",
            level="head",
            content=contents[at].as_json(),
            version=1,
            begun_by=person.code,
            begun_on=AT.date(),
        )
        for at, person in enumerate(people)
    )
    Version.objects.bulk_create(
        Version(
            paper=paper,
            number=1,
            why=Version.Why.HANDED_IN,
            content=paper.content,
            digest=contents[at].digest,
            by=people[at].code,
            at=AT,
            levels=["head"],
        )
        for at, paper in enumerate(papers)
    )


def _notes(campaign: "Campaign", unit: "Unit", text: str) -> object:
    from huiyin.platform.orgs.rules.rights import Actor, Role  # noqa: PLC0415
    from huiyin.process.opinions.access import visible_opinions  # noqa: PLC0415
    from huiyin.process.problems.access import visible_problems  # noqa: PLC0415
    from huiyin.process.problems.queries.notes import Checked, Reader, notes_on  # noqa: PLC0415
    from huiyin.process.selfchecks.access import opened_texts  # noqa: PLC0415
    from huiyin.process.selfchecks.queries.texts import words_of  # noqa: PLC0415

    actors = (Actor("head", Role.HEAD, unit.path),)
    reader = Reader(actors, visible_problems(actors, campaign), visible_opinions(actors, campaign))
    checked = Checked(campaign, unit, AT.date(), answers=True)
    return notes_on(text, checked, reader, read=words_of, opened=opened_texts)


if __name__ == "__main__":
    sys.exit(main())
