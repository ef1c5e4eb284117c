"""Questions about sealed matters."""

from huiyin.process.sealed.queries.lapsing import matters_kept_too_long, matters_there
from huiyin.process.sealed.queries.saying import (
    Apart,
    apart_of,
    count_said,
    open_matter,
    readable_said,
    said,
    said_of,
    unread_matters,
)
from huiyin.process.sealed.queries.steps import Step, sealed_state, steps_of
from huiyin.process.sealed.queries.verifying import keyless, matter_faults
from huiyin.process.sealed.queries.words import package_of

__all__ = [
    "Apart",
    "Step",
    "apart_of",
    "count_said",
    "keyless",
    "matter_faults",
    "matters_kept_too_long",
    "matters_there",
    "open_matter",
    "package_of",
    "readable_said",
    "said",
    "said_of",
    "sealed_state",
    "steps_of",
    "unread_matters",
]
