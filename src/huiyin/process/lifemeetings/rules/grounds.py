"""What somebody has to say who lets words go before their time."""

from huiyin.kit.errors import Refused
from huiyin.process.lifemeetings.rules.states import LONGEST


def needs_grounds(ground: str, reason: str) -> None:
    """Refused without the legal ground of a lawful deletion and its reason, or where one is too long."""
    needs_ground(ground)
    _needs(reason, "事由", "why it is deleted")


def needs_ground(ground: str) -> None:
    """Refused without a ground."""
    _needs(ground, "法律依据", "on what ground it is deleted")


def _needs(text: str, zh: str, en: str) -> None:
    if not 0 < len(text.strip()) <= LONGEST["reason"]:
        raise Refused(
            f"请写明删除的{zh}，不超过 {LONGEST['reason']} 字。",
            f"Say {en}, in {LONGEST['reason']} characters.",
        )
