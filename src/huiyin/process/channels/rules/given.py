"""What a giver sends, as plain values."""

from dataclasses import dataclass, field

from huiyin.kit.errors import BadInput

SHORTEST_TEXT = 2
LONGEST_TEXT = 7000
LONGEST_DETAIL = 200
LONGEST_CONTACT = 200
MOST_FILES = 3

# What the form asks beside the words, in the order in which it stands under them.
DETAILS = (("when", "时间"), ("where", "地点"), ("often", "频次"))


@dataclass(frozen=True)
class Given:
    """A filled form. `details` maps a code of DETAILS to what was written there; `contact` is "" when none was left.

    `may_show`: whether the unit may see the words; None when it wasn't asked. `accuses`: for the sealed channel.
    """

    text: str
    details: dict[str, str] = field(default_factory=dict)
    giver_kind: str = ""
    may_show: bool | None = None
    contact: str = ""
    accuses: bool = False

    def body(self) -> str:
        """The words as they are kept: verbatim, and under them what was written beside."""
        beside = [
            f"{name}：{self.details[code]}" for code, name in DETAILS if self.details.get(code, "").strip()
        ]
        return "\n".join([self.text, *beside])

    def needs_words(self) -> None:
        """BadInput for what is too short or too long to be kept."""
        if len(self.text.strip()) < SHORTEST_TEXT:
            raise BadInput("请写下您想反映的事情。", "Please write what you want to say.")
        if len(self.text) > LONGEST_TEXT:
            raise BadInput(
                f"正文最多 {LONGEST_TEXT} 字，现在有 {len(self.text)} 字。请分两次提交。",
                f"{LONGEST_TEXT} characters at most, these are {len(self.text)}: send it in two parts.",
            )
        if any(len(detail) > LONGEST_DETAIL for detail in self.details.values()):
            raise BadInput(
                f"时间、地点、频次各最多 {LONGEST_DETAIL} 字，请把细节写进正文。",
                f"When, where and how often take {LONGEST_DETAIL} characters each: put the details into the text.",
            )
        if len(self.contact) > LONGEST_CONTACT:
            raise BadInput(
                f"联系方式最多 {LONGEST_CONTACT} 字。",
                f"The contact takes {LONGEST_CONTACT} characters at most.",
            )
