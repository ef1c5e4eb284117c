"""One row as a command takes it: plain values, judged before (rows.py)."""

from dataclasses import dataclass
from datetime import date

from huiyin.process.opinions.rules.identity import said_parts


@dataclass(frozen=True)
class Said:
    """An opinion on its way in. `key` says which row of which list it is, so that the same row comes in once.

    `source_id` is the list's own number, or one made of the intake and the row. `about` is a unit's id when the unit
    column named one of the tree.
    """

    key: str
    source_id: str
    title: str
    body: str
    row_no: int | None = None
    raised_on: date | None = None
    channel: str = ""
    channel_as_written: str = ""
    giver_kind: str = ""
    giver_as_written: str = ""
    about: int | None = None
    unit_as_written: str = ""
    about_as_written: str = ""

    def parts(self) -> tuple[str, ...]:
        """What the digest seals (identity.sealed_digest)."""
        return said_parts(
            self.title,
            self.body,
            self.raised_on,
            self.channel_as_written,
            self.giver_as_written,
            self.unit_as_written,
            self.about_as_written,
            self.source_id,
        )


@dataclass(frozen=True)
class Clash:
    """A row whose number is there with something else: kept out, so that the first one stays as it was said."""

    row_no: int | None
    source_id: str

    @property
    def zh(self) -> str:
        return (
            f"编号“{self.source_id}”已登记，原文或日期、渠道、单位与库中不同；已登记的不可改，本行没有收录。"
            "若这是另一条意见（例如别的学校也从 1 编号），请给它一个新编号再导入。"
        )

    @property
    def en(self) -> str:
        return (
            f"Number '{self.source_id}' is there already with other words, day, channel or unit; what is there can't change, this "
            "row stayed out. If it's another opinion (another school's list counts from 1, too), give it a new number."
        )


@dataclass(frozen=True)
class Taken:
    """What became of a chunk of rows."""

    added: int
    repeated: int
    clashes: tuple[Clash, ...] = ()
