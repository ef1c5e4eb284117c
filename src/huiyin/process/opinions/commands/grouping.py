"""Opinions of the same matter come together: a whole pass over a campaign."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np
from django.db import transaction
from django.db.models import Max
from numpy.typing import NDArray

from huiyin.analysis.normalise import Text
from huiyin.kit.blocks import in_blocks
from huiyin.platform.audit.commands import record, take_turn
from huiyin.platform.audit.queries import times_recorded
from huiyin.platform.bulk import insert_many
from huiyin.platform.orgs.rules.rights import Actor, Right
from huiyin.platform.texts.commands import keep_vocabulary, list_anew
from huiyin.platform.texts.queries import indexed, near_duplicates
from huiyin.process.campaigns.models import Campaign
from huiyin.process.opinions.commands.asking import ask_anew, put_aside
from huiyin.process.opinions.commands.gathered import name_commons, name_groups
from huiyin.process.opinions.models import CommonMatter, Group, Judgement, Opinion, Placement, Unplaced
from huiyin.process.opinions.queries import common_placements, judged, placements, said_in, scopes_of
from huiyin.process.opinions.queries.scopes import Scopes, standing_in
from huiyin.process.opinions.rules.gathering import Distinct, Gathering, Words, gather
from huiyin.process.opinions.rules.lengths import kept_length, stamp_of
from huiyin.process.opinions.rules.listing import Listing
from huiyin.process.opinions.rules.numbering import keep_numbers

_IDS_A_QUERY = 400
_PLACED = ("opinion_id", "group_id", "common_id", "typical", "exemplar", "repeats", "likeness", "length")


@dataclass(frozen=True)
class _Read:
    """What a pass has read and thought, before it writes."""

    state: tuple[int, ...]
    scopes: Scopes
    distinct: Distinct
    listing: Listing
    found: Gathering


def group_opinions(campaign: Campaign, *, by: Actor, at: datetime) -> int:
    """Group all opinions of a campaign that have words; how many groups of two and more there are.

    Near duplicates follow their original, the originals are grouped by analysis.grouping within their scopes, people's judgements are
    obeyed, and a group keeps the number of the one that most of its members were in. What the pieces of words are weighed with is
    counted anew, and every text listed anew, so that those to come find it (`place_opinions`). The texts are read and grouped before the
    transaction opens, so nobody waits; what changed meanwhile makes it read again.
    """
    by.needs(Right.OPINION_GROUP, campaign.root.path)
    while True:
        read = _read(campaign)
        if _write(campaign, read, by=by, at=at):
            return len(read.found.groups)


def _read(campaign: Campaign) -> _Read:
    state = _state(campaign)
    scopes = scopes_of(campaign)
    same, apart = judged(campaign)
    distinct = Distinct.of(standing_in(campaign, scopes), near_duplicates(campaign.pk), same, apart)
    words = _words(campaign, scopes)
    listing = Listing(distinct.scopes)
    aside = put_aside(campaign)
    found = gather(distinct, None, words, same=same, apart=apart, aside=aside, listing=listing)
    return _Read(state, scopes, distinct, listing, found)


def _words(campaign: Campaign, scopes: Scopes) -> Words:
    """Reads the words of opinions when they are wanted: a million of them are too many to hold."""

    def read(ids: Sequence[int]) -> Mapping[int, Text]:
        blocks = in_blocks(ids, _IDS_A_QUERY)
        return {one.opinion: one.words for some in blocks for one in said_in(campaign, scopes, some)}

    return read


@transaction.atomic
def _write(campaign: Campaign, read: _Read, *, by: Actor, at: datetime) -> bool:
    """Write the groups; False, and nothing written, when more was said, judged or grouped since they were read."""
    take_turn()
    if _state(campaign) != read.state:
        return False
    group_of = _number_groups(campaign, read)
    common_of = _number_commons(campaign, read)
    Placement.objects.filter(opinion__campaign=campaign).delete()
    vocabulary = _keep_counted(campaign, read)
    insert_many(Placement, _PLACED, _placed(read, group_of, common_of, vocabulary))
    Unplaced.objects.filter(campaign=campaign, indexed=True).delete()
    CommonMatter.objects.filter(campaign=campaign).exclude(pk__in=set(common_of.values())).delete()
    ask_anew(campaign, read.found.doubtful)
    facts = {
        "groups": len(read.found.groups),
        "opinions": sum(len(found.opinions) for found in read.found.groups),
    }
    record(act="opinions.grouped", subject=f"campaign:{campaign.code}", by=by.code, at=at, facts=facts)
    return True


def _keep_counted(campaign: Campaign, read: _Read) -> str:
    """Keep what was counted, and list every text by it; the digest of what was counted."""
    shelves = [read.scopes.shelf(scope) for scope in read.listing.scopes.tolist()]
    sizes = dict(zip(shelves, read.listing.texts.tolist(), strict=True))
    digest = keep_vocabulary(campaign.pk, read.found.frequencies, sizes)
    list_anew(read.scopes.shelf(0), read.scopes.last_shelf, _listing(read, np.array(shelves, np.int64)))
    return digest


def _number_groups(campaign: Campaign, read: _Read) -> dict[int, int]:
    """Opinion → the id of its group, each group under a number of its own."""
    last = Group.objects.filter(campaign=campaign).aggregate(last=Max("number"))["last"] or 0
    found = read.found.groups
    numbers = keep_numbers([group.opinions for group in found], placements(campaign), last)
    ids = name_groups(campaign, dict(zip(numbers, found, strict=True)), read.distinct.repeats, whole=True)
    return {
        opinion: ids[number]
        for number, group in zip(numbers, found, strict=True)
        for opinion in group.opinions
    }


def _number_commons(campaign: Campaign, read: _Read) -> dict[int, int]:
    """Opinion → the id of what it shares with other units."""
    last = CommonMatter.objects.filter(campaign=campaign).aggregate(last=Max("number"))["last"] or 0
    found = read.found.commons
    numbers = keep_numbers([common.opinions for common in found], common_placements(campaign), last)
    ids = name_commons(campaign, dict(zip(numbers, found, strict=True)), read.distinct.repeats)
    return {
        opinion: ids[number]
        for number, common in zip(numbers, found, strict=True)
        for opinion in common.opinions
    }


def _placed(
    read: _Read, group_of: Mapping[int, int], common_of: Mapping[int, int], vocabulary: str
) -> Iterator[tuple[int, int | None, int | None, bool, int | None, int | None, int | None, bytes | None]]:
    """The rows of _PLACED; the length is kept of originals, for with copies nothing is compared."""
    rank = {opinion: at for found in read.found.groups for at, opinion in enumerate(found.exemplars)}
    near = {opinion: like for found in read.found.groups for opinion, like in found.likeness.items()}
    stamps = {scope: stamp_of(vocabulary, read.scopes.mask(scope)) for scope in read.listing.scopes.tolist()}
    lengths = zip(read.distinct.scopes.tolist(), read.listing.lengths.tolist(), strict=True)
    for opinion in read.distinct.everybody():
        like = round(near[opinion] * 1000) if opinion in near else None
        twin = read.distinct.repeats.get(opinion)
        place = rank.get(opinion)
        kept = None
        if twin is None:
            scope, length = next(lengths)
            kept = kept_length(stamps[scope], length)
        yield opinion, group_of.get(opinion), common_of.get(opinion), place == 0, place, twin, like, kept


def _listing(
    read: _Read, shelves: NDArray[np.int64]
) -> Iterator[tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]]:
    """What is listed: shelves, pieces and the texts under them."""
    for places, pieces, rows in read.listing.by_piece():
        yield shelves[places], pieces, read.distinct.opinions[rows]


def _state(campaign: Campaign) -> tuple[int, ...]:
    """What a grouping stands on: how much is in scope, indexed, judged, and grouped how often. 5 queries."""
    subject = f"campaign:{campaign.code}"
    return (
        Opinion.objects.of(campaign).with_text().in_scope().count(),
        len(indexed(campaign.pk)),
        Judgement.objects.filter(campaign=campaign).count(),
        Judgement.objects.filter(campaign=campaign, taken_back=True).count(),
        *(times_recorded(act, subject) for act in ("opinions.grouped", "opinions.placed")),
    )
