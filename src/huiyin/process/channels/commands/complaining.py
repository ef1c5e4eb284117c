"""Somebody complains about the campaign's own ways or about this software: too many forms, forced check-ins (DOMAIN 5.1)."""

from datetime import datetime

from django.conf import settings
from django.db import transaction

from huiyin.kit.clock import day_in_china
from huiyin.process.answers.commands import issue_receipt
from huiyin.process.answers.rules.receipts import receipt_code
from huiyin.process.campaigns.models import Campaign
from huiyin.process.campaigns.queries import template_of
from huiyin.process.channels.commands.submitting import Submitted
from huiyin.process.channels.rules.given import Given
from huiyin.process.opinions.commands import take_opinion
from huiyin.process.opinions.rules.identity import fresh_id

COMPLAINT = "complaint"
"""The code of the channel, where the campaign's template has it."""


@transaction.atomic
def submit_complaint(campaign: Campaign, given: Given, *, nonce: bytes, at: datetime) -> Submitted:
    """Take it in as an opinion about the unit that runs the campaign, so that its words go to the supervision group alone (SPEC
    rule 4), with a receipt; `nonce` is of the form's token.

    By no entrance and by whoever wants to; the same form sent twice is one complaint. No record of its own (rules 5, 7). 3 queries.
    BadInput for words that can't be kept.
    """
    given.needs_words()
    day = day_in_china(at)
    code = receipt_code(settings.HUIYIN_GIVERS_KEY, nonce)
    matter = fresh_id(day)
    if not issue_receipt(campaign, matter, code, on=day):
        return Submitted(code, again=True)
    known = {one.code for one in template_of(campaign).channels}
    take_opinion(
        campaign,
        pk=matter,
        key=nonce.hex(),
        body=given.body(),
        channel=COMPLAINT if COMPLAINT in known else "",
        about=campaign.root_id,
        at=at,
    )
    return Submitted(code)
