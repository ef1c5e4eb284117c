"""Who holds what, on which day."""

import json
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from django.db.models import Q, QuerySet, Value

from huiyin.platform.accounts.models import Account
from huiyin.platform.orgs.models import Grant, Post, Recusal, Unit, open_after, open_on
from huiyin.platform.orgs.rules.rights import Actor, Right, Role
from huiyin.platform.orgs.rules.terms import PostKind
from huiyin.platform.orgs.rules.tree import STEP
from huiyin.platform.prepared import PreparedRows

# Roles of a unit's own people: what is said about it isn't theirs to read, whatever else they are.
_OF_THE_UNIT = {Role.HEAD, Role.MEMBER, Role.CLERK}


def actors_of(account: Account, on: date, *, campaign: str = "") -> tuple[Actor, ...]:
    """Every capacity in which somebody can act on a day, in `campaign` or, with "", outside of any. 2 queries.

    None for a closed account. An inspector's leaves out the units for which they declared a conflict of interest, and there is none
    where that is the whole scope (DOMAIN 7.2).
    """
    if not account.active:
        return ()
    held = [(Role(role), path, of) for role, path, of in _HELD.all(account.pk, on, campaign)]
    tied = _TIED.all(account.pk, on)
    own = frozenset(path for path, how in tied if how == _POST)
    own |= {path for role, path, _ in held if role in _OF_THE_UNIT}
    recused = frozenset(path for path, how in tied if how == _RECUSED)
    actors = (
        Actor(account.code, role, path, of, own, recused if role is Role.SUPERVISION else frozenset())
        for role, path, of in held
    )
    return tuple(actor for actor in actors if actor.covers(actor.scope))


def _held(account: int, on: date, campaign: str) -> QuerySet[Grant, tuple[str, str, str]]:
    found = Grant.objects.filter(open_on(on), Q(campaign="") | Q(campaign=campaign), account=account)
    return found.order_by("pk").values_list("role", "unit__path", "campaign")


_POST, _RECUSED = "post", "recused"


def _tied(account: int, on: date) -> QuerySet[Post, tuple[str, str]]:
    """The units of one's posts, and those that one is recused from, in one query: it is asked with every request."""
    posts = Post.objects.filter(open_on(on), account=account).order_by()
    declared = Recusal.objects.filter(open_on(on), account=account).order_by()
    return posts.values_list("unit__path", Value(_POST)).union(
        declared.values_list("unit__path", Value(_RECUSED)), all=True
    )


_SOMEBODY, _SOME_DAY, _SOME_CAMPAIGN = -1, date(1, 1, 1), "?"
_HELD = PreparedRows(_held, _SOMEBODY, _SOME_DAY, _SOME_CAMPAIGN)
_TIED = PreparedRows(_tied, _SOMEBODY, _SOME_DAY)


# The text of a path's range is that of `UnitQuerySet.under`.
_UNDER = PreparedRows(
    lambda low, high: Unit.objects.filter(path__gte=low, path__lt=high).values_list(
        "pk", "path", "name", "aliases"
    ),
    "from?",
    "to?",
)


class Called(NamedTuple):
    """A unit and what it is called; the short names as they stand in the database, read when they are asked for."""

    pk: int
    path: str
    name: str
    written: str

    @property
    def names(self) -> list[str]:
        return [self.name, *json.loads(self.written)]


def called_under(path: str) -> Iterator[Called]:
    """The unit at `path` and all below it, in the tree's order, without making instances of them. One query."""
    return (Called(*row) for row in _UNDER.all(path, path + "~"))


def acting_for(unit: Unit, on: date) -> Post | None:
    """Who signs as head of a unit on a day: the acting head where there is one, else the head. One query."""
    kinds = [PostKind.ACTING_HEAD, PostKind.HEAD]
    posts = Post.objects.filter(open_on(on), unit=unit, kind__in=kinds).select_related("account")
    return min(posts, key=lambda post: (kinds.index(PostKind(post.kind)), post.pk), default=None)


@dataclass(frozen=True)
class TeamSeat:
    """Somebody on a unit's leading team on a day. `head`: the head, or who acts for one."""

    account: Account
    unit_id: int
    head: bool


def teams(units: Collection[int], on: date) -> dict[int, tuple[TeamSeat, ...]]:
    """The leading team of each unit on a day: the head first, then the members as they were appointed. One query.

    One seat a person, however many posts; both a head on leave and who acts for them have a seat, and both are `head`.
    A closed account has none.
    """
    posts = Post.objects.filter(open_on(on), unit__in=units, account__active=True)
    found: dict[int, dict[int, TeamSeat]] = {pk: {} for pk in units}
    order = [PostKind.HEAD, PostKind.ACTING_HEAD, PostKind.MEMBER]
    for post in sorted(
        posts.select_related("account"), key=lambda one: (order.index(PostKind(one.kind)), one.pk)
    ):
        seat = TeamSeat(post.account, post.unit_id, post.kind != PostKind.MEMBER)
        found[post.unit_id].setdefault(post.account_id, seat)
    return {pk: tuple(seats.values()) for pk, seats in found.items()}


def may_keep(actor: Actor, account: Account) -> bool:
    """Whether a capacity may hand out a slip for, or close, an account that holds no role any more or not yet. 2 queries.

    It keeps accounts or appoints, wherever the account ever held anything. That alone lends nothing: a role is only given to
    an account whose last slip came from somebody who may give that role (commands.make_grant).
    """
    held: set[str] = set()
    for kind in (Post, Grant):
        held |= set(kind.objects.filter(account=account).values_list("unit__path", flat=True))
    rights = (Right.ACCOUNT_MANAGE, Right.GRANT_GIVE)
    return any(all(actor.may(right, path) for path in held or {actor.scope}) for right in rights)


def grants_ahead(account: Account, on: date) -> list[Grant]:
    """The grants of an account that are open on a day or will be. One query."""
    held = Grant.objects.filter(open_after(on), account=account)
    return list(held.select_related("unit", "account").order_by("pk"))


@dataclass(frozen=True)
class Wanted:
    """What a list of people is narrowed to; what is empty doesn't narrow. `past`: whose last day is over instead."""

    text: str = ""
    unit: str = ""
    role: Role | None = None
    past: bool = False


def holders(paths: Collection[str], on: date, wanted: Wanted) -> QuerySet[Account]:
    """Who holds a post or a role below `paths` on the day or later. Nobody twice."""
    now = _holding(paths, wanted, open_after(on))
    found = Account.objects.filter(now)
    if wanted.past:
        ever = _holding(paths, wanted, Q())
        found = Account.objects.filter(ever).exclude(_holding(paths, Wanted(), open_after(on)))
    return named_like(found, wanted.text)


def named_like(accounts: QuerySet[Account], text: str) -> QuerySet[Account]:
    """Those whose name or login name has the text in it."""
    return accounts.filter(Q(name__icontains=text) | Q(login__icontains=text)) if text else accounts


def _holding(paths: Collection[str], wanted: Wanted, when: Q) -> Q:
    units = Unit.objects.in_scopes(paths)
    if wanted.unit:
        units = units.filter(Q(name__icontains=wanted.unit) | Q(code=wanted.unit))
    grants = Grant.objects.filter(when, unit__in=units)
    if wanted.role is not None:
        return Q(pk__in=grants.filter(role=wanted.role).values("account"))
    posts = Post.objects.filter(when, unit__in=units)
    return Q(pk__in=posts.values("account")) | Q(pk__in=grants.values("account"))


def holdings(accounts: Iterable[Account], paths: Collection[str]) -> list[Post | Grant]:
    """What the accounts hold, held and will hold below `paths`, posts first, by unit. 2 queries."""
    whose = [account.pk for account in accounts]
    units = Unit.objects.in_scopes(paths)
    posts = Post.objects.filter(account__in=whose, unit__in=units).select_related("unit", "account")
    grants = Grant.objects.filter(account__in=whose, unit__in=units).select_related("unit", "account")
    held: list[Post | Grant] = list(posts.order_by("unit__path", "since", "pk"))
    return held + list(grants.order_by("unit__path", "since", "pk"))


def held_in(units: Collection[Unit], on: date) -> tuple[list[Post], list[Grant]]:
    """Who holds what in these very units (not below them) on the day or later. 2 queries."""
    posts = Post.objects.filter(open_after(on), unit__in=units).select_related("account", "unit")
    grants = Grant.objects.filter(open_after(on), unit__in=units).select_related("account", "unit")
    return list(posts.order_by("since", "pk")), list(grants.order_by("role", "since", "pk"))


def holding_from(account: Account, unit: Unit, on: date) -> list[Post | Grant]:
    """What an account holds in a unit on the day or later: what a hand-over on that day takes along. 2 queries."""
    posts, grants = held_in([unit], on)
    held: list[Post | Grant] = [*posts, *grants]
    return [thing for thing in held if thing.account_id == account.pk]


def ancestors(path: str) -> list[Unit]:
    """The units above a path, from the root down. One query."""
    above = [path[:end] for end in range(STEP, len(path), STEP)]
    return list(Unit.objects.filter(path__in=above).order_by("path"))


def watchers(paths: Collection[str], on: date) -> list[Grant]:
    """The roles given at the units with exactly these paths: they reach everything below. One query."""
    grants = Grant.objects.filter(open_on(on), unit__path__in=paths, account__active=True)
    return list(grants.select_related("account", "unit").order_by("unit__path", "role", "pk"))


def unit_choices(units: QuerySet[Unit], most: int) -> Sequence[str]:
    """The units' names to choose from; none when there are more than `most`, which nobody looks through. One query."""
    names = list(units.order_by("path").values_list("name", flat=True)[: most + 1])
    return names if len(names) <= most else []


def inspectors_of(paths: Collection[str], campaign: str, on: date) -> dict[str, tuple[int, ...]]:
    """Who inspects the units at these paths on a day, by account: holders of the role at the unit or above it, but for who declared a
    conflict of interest there (DOMAIN 7.2). One query."""
    above = {path: {path[:end] for end in range(STEP, len(path) + 1, STEP)} for path in paths}
    parts = set[str]().union(*above.values())
    columns = ("pk", "unit__path", "account")
    grants = Grant.objects.filter(
        open_on(on),
        role=Role.SUPERVISION,
        campaign__in=["", campaign],
        account__active=True,
        unit__path__in=parts,
    )
    tied = Recusal.objects.filter(open_on(on), unit__path__in=parts)
    rows = (
        grants.order_by()
        .values_list(*columns, Value(_POST))
        .union(tied.order_by().values_list(*columns, Value(_RECUSED)), all=True)
    )
    found = sorted(rows)
    recused = {(path, account) for _, path, account, how in found if how == _RECUSED}
    return {
        path: tuple(
            dict.fromkeys(
                account
                for _, at, account, how in found
                if how == _POST and at in own and not any((part, account) in recused for part in own)
            )
        )
        for path, own in above.items()
    }


def recusals_below(paths: Iterable[str]) -> QuerySet[Recusal]:
    """What was declared for units below `paths`, also what was lifted, the latest first, with account and unit."""
    found = Recusal.objects.filter(unit__in=Unit.objects.in_scopes(paths))
    return found.select_related("account", "unit").order_by("-since", "-pk")
