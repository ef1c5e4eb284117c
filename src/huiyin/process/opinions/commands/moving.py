"""An opinion leaves this room for the sealed one, and comes back (process/sealed). Parts of the commands that do it."""

from django.db.models import ProtectedError, Q

from huiyin.kit.errors import Refused
from huiyin.platform.texts.commands import forget_text, unlist_text
from huiyin.process.opinions.commands.erasing import untitle
from huiyin.process.opinions.models import (
    Decision,
    Doubt,
    Judgement,
    Opinion,
    Placement,
    Suggestion,
    Unlooked,
    Unplaced,
)
from huiyin.process.opinions.queries import scopes_of
from huiyin.process.opinions.rules.scopes import NOWHERE


def take_out(opinion: Opinion) -> None:
    """Take an opinion's row away, and whatever was made of its words or said of it. The database lets it go only when it is kept apart.

    Refused while it stands behind a problem, another is marked as its duplicate, or another room holds on to it. Queries: about
    20; on SQLite the search index is merged anew, as for an erasure.
    """
    if opinion.linked:
        raise Refused(
            "这条意见已列入问题，密封以前请先把它从问题中移出（在问题页面上）。",
            "This opinion stands behind a problem: take it from there first, on the problem's page.",
        )
    if Opinion.objects.filter(duplicate_of=opinion).exists():
        raise Refused(
            "有别的意见标为这一条的重复，请先改指它们。",
            "Others are marked as duplicates of this one: move them first.",
        )
    scopes = scopes_of(opinion.campaign)
    untitle(opinion)
    both = Q(one=opinion) | Q(other=opinion)
    for rows in (
        Suggestion.objects.filter(opinion=opinion),
        Decision.objects.filter(opinion=opinion),
        Placement.objects.filter(opinion=opinion),
        Unplaced.objects.filter(opinion=opinion),
        Unlooked.objects.filter(opinion=opinion),
        Doubt.objects.filter(both),
        Judgement.objects.filter(both),
    ):
        rows.delete()
    for scope in {scopes.of(opinion.about_id), NOWHERE}:
        unlist_text(scopes.shelf(scope), opinion.pk)
    forget_text(opinion.pk)
    try:
        Opinion.objects.filter(pk=opinion.pk).delete()
    except ProtectedError as error:
        raise Refused(
            "这条意见还与别的登记相连，不能密封。请先解除那些联系。",
            "Something else still holds on to this opinion: part them first.",
        ) from error


def bring_back(opinion: Opinion) -> None:
    """Put back a row that was taken out, or that came in sealed: it waits, as if it had just come in. 2 queries."""
    opinion.save(force_insert=True)
    Unplaced.objects.create(opinion=opinion, campaign=opinion.campaign)
