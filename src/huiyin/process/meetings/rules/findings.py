"""How a finding is called in the ledger: in its own words."""

from dataclasses import dataclass
from datetime import date

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
