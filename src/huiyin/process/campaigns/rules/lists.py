"""Lists of codes (lists.toml): causes, ways in, horizons, mirrors, channels, kinds of giver, and the campaign's own."""

from typing import Annotated

from pydantic import Field, StrictBool, StrictInt

from huiyin.process.campaigns.rules.parts import Code, Named, Part, Sheet, Text

KEY_WORKS = "key_works"
"""Which of a campaign's own lists names the works of the year that items of the plan and problems may serve."""


class Cause(Named):
    """A root of a problem; `subjective` ones lie in the people themselves, not in circumstances."""

    subjective: StrictBool


class Kept(Named):
    """A channel or a kind of giver; `keep_days`: how long its opinions' words are kept, where that isn't `retention_days`."""

    keep_days: Annotated[StrictInt, Field(ge=1, le=36_500)] | None = None


class KeptList(Sheet):
    """The channels, or the kinds of giver."""

    zh: Text
    en: Text
    codes: Annotated[tuple[Kept, ...], Field(min_length=1)]


class CodeList(Sheet):
    """A list of codes with its own name."""

    zh: Text
    en: Text
    codes: Annotated[tuple[Named, ...], Field(min_length=1)]


class CauseList(Sheet):
    """The causes."""

    zh: Text
    en: Text
    codes: Annotated[tuple[Cause, ...], Field(min_length=1)]


class Lists(Part):
    """lists.toml; `more` holds what this campaign alone knows, such as its formula of criticism."""

    causes: CauseList
    sources: CodeList
    horizons: CodeList
    mirrors: CodeList
    channels: KeptList
    giver_kinds: KeptList
    more: dict[Code, CodeList] = {}
