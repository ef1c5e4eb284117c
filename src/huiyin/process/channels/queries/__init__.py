"""Questions about the ways by which people speak, and what came with what was said."""

from huiyin.process.channels.queries.by_code import entrance_of, is_open
from huiyin.process.channels.queries.contacts import files_given, has_contact, openings, openings_of
from huiyin.process.channels.queries.entrances import EntranceRow, entrance_rows
from huiyin.process.channels.queries.hints import Hints, hints_for
from huiyin.process.channels.queries.marks import file_faults, files_wait_for_seal, unsealed_files
from huiyin.process.channels.queries.paper import (
    BatchRow,
    batch_rows,
    kept_until,
    pages_of,
    scan_days,
    scans_kept_too_long,
    stub_of,
)

__all__ = [
    "BatchRow",
    "EntranceRow",
    "Hints",
    "batch_rows",
    "entrance_of",
    "entrance_rows",
    "file_faults",
    "files_given",
    "files_wait_for_seal",
    "has_contact",
    "hints_for",
    "is_open",
    "kept_until",
    "openings",
    "openings_of",
    "pages_of",
    "scan_days",
    "scans_kept_too_long",
    "stub_of",
    "unsealed_files",
]
