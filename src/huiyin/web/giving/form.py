"""The form of an entrance: what stands in it, as plain values that survive every page between writing and sending."""

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace

from django.http import QueryDict

from huiyin.platform.files.rules.holding import Ticket, read_ticket
from huiyin.process.channels.models import Entrance
from huiyin.process.channels.rules.given import DETAILS, MOST_FILES, Given
from huiyin.web.frame.names import NameOf

YES, NO = "yes", "no"
_MAY_SHOW = {YES: True, NO: False}


@dataclass(frozen=True)
class Form:
    """What somebody filled in. `looked`: they have seen what is to be looked at once more; `language` the one they read.

    `chosen`: they had chosen files, which a browser doesn't carry over a page; `held`: the tickets of those that the server holds for them;
    `dropped`: they go without them.
    """

    text: str = ""
    when: str = ""
    where: str = ""
    often: str = ""
    giver: str = ""
    show: str = ""
    contact: str = ""
    looked: str = ""
    language: str = ""
    chosen: str = ""
    dropped: str = ""
    held: str = ""

    @property
    def tickets(self) -> list[Ticket]:
        """Of the files that are held; no more than a form takes."""
        return [found for one in self.held.split()[:MOST_FILES] if (found := read_ticket(one))]

    def holding(self, tickets: Sequence[Ticket]) -> "Form":
        """With these files held, and no others."""
        held = " ".join(ticket.printed() for ticket in tickets)
        return replace(self, held=held, chosen="1" if held else "", dropped="")

    def given(self, entrance: Entrance, kinds: NameOf, *, accuses: bool = False) -> Given:
        """As submit_opinion takes it: nothing that the entrance doesn't ask for."""
        return Given(
            text=self.text,
            details={code: str(getattr(self, code)) for code, _ in DETAILS},
            giver_kind=self.giver if self.giver in kinds else "",
            may_show=_MAY_SHOW.get(self.show),
            contact="" if entrance.pupils else self.contact,
            accuses=accuses,
        )

    def hidden(self) -> list[tuple[str, str]]:
        """The fields that aren't empty, to be carried along unseen."""
        return [(field.name, value) for field in fields(self) if (value := getattr(self, field.name))]

    def with_text(self, text: str) -> "Form":
        return replace(self, text=text)


def read_form(sent: QueryDict) -> Form:
    """What was sent. Browsers send the end of a line as two characters, whatever was typed: it's one again."""
    return Form(**{field.name: str(sent.get(field.name, "")).replace("\r\n", "\n") for field in fields(Form)})
