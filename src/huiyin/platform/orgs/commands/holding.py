"""Posts and roles given and ended. What was held stays in the tables with its dates."""

from datetime import date, datetime, timedelta

from django.db import transaction

from huiyin.kit.clock import day_in_china
from huiyin.kit.errors import BadInput, Conflict, Refused
from huiyin.platform.accounts.models import Account
from huiyin.platform.audit.commands import record, take_turn
from huiyin.platform.orgs.models import Grant, Post, Recusal, Unit, open_after
from huiyin.platform.orgs.rules.rights import ROLE_NAMES, Actor, Role
from huiyin.platform.orgs.rules.terms import POST_NAMES, ROLE_OF_POST, PostKind, Term, checked_term


@transaction.atomic
def give_grant(
    account: Account,
    role: Role,
    unit: Unit,
    *,
    since: date,
    until: date | None = None,
    campaign: str = "",
    by: Actor,
    at: datetime,
) -> Grant:
    """Give a role below a unit from a day on; `campaign` is a campaign's code, "" all of them.

    A supervision group is authorised for one round, so its grant needs a last day (DOMAIN 7.2, R43). Conflict when the
    account holds the same in these days already.
    """
    term = checked_term(since, until)
    take_turn()
    grant = make_grant(account, role, unit, term, campaign, by=by)
    record(act="grant.given", subject=account.code, by=by.code, at=at, facts=facts_of(grant))
    return grant


@transaction.atomic
def end_grant(grant: Grant, *, last: date, by: Actor, at: datetime) -> None:
    """Let a role end with the day `last`; see `end_post`."""
    take_turn()
    grant.refresh_from_db()
    by.needs_to_appoint(Role(grant.role), grant.unit.path, grant.account.code, grant.campaign)
    _end(grant, last, at)
    record(act="grant.ended", subject=grant.account.code, by=by.code, at=at, facts=facts_of(grant))


@transaction.atomic
def give_post(
    account: Account,
    kind: PostKind,
    unit: Unit,
    *,
    since: date,
    until: date | None = None,
    by: Actor,
    at: datetime,
) -> Post:
    """Put somebody into a post. It says who one is, not what one may: that takes a grant (ROLE_OF_POST names it).

    BadInput for an acting head without a last day, Conflict for a second head in the same days.
    """
    term = checked_term(since, until)
    take_turn()
    post = make_post(account, kind, unit, term, by=by)
    record(act="post.given", subject=account.code, by=by.code, at=at, facts=facts_of(post))
    return post


@transaction.atomic
def end_post(post: Post, *, last: date, by: Actor, at: datetime) -> None:
    """Let a post end with the day `last`: today, yesterday or later, and never later than it would.

    Yesterday takes it away at once. An earlier day would say of acts that they were done without it. What began today or
    hasn't begun is taken back whole by a day before its first: its row goes, and the record keeps that it was there.
    """
    take_turn()
    post.refresh_from_db()
    by.needs_to_appoint(ROLE_OF_POST[PostKind(post.kind)], post.unit.path, post.account.code)
    _end(post, last, at)
    record(act="post.ended", subject=post.account.code, by=by.code, at=at, facts=facts_of(post))


def facts_of(held: Grant | Post) -> dict[str, object]:
    """What the record says of a grant or a post."""
    what = {"role": held.role, "campaign": held.campaign} if isinstance(held, Grant) else {"post": held.kind}
    until = held.until.isoformat() if held.until else None
    return {**what, "unit": held.unit_id, "since": held.since.isoformat(), "until": until}


def make_grant(account: Account, role: Role, unit: Unit, term: Term, campaign: str, *, by: Actor) -> Grant:
    """The part of giving a role that an import shares."""
    by.needs_to_appoint(role, unit.path, account.code, campaign)
    _refuse_closed(account)
    needs_own_slip(account, role, unit.path, campaign)
    if role is Role.SUPERVISION and term.until is None:
        raise BadInput(
            f"{ROLE_NAMES[role]}按轮次授权，必须写明截止日期。",
            "A supervision group is authorised for a round: give the last day.",
        )
    if role is Role.SUPERVISION:
        _refuse_recused(account, unit, term)
    same = Grant.objects.filter(
        open_after(term.since), account=account, role=role, unit=unit, campaign=campaign
    )
    if any(held.term.meets(term) for held in same):
        raise Conflict(
            f"“{account.name}”在“{unit.name}”已有这段时间的“{ROLE_NAMES[role]}”角色。",
            f"The account holds the role '{role}' there in these days already.",
        )
    return Grant.objects.create(
        account=account, role=role, unit=unit, campaign=campaign, since=term.since, until=term.until
    )


def make_post(account: Account, kind: PostKind, unit: Unit, term: Term, *, by: Actor) -> Post:
    """The part of giving a post that an import shares."""
    by.needs_to_appoint(ROLE_OF_POST[kind], unit.path, account.code)
    _refuse_closed(account)
    if kind is PostKind.ACTING_HEAD and term.until is None:
        raise BadInput("临时主持工作必须写明截止日期。", "An acting head needs a last day.")
    held = Post.objects.filter(open_after(term.since), unit=unit, kind=kind).select_related("account")
    if kind is PostKind.MEMBER:
        held = held.filter(account=account)
    for other in held:
        if other.term.meets(term):
            raise Conflict(
                f"“{unit.name}”这段时间的“{POST_NAMES[kind]}”已是“{other.account.name}”，请先结束或交接其职务。",
                f"Another holds the post '{kind}' of this unit in these days; end it or hand it over first.",
            )
    return Post.objects.create(account=account, kind=kind, unit=unit, since=term.since, until=term.until)


def needs_own_slip(account: Account, role: Role, path: str, campaign: str) -> None:
    """Refused when the account's last slip came from somebody who may not give `role`: they could sign in as its holder."""
    giver = Actor.of_capacity(account.slip_giver)
    if giver is None or not giver.may_appoint(role, path, campaign):
        raise Refused(
            f"“{account.name}”的登录条不是由能授予“{ROLE_NAMES[role]}”的人发的。请先由您给这个账号发一张新登录条，再授予这个角色。",
            f"The last slip of this account came from somebody who may not give the role '{role}'. Hand out a new slip first.",
        )


def _refuse_recused(account: Account, unit: Unit, term: Term) -> None:
    """Who declared a conflict of interest for a unit isn't sent to it, nor to one below (DOMAIN 7.2)."""
    declared = Recusal.objects.filter(open_after(term.since), account=account).select_related("unit")
    tied = next((one for one in declared if unit.path.startswith(one.unit.path)), None)
    if tied is not None:
        raise Refused(
            f"“{account.name}”已就“{tied.unit.name}”登记回避，不能派去督导。",
            f"The account declared a conflict of interest for '{tied.unit.name}' and can't be sent there.",
        )


def _refuse_closed(account: Account) -> None:
    if not account.active:
        raise Refused(
            f"“{account.name}”的账号已停用，不能再任命或授权。",
            "The account is closed and can hold nothing new.",
        )


def _end(held: Grant | Post, last: date, at: datetime) -> None:
    today = day_in_china(at)
    yesterday = today - timedelta(days=1)
    taken_back = last < held.since and held.since >= today
    if not taken_back:
        _refuse_late_or_longer(held.term, last, yesterday)
    held.until = last
    if taken_back:
        held.delete()
    else:
        held.save(update_fields=["until"])


def _refuse_late_or_longer(term: Term, last: date, yesterday: date) -> None:
    if last < max(yesterday, term.since) or (term.until is not None and last > term.until):
        raise Refused(
            f"结束日期应在 {max(yesterday, term.since)} 至 {term.until or '以后'} 之间：已经过去的日子不再改动。",
            "The last day can't be before yesterday, before the first day, or after the last that it has.",
        )
