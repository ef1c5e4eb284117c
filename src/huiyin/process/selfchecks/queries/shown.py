"""What stands before the eyes of somebody who hands a paper in with their own hand, and its digest (SPEC rule 11)."""

from hashlib import sha256

from huiyin.process.selfchecks.models import SelfCheck
from huiyin.process.selfchecks.queries.texts import draft_text


def what_is_shown(paper: SelfCheck) -> tuple[str, str]:
    """The text as it is to be handed in, and the SHA-256, in hex, of it with the paper's number of savings."""
    text = draft_text(paper)
    return text, sha256(f"{paper.pk}.{paper.edits}\n{text}".encode()).hexdigest()
