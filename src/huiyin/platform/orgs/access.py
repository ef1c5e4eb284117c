"""Which accounts, units, posts and grants are somebody's to see: outside of their scope there is nothing."""

from collections.abc import Sequence
from typing import TypeVar

from django.db.models import Exists, OuterRef, Q, QuerySet

from huiyin.kit.errors import Unseen
from huiyin.platform.accounts.models import Account
from huiyin.platform.orgs.models import Grant, Post, Unit, UnitQuerySet
from huiyin.platform.orgs.rules.rights import RIGHTS, Actor, Right, scopes_with
from huiyin.platform.orgs.rules.tree import STEP

T = TypeVar("T")


def visible_units(actors: Sequence[Actor], right: Right) -> UnitQuerySet:
    """The units in which one of the capacities has the right."""
    return Unit.objects.in_scopes(scopes_with(actors, right))


def visible_posts(actors: Sequence[Actor]) -> QuerySet[Post]:
    """Posts, also past ones, in units where somebody may appoint."""
    return Post.objects.filter(unit__in=visible_units(actors, Right.GRANT_GIVE))


def visible_grants(actors: Sequence[Actor]) -> QuerySet[Grant]:
    """Roles, also past ones, in units where somebody may appoint."""
    return Grant.objects.filter(unit__in=visible_units(actors, Right.GRANT_GIVE))


def visible_accounts(actors: Sequence[Actor]) -> QuerySet[Account]:
    """Who holds or held something where somebody may appoint; with the right to keep accounts in a whole tree, who never
    held anything, too."""
    seen = Q(pk__in=visible_posts(actors).values("account"))
    seen |= Q(pk__in=visible_grants(actors).values("account"))
    # Who holds nothing yet belongs to nobody's part of the tree: for who keeps accounts in all of it.
    if any(Right.ACCOUNT_MANAGE in RIGHTS[actor.role] and len(actor.scope) <= STEP for actor in actors):
        seen |= holding_nothing()
    return Account.objects.filter(seen)


def holding_nothing() -> Q:
    """Accounts that hold nothing yet."""
    posts = Exists(Post.objects.filter(account=OuterRef("pk")))
    return ~posts & ~Exists(Grant.objects.filter(account=OuterRef("pk")))


def get_account(pk: int, actors: Sequence[Actor]) -> Account:
    """The account, or Unseen."""
    return _seen(visible_accounts(actors).filter(pk=pk).first())


def get_unit(pk: int, actors: Sequence[Actor], right: Right) -> Unit:
    """The unit, or Unseen where none of the capacities has the right."""
    return _seen(visible_units(actors, right).filter(pk=pk).first())


def get_post(pk: int, account: Account, actors: Sequence[Actor]) -> Post:
    """A post of the account's with its unit, or Unseen."""
    return _seen(
        visible_posts(actors).filter(pk=pk, account=account).select_related("unit", "account").first()
    )


def get_grant(pk: int, account: Account, actors: Sequence[Actor]) -> Grant:
    """A role of the account's with its unit, or Unseen."""
    return _seen(
        visible_grants(actors).filter(pk=pk, account=account).select_related("unit", "account").first()
    )


def _seen(thing: T | None) -> T:
    if thing is None:
        raise Unseen
    return thing
