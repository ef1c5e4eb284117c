"""Somebody speaks: the opinion, its receipt and what came with it are kept together or not at all."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import transaction

from huiyin.kit.clock import day_in_china
from huiyin.kit.enciphering import encipher
from huiyin.kit.errors import BadInput, Refused
from huiyin.platform.bulk import Row, insert_rows
from huiyin.platform.files.commands import keep_given
from huiyin.platform.files.rules import Ready
from huiyin.platform.together import insert_rows_together
from huiyin.process.answers.commands import RECEIPT_ONCE, receipt_row
from huiyin.process.answers.queries import receipt_of
from huiyin.process.answers.rules.receipts import receipt_code
from huiyin.process.channels.commands.marking import mark_file
from huiyin.process.channels.models import Contact, Entrance, GivenFile, Submission
from huiyin.process.channels.rules.beside import submitted
from huiyin.process.channels.rules.given import MOST_FILES, Given
from huiyin.process.opinions.commands import opinion_rows
from huiyin.process.opinions.rules.identity import fresh_id
from huiyin.process.sealed.commands import take_sealed

CONTACT = "contact"
"""What contacts are enciphered for (kit.enciphering)."""


@dataclass(frozen=True)
class Submitted:
    """The receipt's code, to be shown once; `again` when this form had been sent before and nothing new was kept."""

    code: str
    again: bool = False


def submit_opinion(
    entrance: Entrance, given: Given, *, files: Sequence[Ready] = (), nonce: bytes, at: datetime
) -> Submitted:
    """Take in what a giver sends through an entrance; `nonce` is of the form's token.

    What `accuses` goes into the sealed channel and is no opinion (SPEC rule 13); its receipt is like any other. Whoever sends the
    same form twice, because the connection broke, gets the same receipt and is counted once; also at the same moment, for the receipt is
    written first, and the second waits there for the first. No record of its own and no turn to wait for, unless there are files
    (rules 5, 7): the day's seal covers it. Refused when the entrance is closed, BadInput for words that can't be kept and for more
    than MOST_FILES `files`. 4 queries (1 on PostgreSQL; 2 for what accuses), one more for a contact on SQLite, and 6 a file.
    """
    given.needs_words()
    if len(files) > MOST_FILES:
        raise BadInput(f"照片和文件最多 {MOST_FILES} 个。", f"{MOST_FILES} photos or documents at most.")
    day = day_in_china(at)
    code = receipt_code(settings.HUIYIN_GIVERS_KEY, nonce)
    if not entrance.opens_on <= day <= (entrance.closes_on or day):
        if receipt_of(code) is not None:
            return Submitted(code, again=True)
        raise Refused(
            "这个收集点现在不开放。请向学校或活动办索取新的二维码或链接。",
            "This link isn't open now: ask the school or the office for a new one.",
        )
    matter = fresh_id(day)
    receipt = receipt_row(entrance.campaign, matter, code, on=day)
    if not given.accuses and not files:
        new = insert_rows_together([receipt, *_rows(entrance, given, matter, nonce, at)], unless=RECEIPT_ONCE)
    else:
        new = _keep_more(entrance, given, files, matter, nonce, at, receipt)
    return Submitted(code, again=not new)


@transaction.atomic
def _keep_more(
    entrance: Entrance,
    given: Given,
    files: Sequence[Ready],
    matter: int,
    nonce: bytes,
    at: datetime,
    receipt: Row,
) -> bool:
    """What isn't rows alone: an accusation, or words with files. False where there's a receipt already."""
    if given.accuses:
        if not insert_rows([receipt], unless=RECEIPT_ONCE):
            return False
        _take_sealed(entrance, given, matter, nonce, at)
        insert_rows(_contact(given, matter))
    elif not insert_rows([receipt, *_rows(entrance, given, matter, nonce, at)], unless=RECEIPT_ONCE):
        return False
    day = day_in_china(at)
    for ready in files:
        GivenFile.objects.create(attachment=keep_given(ready, on=day), matter=matter)
        mark_file(ready.digest, on=day)
    return True


def _rows(entrance: Entrance, given: Given, matter: int, nonce: bytes, at: datetime) -> list[Row]:
    """The opinion, by what it came in, and the contact where one was left."""
    opinion = opinion_rows(
        entrance.campaign,
        pk=matter,
        key=nonce.hex(),
        body=given.body(),
        channel=entrance.channel,
        giver_kind=entrance.giver_kind or given.giver_kind,
        about=entrance.about_id,
        at=at,
    )
    came = {"opinion_id": matter, "entrance_id": entrance.pk, "may_show": given.may_show}
    return [*opinion, (Submission, came), *_contact(given, matter)]


def _contact(given: Given, matter: int) -> list[Row]:
    contact = given.contact.strip()
    if not contact:
        return []
    return [
        (
            Contact,
            {
                "matter": matter,
                "enciphered": encipher(contact, key=settings.HUIYIN_GIVERS_KEY, use=CONTACT),
            },
        )
    ]


def _take_sealed(entrance: Entrance, given: Given, matter: int, nonce: bytes, at: datetime) -> None:
    take_sealed(
        entrance.campaign,
        pk=matter,
        key=nonce.hex(),
        body=given.body(),
        channel=entrance.channel,
        giver_kind=entrance.giver_kind or given.giver_kind,
        about=entrance.about_id,
        beside=submitted(entrance.pk, may_show=given.may_show),
        at=at,
    )
