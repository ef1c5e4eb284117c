"""Papers and a slip to look at: a member's handed in, its head's still being written, something pointed out to the member."""

from datetime import date

from huiyin.platform.accounts.models import Account
from huiyin.platform.orgs.commands import give_post
from huiyin.platform.orgs.models import Post
from huiyin.platform.orgs.rules.rights import Actor, Role
from huiyin.platform.orgs.rules.terms import PostKind
from huiyin.process.campaigns.models import Participation
from huiyin.process.reminders.commands import send_reminder
from huiyin.process.reminders.rules.wording import Pointed
from huiyin.process.selfchecks.commands import begin_selfcheck, hand_in_selfcheck, save_selfcheck
from huiyin.process.selfchecks.models import SelfCheck
from huiyin.process.selfchecks.rules.content import Content, Item
from tests.world import World

HAND = "a" * 64


def write_paper(world: World, account: Account, role: Role, words: str, *, hand_in: bool) -> SelfCheck:
    """The paper of somebody of the first school, with these words in it; handed in or not."""
    by = Actor(account.code, role, world.school.path, own=frozenset({world.school.path}))
    related = ("campaign__root", "unit")
    part = Participation.objects.select_related(*related).get(campaign=world.campaign, unit=world.school)
    paper = begin_selfcheck(part, account, by=by, at=world.at)
    content = Content({"discipline": words}, (Item(words, "F1", date(2014, 4, 8), "purpose"),))
    saved = save_selfcheck(paper, content, 0, keep=True, by=by, at=world.at)
    if hand_in:
        hand_in_selfcheck(paper, saved.edits, shown=HAND, by=by, at=world.at)
    return SelfCheck.objects.get(pk=paper.pk)


def point_out(world: World, account: Account, words: str) -> int:
    """The number of a slip to somebody who is made a member of the first school's team."""
    if not Post.objects.filter(account=account, kind=PostKind.MEMBER).exists():
        since = date(2014, 1, 1)
        give_post(account, PostKind.MEMBER, world.school, since=since, by=world.office, at=world.at)
    by = Actor("inspector", Role.SUPERVISION, world.bureau.path)
    return send_reminder(world.campaign, world.school, account, [Pointed(words)], by=by, at=world.at).number


def papers_of(
    world: World, accounts: dict[str, Account], handed: str, draft: str, pointed: str
) -> dict[str, int]:
    """The ids by the names that the cast knows them by."""
    paper = write_paper(world, accounts["member"], Role.MEMBER, handed, hand_in=True)
    return {
        "selfcheck": paper.pk,
        "selfcheck_version": paper.version,
        "selfcheck_draft": write_paper(world, accounts["head"], Role.HEAD, draft, hand_in=False).pk,
        "reminder": point_out(world, accounts["member"], pointed),
    }


def write_team_paper(world: World, account: Account) -> SelfCheck:
    """The first school's team paper, drafted by its clerk, kept twice."""
    by = Actor(account.code, Role.CLERK, world.school.path, own=frozenset({world.school.path}))
    related = ("campaign__root", "unit")
    part = Participation.objects.select_related(*related).get(campaign=world.campaign, unit=world.school)
    paper = begin_selfcheck(part, account, team=True, by=by, at=world.at)
    for edits, words in enumerate(("会议多。", "会议多，一周七次。")):
        save_selfcheck(paper, Content({"discipline": words}), edits, keep=True, by=by, at=world.at)
    return paper
