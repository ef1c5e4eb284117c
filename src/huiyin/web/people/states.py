"""How an account and what it holds are shown: words first, a shape, and a colour last."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from huiyin.kit.clock import day_in_china
from huiyin.platform.accounts.models import Account
from huiyin.platform.orgs.models import Grant, Post
from huiyin.platform.orgs.rules.rights import ROLE_NAMES, Role
from huiyin.platform.orgs.rules.terms import POST_NAMES, PostKind


@dataclass(frozen=True)
class State:
    """A word with its look (a class of `.tag`), and until when it is so."""

    word: str
    look: str = ""
    until: date | None = None


def state_of(account: Account, at: datetime) -> State:
    """Closed, waiting for its slip, with a slip that ran out, or in use."""
    if not account.active:
        return State("✕ " + _("已停用"))
    if account.slip_until is None:
        return State("✓ " + _("在用"), "go")
    if account.slip_until < at:
        return State("! " + _("登录条已过期"), "wait")
    return State("□ " + _("登录条未用"), "wait", day_in_china(account.slip_until))


@dataclass(frozen=True)
class Holding:
    """A post or a role as a line of a page. `word` is in the language of the page."""

    held: Post | Grant
    word: str
    is_post: bool
    campaign: str
    over: bool
    ahead: bool

    @classmethod
    def of(cls, held: Post | Grant, today: date) -> "Holding":
        is_post = isinstance(held, Post)
        return cls(
            held,
            word_of(held),
            is_post,
            held.campaign if isinstance(held, Grant) else "",
            held.until is not None and held.until < today,
            held.since > today,
        )


def word_of(held: Post | Grant) -> str:
    """The name of the post or of the role."""
    return post_name(held.kind) if isinstance(held, Post) else role_name(held.role)


def role_name(role: str) -> str:
    return _(ROLE_NAMES[Role(role)])


def post_name(kind: str) -> str:
    return _(POST_NAMES[PostKind(kind)])


def role_choices(roles: Iterable[Role]) -> list[tuple[str, str]]:
    """(value, word) of roles to choose from."""
    return [(role.value, role_name(role)) for role in roles]


def post_choices() -> list[tuple[str, str]]:
    """(value, word) of posts to choose from."""
    return [(kind.value, post_name(kind)) for kind in PostKind]
