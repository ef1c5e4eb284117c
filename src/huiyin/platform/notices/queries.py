"""Reading messages, wishes and feeds."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.utils.crypto import salted_hmac

from huiyin.kit.clock import CHINA, day_in_china
from huiyin.kit.enciphering import Unreadable, decipher
from huiyin.platform.accounts.models import Account
from huiyin.platform.notices.models import Delivery, Feed, Message, Preference
from huiyin.platform.notices.rules.rhythm import DayOff, Kind, Quiet, Rhythm, due_kinds, may_disturb
from huiyin.platform.notices.rules.wishes import Wishes, channels_from_text
from huiyin.platform.prepared import PreparedRows

USE = "notices.preference"
MOST_AT_ONCE = 500


@dataclass(frozen=True)
class Due:
    """Somebody, and the kinds of message that are due to them today."""

    account: Account
    kinds: frozenset[Kind]


def due_today(day: date, *, rhythm: Rhythm, off: DayOff) -> list[Due]:
    """Everybody with an open account to whom something may be written on `day`. 2 queries; none on a day off."""
    if off(day):
        return []
    chosen = {
        account: (weekly, halfmonth)
        for account, weekly, halfmonth in Preference.objects.values_list("account", "weekly", "halfmonth")
    }
    found = []
    for account in Account.objects.filter(active=True).order_by("pk"):
        weekly, halfmonth = chosen.get(account.pk, (True, True))
        found.append(Due(account, due_kinds(day, rhythm, off, weekly=weekly, halfmonth=halfmonth)))
    return found


def wishes_of(account: Account) -> Wishes:
    """How an account wants its messages. 1 query."""
    return wishes_of_all([account.pk]).get(account.pk, Wishes())


def wishes_of_all(accounts: Iterable[int]) -> Mapping[int, Wishes]:
    """The wishes of those who said any, by the accounts' ids. 1 query."""
    return {row.account_id: _wishes(row) for row in Preference.objects.filter(account__in=set(accounts))}


def _wishes(row: Preference) -> Wishes:
    email, channels = _deciphered(row.email), _deciphered(row.channels)
    return Wishes(
        email=email or "",
        weekly=row.weekly,
        halfmonth=row.halfmonth,
        quiet=Quiet(row.quiet_from, row.quiet_to),
        channels=channels_from_text(channels) if channels else (),
        unreadable=email is None or channels is None,
    )


def _deciphered(kept: str) -> str | None:
    """What a preference's column says; None when it was written under another key."""
    try:
        return decipher(kept, key=settings.SECRET_KEY, use=USE) if kept else ""
    except Unreadable:
        return None


def accounts_ready(at: datetime, off: DayOff) -> list[int]:
    """Whose messages may go out at `at`: they wait, none went out today, and it's not a quiet hour of theirs. 2 queries."""
    today = day_in_china(at)
    if off(today):
        return []
    had = Message.objects.filter(day=today).exclude(sent_at=None)
    waiting = Message.objects.ready(at).exclude(account__in=had.values("account"))
    return _undisturbed(sorted(set(waiting.values_list("account", flat=True))), at, off)


def deliveries_due(at: datetime, off: DayOff) -> list[Delivery]:
    """What is to be sent over some channel at `at`, 500 at most. 2 queries."""
    if off(day_in_china(at)):
        return []
    rows = list(
        Delivery.objects.filter(outcome="", next_try__lte=at, message__account__active=True)
        .select_related("message")
        .order_by("next_try", "pk")[:MOST_AT_ONCE]
    )
    may = set(_undisturbed({row.message.account_id for row in rows}, at, off))
    return [row for row in rows if row.message.account_id in may]


def _undisturbed(accounts: Iterable[int], at: datetime, off: DayOff) -> list[int]:
    wanted = list(accounts)
    if not wanted:
        return []
    local = at.astimezone(CHINA)
    quiet = {
        account: Quiet(since, until)
        for account, since, until in Preference.objects.filter(account__in=wanted).values_list(
            "account", "quiet_from", "quiet_to"
        )
    }
    return [account for account in wanted if may_disturb(local, quiet.get(account, Quiet()), off)]


def something_due(at: datetime, off: DayOff) -> bool:
    """Whether `send_due` would find anything to do."""
    return bool(accounts_ready(at, off) or deliveries_due(at, off))


@dataclass(frozen=True)
class Page:
    """A piece of somebody's list, the newest first; `later` is where the older ones go on."""

    messages: Sequence[Message]
    later: date | None


def messages_of(account: Account, *, put_away: bool, before: date | None = None, size: int = 20) -> Page:
    """What went out to an account, from the day before `before` backwards. 1 query."""
    rows = Message.objects.filter(account=account, put_away=put_away).exclude(sent_at=None)
    if before is not None:
        rows = rows.filter(day__lt=before)
    found = list(rows.order_by("-day")[: size + 1])
    return Page(found[:size], found[size - 1].day if len(found) > size else None)


MOST_KEPT = 100
# Every page asks for it.
_KEPT = PreparedRows(
    lambda account: (
        Message.objects.filter(account=account).still_kept().order_by().values_list("pk")[:MOST_KEPT]
    ),
    -1,
)


def kept_count(account: Account) -> int:
    """How many messages somebody has not put away, counted up to MOST_KEPT. 1 query."""
    return len(_KEPT.all(account.pk))


def last_outcomes(account: Account) -> dict[str, tuple[str, date]]:
    """Channel id → what became of the last message that went over it ("" still trying), and its day. 1 query."""
    rows = Delivery.objects.filter(message__account=account).order_by("-message__day")
    found: dict[str, tuple[str, date]] = {}
    for channel, outcome, day in rows.values_list("channel", "outcome", "message__day")[:60]:
        found.setdefault(channel, (outcome, day))
    return found


def has_feed(account: Account) -> bool:
    """Whether there is an address of the account's calendar. 1 query."""
    return Feed.objects.filter(account=account).exists()


def account_of_feed(token: str) -> Account | None:
    """Whose calendar has the secret address; None when nobody's, or when the account was closed. 1 query."""
    found = (
        Feed.objects.filter(token_hash=hash_of(token), account__active=True).select_related("account").first()
    )
    return found.account if found else None


def hash_of(token: str) -> str:
    """The keyed hash under which a token is kept: without HUIYIN_SECRET_KEY nobody can tell a right one from the database."""
    return salted_hmac("huiyin.notices.feed", token, algorithm="sha256").hexdigest()
