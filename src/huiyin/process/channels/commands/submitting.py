"""Somebody speaks: the opinion, its receipt and what came with it are kept together or not at all."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import transaction

from huiyin.kit.clock import day_in_china
from huiyin.kit.enciphering import encipher
from huiyin.kit.errors import BadInput, Refused
from huiyin.platform.files.commands import keep_given
from huiyin.platform.files.rules import Ready
from huiyin.process.answers.commands import issue_receipt
from huiyin.process.answers.rules.receipts import receipt_code
from huiyin.process.channels.commands.marking import mark_file
from huiyin.process.channels.models import Contact, Entrance, GivenFile, Submission
from huiyin.process.channels.rules.beside import submitted
from huiyin.process.channels.rules.given import MOST_FILES, Given
from huiyin.process.opinions.commands import take_opinion
from huiyin.process.opinions.rules.identity import fresh_id
from huiyin.process.sealed.commands import take_sealed

CONTACT = "contact"
"""What contacts are enciphered for (kit.enciphering)."""


@dataclass(frozen=True)
class Submitted:
    """The receipt's code, to be shown once; `again` when this form had been sent before and nothing new was kept."""

    code: str
    again: bool = False


@transaction.atomic
def submit_opinion(
    entrance: Entrance, given: Given, *, files: Sequence[Ready] = (), nonce: bytes, at: datetime
) -> Submitted:
    """Take in what a giver sends through an entrance; `nonce` is of the form's token.

    What `accuses` goes into the sealed channel and is no opinion (SPEC rule 13); its receipt is like any other. Whoever sends the
    same form twice, because the connection broke, gets the same receipt and is counted once; also at the same moment, for the receipt is
    written first, and the second waits there for the first. No record of its own and no turn to wait for, unless there are files
    (rules 5, 7): the day's seal covers it. Refused when the entrance is closed, BadInput for words that can't be kept and for more
    than MOST_FILES `files`. 4 queries (2 on PostgreSQL), and 6 a file.
    """
    given.needs_words()
    if len(files) > MOST_FILES:
        raise BadInput(f"照片和文件最多 {MOST_FILES} 个。", f"{MOST_FILES} photos or documents at most.")
    day = day_in_china(at)
    code = receipt_code(settings.HUIYIN_GIVERS_KEY, nonce)
    matter = fresh_id(day)
    if not issue_receipt(entrance.campaign, matter, code, on=day):
        return Submitted(code, again=True)
    if not entrance.opens_on <= day <= (entrance.closes_on or day):
        raise Refused(
            "这个收集点现在不开放。请向学校或活动办索取新的二维码或链接。",
            "This link isn't open now: ask the school or the office for a new one.",
        )
    (_take_sealed if given.accuses else _take)(entrance, given, matter, nonce, at)
    if given.contact.strip():
        kept = encipher(given.contact.strip(), key=settings.HUIYIN_GIVERS_KEY, use=CONTACT)
        Contact.objects.create(matter=matter, enciphered=kept)
    for ready in files:
        GivenFile.objects.create(attachment=keep_given(ready, on=day), matter=matter)
        mark_file(ready.digest, on=day)
    return Submitted(code)


def _take(entrance: Entrance, given: Given, matter: int, nonce: bytes, at: datetime) -> None:
    take_opinion(
        entrance.campaign,
        pk=matter,
        key=nonce.hex(),
        body=given.body(),
        channel=entrance.channel,
        giver_kind=entrance.giver_kind or given.giver_kind,
        about=entrance.about_id,
        at=at,
        beside=[(Submission, {"opinion_id": matter, "entrance_id": entrance.pk, "may_show": given.may_show})],
    )


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
