"""An accusation comes in: by its giver's own choice, or out of the opinions."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from django.conf import settings

from huiyin.kit.clock import day_in_china
from huiyin.kit.enciphering import encipher
from huiyin.process.campaigns.models import Campaign
from huiyin.process.campaigns.queries import retention_days
from huiyin.process.opinions.models import Opinion
from huiyin.process.opinions.rules.identity import fresh_id, fresh_salt, keyed, reference
from huiyin.process.sealed.models import SealedMatter
from huiyin.process.sealed.rules.package import SEALED, Package


def take_sealed(
    campaign: Campaign,
    *,
    key: str,
    body: str,
    channel: str,
    at: datetime,
    giver_kind: str = "",
    about: int | None = None,
    beside: Mapping[str, object] | None = None,
    pk: int | None = None,
) -> int:
    """Take in one accusation into the sealed channel; its id. Part of the command by which it comes, in its transaction.

    As opinions.commands.take_opinion, but no opinion, no index and no sum ever knows of it. `key` says which one it is, `beside`
    is what its room wants back when it's handed back (plain values). `pk` is its id where its receipt was issued first. 3 queries, one
    with `pk`.
    """
    day = day_in_china(at)
    pk = pk or _free_id(day)
    package = Package(
        body=body,
        salt=fresh_salt(),
        source_id=reference(pk),
        source_key=keyed(campaign.secret, key),
        received_by=campaign.root_id,
        raised_on=day,
        channel=channel,
        giver_kind=giver_kind,
        beside=dict(beside or {}),
    )
    retain_until = day + timedelta(days=retention_days(campaign))
    kept = _row(campaign.pk, pk, package, about=about, entered_on=day, retain_until=retain_until)
    kept.save(force_insert=True)
    return pk


def keep_sealed(opinion: Opinion, beside: Mapping[str, object]) -> None:
    """Keep an opinion's words as a sealed matter with its id, digest and seal. Part of the command that takes the row away.

    Without it the database doesn't let the row go. One query. ValueError for words that are gone.
    """
    if opinion.salt is None:
        raise ValueError(f"opinion {opinion.pk} has no words")
    package = Package(
        title=opinion.title or "",
        body=opinion.body or "",
        salt=opinion.salt,
        raised_on=opinion.raised_on,
        channel=opinion.channel,
        channel_as_written=opinion.channel_as_written,
        giver_kind=opinion.giver_kind,
        giver_as_written=opinion.giver_as_written,
        unit_as_written=opinion.unit_as_written,
        about_as_written=opinion.about_as_written,
        source_id=opinion.source_id,
        source_key=opinion.source_key,
        received_by=opinion.received_by_id,
        intake=opinion.intake_id,
        row_no=opinion.row_no,
        beside=dict(beside),
    )
    kept = _row(
        opinion.campaign_id,
        opinion.pk,
        package,
        about=opinion.about_id,
        entered_on=opinion.entered_on,
        retain_until=opinion.retain_until,
    )
    kept.digest = opinion.digest
    kept.sealed_in = opinion.sealed_in
    kept.save(force_insert=True)


def _row(
    campaign: int, pk: int, package: Package, *, about: int | None, entered_on: date, retain_until: date
) -> SealedMatter:
    return SealedMatter(
        id=pk,
        campaign_id=campaign,
        about_id=about,
        enciphered=encipher(package.as_text(), key=settings.HUIYIN_GIVERS_KEY, use=SEALED),
        digest=package.digest(),
        entered_on=entered_on,
        retain_until=retain_until,
    )


def _free_id(day: date) -> int:
    """An id that neither an opinion nor a sealed matter has; as unlikely as in opinions.commands.giving."""
    while True:
        pk = fresh_id(day)
        if not (Opinion.objects.filter(pk=pk).exists() or SealedMatter.objects.filter(pk=pk).exists()):
            return pk
