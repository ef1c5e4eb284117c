"""Looking at how a giver may be reached: with a reason, each time on record (SPEC rule 5)."""

from datetime import datetime

from django.conf import settings
from django.db import transaction

from huiyin.kit.clock import day_in_china
from huiyin.kit.enciphering import Unreadable, decipher
from huiyin.kit.errors import Refused
from huiyin.platform.audit.commands import record
from huiyin.platform.orgs.rules.rights import Actor, Right
from huiyin.process.campaigns.models import Campaign
from huiyin.process.channels.commands.submitting import CONTACT
from huiyin.process.channels.models import Contact, ContactOpening
from huiyin.process.opinions.commands.reaching import needs_to_work_on
from huiyin.process.opinions.models import LONGEST_WHY, Opinion
from huiyin.process.sealed.commands.handling import needs_sealed
from huiyin.process.sealed.models import SealedMatter


@transaction.atomic
def open_contact(opinion: Opinion, why: str, *, by: Actor, at: datetime) -> str:
    """How the giver of an opinion may be reached; for who may see contacts and reads its words. Refused without a reason."""
    by.needs(Right.CONTACT_OPEN, by.scope)
    needs_to_work_on(opinion, by, Right.OPINION_READ_RAW)
    return _opened(opinion.pk, opinion.campaign, why, by, at)


@transaction.atomic
def open_sealed_contact(matter: SealedMatter, why: str, *, by: Actor, at: datetime) -> str:
    """The same of a sealed matter: for the discipline officer alone, and on no list of others."""
    needs_sealed(matter, by)
    return _opened(matter.pk, matter.campaign, why, by, at)


def _opened(matter: int, campaign: Campaign, why: str, by: Actor, at: datetime) -> str:
    why = why.strip()
    if not 0 < len(why) <= LONGEST_WHY:
        raise Refused(
            f"请写明为什么要联系（{LONGEST_WHY} 字以内）。", f"Say why, in {LONGEST_WHY} characters."
        )
    kept = Contact.objects.filter(matter=matter).first()
    if kept is None:
        raise Refused("反映人没有留下联系方式。", "The giver left no contact.")
    try:
        contact = decipher(kept.enciphered, key=settings.HUIYIN_GIVERS_KEY, use=CONTACT)
    except Unreadable:
        raise Refused(
            "联系方式打不开：密钥（HUIYIN_GIVERS_KEY）与保存时的不同，请找管理员。",
            "The contact can't be opened: it was kept under another HUIYIN_GIVERS_KEY; ask the administrator.",
        ) from None
    ContactOpening.objects.create(matter=matter, campaign=campaign, why=why, by=by.code, on=day_in_china(at))
    record(act="contact.opened", subject=f"opinion:{matter}", by=by.code, at=at)
    return contact
