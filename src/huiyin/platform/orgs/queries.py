"""Who holds what, on which day."""

from datetime import date

from django.db.models import Q

from huiyin.platform.accounts.models import Account
from huiyin.platform.orgs.models import Grant, Post, Unit, open_after, open_on
from huiyin.platform.orgs.rules.rights import Actor
from huiyin.platform.orgs.rules.terms import PostKind, actor_of


def actors_of(account: Account, on: date, *, campaign: str = "") -> tuple[Actor, ...]:
    """Every capacity in which somebody can act on a day, in `campaign` or, with "", outside of any. One query.

    None for a closed account.
    """
    if not account.active:
        return ()
    held = Grant.objects.filter(open_on(on), Q(campaign="") | Q(campaign=campaign), account=account)
    grants = held.select_related("unit", "account").order_by("pk")
    return tuple(actor for grant in grants if (actor := actor_of(grant.as_granted(), on)) is not None)


def acting_for(unit: Unit, on: date) -> Post | None:
    """Who signs as head of a unit on a day: the acting head where there is one, else the head. One query."""
    kinds = [PostKind.ACTING_HEAD, PostKind.HEAD]
    posts = Post.objects.filter(open_on(on), unit=unit, kind__in=kinds).select_related("account")
    return min(posts, key=lambda post: (kinds.index(PostKind(post.kind)), post.pk), default=None)


def grants_ahead(account: Account, on: date) -> list[Grant]:
    """The grants of an account that are open on a day or will be. One query."""
    held = Grant.objects.filter(open_after(on), account=account)
    return list(held.select_related("unit", "account").order_by("pk"))
