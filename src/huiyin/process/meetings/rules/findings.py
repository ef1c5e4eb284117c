"""How a finding is called in the ledger, in its own words; and who says which problem follows it."""

from dataclasses import dataclass
from datetime import date

from huiyin.kit.errors import NotAllowed
from huiyin.platform.orgs.rules.rights import Actor, Right, Role
from huiyin.process.campaigns.rules.template import Term

_LONGEST_TITLE = 200


@dataclass(frozen=True, slots=True)
class Reported:
    """A finding with where it was spoken: its heading and words, by which post, at which meeting, on which day."""

    heading: str
    text: str
    speaker: str
    meeting: str
    held_on: date | None


def finding_words(said: Reported) -> tuple[str, str]:
    """Title and manifestation. The title is the heading, or the whole words where they fit; the manifestation names the meeting."""
    words = " ".join(said.text.split())
    title = (said.heading or words).rstrip("。；;，,")
    if len(title) > _LONGEST_TITLE:
        title = f"{title[: _LONGEST_TITLE - 1]}…"
    day = f"{said.held_on.year}年{said.held_on.month}月{said.held_on.day}日" if said.held_on else ""
    where = f"{day}“{said.meeting}”" + (f"，{said.speaker}指出" if said.speaker else "指出")
    return title, f"{where}：{words or said.heading}"


def may_follow(by: Actor, host: str) -> bool:
    """Whether `by` may say which problem follows a finding about the unit at path `host`: the inspectors, or an office above it.

    Never the unit itself, nor one of its own people in whatever capacity (SPEC rule 4). What was found at the unit that runs the
    campaign is the inspectors' alone.
    """
    above = by.role is Role.SUPERVISION or (by.role is Role.OFFICE and len(by.scope) < len(host))
    return above and host not in by.own and by.may(Right.PROBLEM_RAISE, host)


def may_release(by: Actor, host: str) -> bool:
    """Whether `by` may say that a problem doesn't follow the finding after all: the inspectors, whose finding it is."""
    return by.role is Role.SUPERVISION and may_follow(by, host)


def needs_to_follow(by: Actor, host: str, inspectors: Term) -> None:
    """NotAllowed unless `may_follow`; `inspectors` is the campaign's own word for them."""
    if not may_follow(by, host):
        raise NotAllowed(
            f"会上指出的问题由{inspectors.zh}或上级活动办列入台账，被指出的单位不能自己办理。请联系{inspectors.zh}。",
            f"What was found at a unit's meeting is entered by the {inspectors.en} or by the office above it, never by the unit "
            f"itself: ask the {inspectors.en}.",
        )


def needs_to_release(by: Actor, host: str, inspectors: Term) -> None:
    """NotAllowed unless `may_release`; `inspectors` is the campaign's own word for them."""
    if not may_release(by, host):
        raise NotAllowed(
            f"已经对应的问题只有{inspectors.zh}能解除。请联系{inspectors.zh}。",
            f"Only the {inspectors.en} parts a finding from its problem: ask it.",
        )
