"""Why an inspector stays away from a unit: kin or a former post in it (DOMAIN 7.2, R43)."""

from enum import StrEnum

from huiyin.kit.errors import BadInput

LONGEST_REASON = 500


class RecusalKind(StrEnum):
    """What ties somebody to a unit."""

    KIN = "kin"
    FORMER_POST = "former_post"
    OTHER = "other"


RECUSAL_NAMES: dict[RecusalKind, str] = {
    RecusalKind.KIN: "配偶或近亲属在该单位",
    RecusalKind.FORMER_POST: "曾在该单位任职",
    RecusalKind.OTHER: "其他可能影响公正的情形",
}


def needs_reason(reason: str) -> None:
    """BadInput for a declaration, or the lifting of one, without a word of why."""
    if not reason.strip():
        raise BadInput("请写明情况或理由。", "Say what it is, or why.")
    if len(reason) > LONGEST_REASON:
        raise BadInput(
            f"说明最多 {LONGEST_REASON} 字。", f"The reason has {LONGEST_REASON} characters at most."
        )
