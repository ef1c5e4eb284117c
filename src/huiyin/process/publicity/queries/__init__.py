"""Questions about what the public is told."""

from huiyin.process.publicity.queries.care import care_of_matter, givers_behind, summary_of
from huiyin.process.publicity.queries.public import (
    PublicPage,
    PublicRow,
    anything_public,
    public_page,
    published_units,
)
from huiyin.process.publicity.queries.standing import editions_of, publicity_faults, words_digest

__all__ = [
    "PublicPage",
    "PublicRow",
    "anything_public",
    "care_of_matter",
    "editions_of",
    "givers_behind",
    "public_page",
    "publicity_faults",
    "published_units",
    "summary_of",
    "words_digest",
]
