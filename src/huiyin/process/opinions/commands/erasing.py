"""The one way out for an original text (SPEC rule 1)."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from huiyin.analysis.quoting import made_of
from huiyin.kit.clock import day_in_china
from huiyin.kit.errors import Conflict, Refused
from huiyin.platform.audit.commands import record
from huiyin.platform.orgs.rules.rights import Actor, Right
from huiyin.platform.texts.commands import forget_text
from huiyin.process.opinions.models import (
    LONGEST_WHY,
    CommonMatter,
    Doubt,
    Group,
    Opinion,
    Placement,
    Suggestion,
    Tombstone,
    Unlooked,
    Unplaced,
)


@transaction.atomic
def erase_words(
    opinion: Opinion, *, ground: str, lawful: bool, by: Actor, at: datetime, merged: bool = True
) -> Tombstone:
    """Part of problems.commands.erase_opinion: let a text turn to nothing: when its retention is over, or by a lawful deletion (`lawful`). `ground` says on what basis.

    Title, body, salt, what unit and person were called, index rows, marked words and a group's title that quotes them go; a tombstone, the digest and every
    count stay. The database checks the same by its own clock. Without `merged` the search index is left for the caller to merge.
    """
    by.needs(Right.OPINION_ERASE, opinion.campaign.root.path)
    today = day_in_china(at)
    ground = ground.strip()
    if not 0 < len(ground) <= LONGEST_WHY:
        raise Refused(
            f"请写明删除的依据，不超过 {LONGEST_WHY} 字。",
            f"Say on what ground, in {LONGEST_WHY} characters.",
        )
    if not lawful and opinion.retain_until >= today:
        raise Refused(
            f"保存期到 {opinion.retain_until.isoformat()} 为止，现在不能删除；依法删除须另行注明。",
            f"Kept until {opinion.retain_until.isoformat()}: only a lawful deletion may come earlier.",
        )
    if Tombstone.objects.filter(opinion=opinion).exists():
        raise Conflict("这条意见的原文已经删除。", "The text of this opinion is already gone.")
    tombstone = Tombstone.objects.create(opinion=opinion, lawful=lawful, ground=ground, by=by.code, on=today)
    gone = {"title": None, "body": None, "salt": None, "unit_as_written": "", "about_as_written": ""}
    Opinion.objects.filter(pk=opinion.pk).update(**gone)
    Suggestion.objects.filter(opinion=opinion).delete()
    Doubt.objects.filter(Q(one=opinion) | Q(other=opinion)).delete()
    Unplaced.objects.filter(opinion=opinion).delete()
    Unlooked.objects.filter(opinion=opinion).delete()
    Placement.objects.filter(opinion=opinion).update(length=None)
    forget_text(opinion.pk, merged=merged)
    untitle(opinion)
    facts = {"lawful": lawful}  # not the ground: it may quote what had to go
    record(act="opinion.erased", subject=f"opinion:{opinion.pk}", by=by.code, at=at, facts=facts)
    return tombstone


def untitle(opinion: Opinion) -> None:
    """A title is made of a member's words: where it is of this one's, the next grouping finds another."""
    placed = Placement.objects.filter(opinion=opinion).select_related("group", "common").first()
    for titled in (placed.group, placed.common) if placed is not None else ():
        if titled is not None and made_of(titled.title, opinion.text):
            type(titled)._default_manager.filter(pk=titled.pk).update(title="")


def untitle_deserted(campaigns: Iterable[int]) -> None:
    """Whose words a title is of isn't known any more where no member has any: it goes. 2 queries, O(groups)."""
    there = Placement.objects.filter(opinion__salt__isnull=False)
    for model, field in ((Group, "group"), (CommonMatter, "common")):
        named = model._default_manager.filter(campaign__in=list(campaigns)).exclude(title="")
        named.filter(~Exists(there.filter(**{field: OuterRef("pk")}))).update(title="")
