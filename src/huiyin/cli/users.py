"""Whose hand the command line acts by when it opens, renews and closes accounts.

Whoever can type commands on the server's database could do anything to it; the record should still say in what capacity.
An account is opened as the office. A role is given, and a slip or an end handed out, in the one capacity that appoints to
all roles that the account holds (rights.APPOINTS): the office for most, the leading group for discipline, an administrator for
administrators. The record names the actor "command-line".
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.db import DatabaseError, connection, transaction

from huiyin.kit.clock import day_in_china
from huiyin.kit.errors import BadInput, NotAllowed
from huiyin.platform.accounts.models import Account
from huiyin.platform.accounts.rules.logins import plain_login
from huiyin.platform.accounts.rules.slips import Slip
from huiyin.platform.orgs.commands import close_account, ensure_root, give_grant, hand_out_slip, open_account
from huiyin.platform.orgs.models import Grant, Unit, open_after
from huiyin.platform.orgs.queries import grants_ahead
from huiyin.platform.orgs.rules.rights import APPOINTS, ROLE_NAMES, Actor, Role
from huiyin.process.campaigns.models import Campaign

OPERATOR = "command-line"
OFFICE = Actor(OPERATOR, Role.OFFICE)


@dataclass(frozen=True)
class Wanted:
    """The role that a new account is to get. `unit` is a name or a code; None the one top unit."""

    role: Role
    unit: str | None
    since: date
    until: date | None
    campaign: str


@dataclass(frozen=True)
class Held:
    """A role that an account holds or will."""

    role: Role
    unit: str
    since: date
    until: date | None
    campaign: str


@dataclass(frozen=True)
class Listed:
    """An account with its roles."""

    login: str
    name: str
    active: bool
    held: tuple[Held, ...]

    def as_dict(self) -> dict[str, object]:
        roles = [
            {
                "role": held.role.value,
                "unit": held.unit,
                "since": held.since.isoformat(),
                "until": held.until.isoformat() if held.until else None,
                "campaign": held.campaign,
            }
            for held in self.held
        ]
        return {"login": self.login, "name": self.name, "active": self.active, "roles": roles}


def capacity_for(roles: Collection[Role]) -> Actor:
    """The capacity in which the command line may appoint to all of `roles`. NotAllowed when no single one may."""
    for giver, given in APPOINTS.items():
        if given.issuperset(roles):
            return Actor(OPERATOR, giver)
    names = "、".join(ROLE_NAMES[role] for role in Role if role in roles)
    raise NotAllowed(
        f"这个账号同时有“{names}”几种角色，没有一种身份能同时任命它们。请先由任命的人在网页上结束其中一种。",
        "No single capacity appoints to all roles of this account; let whoever appoints to one of them end it first.",
    )


@transaction.atomic
def open_user(login: str, name: str, wanted: Wanted | None, *, at: datetime) -> Slip:
    """A new account, with its role when one is wanted: both or neither."""
    account, slip = open_account(login, name, by=OFFICE, at=at)
    if wanted is not None:
        _refuse_unknown(wanted.campaign)
        by = capacity_for({wanted.role})
        if by.role is not OFFICE.role:
            slip = hand_out_slip(
                account, by=by, at=at
            )  # in the capacity that gives the role, or it couldn't be given
        give_grant(
            account,
            wanted.role,
            _unit(wanted.unit, at),
            since=wanted.since,
            until=wanted.until,
            campaign=wanted.campaign,
            by=by,
            at=at,
        )
    return slip


def new_slip(login: str, *, at: datetime) -> Slip:
    account = _account(login)
    return hand_out_slip(account, by=_capacity_over(account, at), at=at)


def close_user(login: str, *, at: datetime) -> None:
    account = _account(login)
    close_account(account, by=_capacity_over(account, at), at=at)


def listed_users(today: date) -> list[Listed]:
    """Every account by its login name. 2 queries."""
    _refuse_tableless()
    held: dict[int, list[Held]] = {}
    for grant in Grant.objects.filter(open_after(today)).select_related("unit").order_by("pk"):
        found = Held(Role(grant.role), grant.unit.name, grant.since, grant.until, grant.campaign)
        held.setdefault(grant.account_id, []).append(found)
    return [
        Listed(account.login, account.name, account.active, tuple(held.get(account.pk, ())))
        for account in Account.objects.order_by("login")
    ]


def _capacity_over(account: Account, at: datetime) -> Actor:
    return capacity_for({Role(grant.role) for grant in grants_ahead(account, day_in_china(at))})


def _account(login: str) -> Account:
    _refuse_tableless()
    account = Account.objects.filter(login=plain_login(login)).first()
    if account is None:
        raise BadInput(
            f"没有登录名“{login}”的账号。huiyin user list 列出全部。",
            f"No account has the login name '{login}'. huiyin user list names all.",
        )
    return account


def _unit(name: str | None, at: datetime) -> Unit:
    """The unit of this name or code; the one top unit when None. The first one named on an empty tree is founded."""
    if name is None:
        tops = list(Unit.objects.roots()[:2])
        if len(tops) == 1:
            return tops[0]
        raise BadInput(
            "请用 --unit 写明角色在哪个单位以下。", "Say by --unit below which unit the role is to hold."
        )
    found = Unit.objects.filter(name=name).first() or Unit.objects.filter(code=name).exclude(code="").first()
    if found is not None:
        return found
    if Unit.objects.exists():
        raise BadInput(
            f"单位表里没有“{name}”。请写全称或单位代码。",
            f"No unit is called '{name}': give its full name or code.",
        )
    return ensure_root(name, by=OFFICE, at=at)


def _refuse_unknown(campaign: str) -> None:
    if campaign and not Campaign.objects.filter(code=campaign).exists():
        known = "、".join(Campaign.objects.values_list("code", flat=True).order_by("code")) or "还没有活动"
        raise BadInput(
            f"没有代码为“{campaign}”的活动。现有：{known}。",
            f"No campaign has the code '{campaign}'. There are: {known}.",
        )


def _refuse_tableless() -> None:
    try:
        there = Account._meta.db_table in connection.introspection.table_names()
    except DatabaseError:
        there = False
    if not there:
        raise BadInput(
            "这个数据库里没有回音的表。请检查 --database，或先运行 huiyin init。",
            "This database holds no Huiyin tables. Check --database, or run huiyin init.",
        )
