"""People from a workbook: accounts with slips, posts and roles, in one transaction."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction

from huiyin.kit.clock import day_in_china
from huiyin.kit.errors import Conflict, HuiyinError
from huiyin.platform.accounts.commands import make_account
from huiyin.platform.accounts.models import Account
from huiyin.platform.accounts.rules.slips import Slip
from huiyin.platform.audit.commands import record, take_turn
from huiyin.platform.orgs.commands.holding import facts_of, make_grant, make_post
from huiyin.platform.orgs.models import Grant, Post, Unit
from huiyin.platform.orgs.rules.people_rows import PersonProblem, PersonRow
from huiyin.platform.orgs.rules.rights import Actor, Right
from huiyin.platform.orgs.rules.terms import checked_term


@dataclass
class PeopleTaken:
    """What came of an import. `slips` are for the new accounts, to be printed now or never."""

    slips: list[Slip] = field(default_factory=list)
    posts: int = 0
    grants: int = 0
    problems: list[PersonProblem] = field(default_factory=list)


@dataclass
class _Entered:
    """What one row added."""

    slip: Slip | None = None
    account: str = ""
    held: list[Post | Grant] = field(default_factory=list)


@transaction.atomic
def import_people(rows: Sequence[PersonRow], root: Unit, *, by: Actor, at: datetime) -> PeopleTaken:
    """Enter people below `root` (people_rows.read_people; a unit's key is its id in digits). About 10 queries a new row.

    Importing again adds nothing: an account is known by its login name, a post and a role by unit and first day, or,
    where the row gives none, by being held at all. A row that a rule refuses is left out whole and told.
    """
    by.needs(Right.ACCOUNT_MANAGE, root.path)
    take_turn()
    units = {str(unit.pk): unit for unit in Unit.objects.under(root.path)}
    taken = PeopleTaken()
    facts: list[dict[str, object]] = []
    for row in rows:
        try:
            with transaction.atomic():
                entered = _enter(row, units, by=by, at=at)
        except HuiyinError as error:
            taken.problems.append(
                PersonProblem(row.row_no, f"{error.zh}本行未导入。", f"{error.en} The row was left out.")
            )
            continue
        taken.slips += [entered.slip] if entered.slip else []
        taken.posts += sum(isinstance(thing, Post) for thing in entered.held)
        taken.grants += sum(isinstance(thing, Grant) for thing in entered.held)
        facts += [{"account": entered.account, **facts_of(thing)} for thing in entered.held]
    if taken.slips or facts:
        said = {"accounts": len(taken.slips), "held": facts}
        record(act="people.imported", subject=f"unit:{root.path}", by=by.code, at=at, facts=said)
    return taken


def _enter(row: PersonRow, units: dict[str, Unit], *, by: Actor, at: datetime) -> _Entered:
    unit = units.get(row.unit)
    if unit is None:
        raise Conflict("该单位不在您导入的范围内。", "The unit isn't below the one that you import for.")
    account = Account.objects.filter(login=row.login).first()
    slip = None
    if account is None:
        account, slip = make_account(row.login, row.name, giver=by.capacity(), at=at)
    elif account.name != row.name:
        raise Conflict(
            f"登录名“{row.login}”已有人用，姓名与表中的不同。请换一个登录名，或更正姓名。",
            f"The login name '{row.login}' belongs to somebody else; choose another or correct the name.",
        )
    elif not account.active:
        raise Conflict(
            f"“{row.name}”的账号已停用，请先另开账号。", "The account is closed; open another one first."
        )
    return _Entered(slip, account.code, _hold(row, account, unit, by=by, at=at))


def _hold(row: PersonRow, account: Account, unit: Unit, *, by: Actor, at: datetime) -> list[Post | Grant]:
    """Give what the row names and the account hasn't yet."""
    term = checked_term(row.since or day_in_china(at), row.until)
    held: list[Post | Grant] = []
    if row.post is not None:
        posts = Post.objects.filter(account=account, unit=unit, kind=row.post)
        if not _is_known(posts, row, term.since):
            held.append(make_post(account, row.post, unit, term, by=by))
    for role in row.roles:
        grants = Grant.objects.filter(account=account, unit=unit, role=role, campaign=row.campaign)
        if not _is_known(grants, row, term.since):
            held.append(make_grant(account, role, unit, term, row.campaign, by=by))
    return held


def _is_known(held: Iterable[Post | Grant], row: PersonRow, today: date) -> bool:
    """Whether the row was entered before. Conflict where it would give again what has ended, or give it another end.

    An old list must not bring back what was taken away since.
    """
    for thing in held:
        if row.since not in (None, thing.since):
            continue
        if row.until not in (None, thing.until):
            raise Conflict(
                f"“{row.name}”的这一项已登记到 {thing.until or '长期'}，表中写的是 {row.until}；请在系统中结束或延长。",
                f"This is entered with the last day {thing.until}; the list says {row.until}. Change it in the system.",
            )
        if row.since is None and thing.until is not None and thing.until < today:
            raise Conflict(
                f"“{row.name}”的这一项已于 {thing.until} 结束；要重新任命，请填写起始日期。",
                f"This ended on {thing.until}; to give it again, write a first day.",
            )
        return True
    return False
