"""What the triage form says, read into what the command takes."""

from dataclasses import dataclass

from django.http import QueryDict

from huiyin.kit.errors import BadInput, Conflict, Unseen
from huiyin.process.opinions.models import Opinion, OpinionQuerySet
from huiyin.process.opinions.queries import Reading
from huiyin.process.opinions.rules.disposition import SETTLEMENTS, Disposition
from huiyin.process.problems.access import get_problem
from huiyin.process.problems.commands import Decided, Into, Repeats, Settled, Stay
from huiyin.process.problems.models import Problem
from huiyin.web.frame.visit import Visit

OTHER = "other"
Then = Stay | Into | Settled | Repeats


@dataclass(frozen=True)
class Form:
    """The form as somebody left it. `round` and `seen` say how the opinion stood when the page was drawn."""

    focus: str = ""
    topic: str = ""
    concern: str = ""
    specific: bool = False
    then: str = "stay"
    problem: str = ""
    why: str = ""
    repeats: str = ""
    round: str = ""
    seen: str = ""
    likely: str = ""  # the problem that the page suggested first
    stray: str = ""  # what stands in a panel whose button wasn't pressed

    @classmethod
    def of(cls, reading: Reading) -> "Form":
        """What stands, or what the machine would say first."""
        now = reading.now
        focus = now.focus[0] if now.focus else ""
        return cls(focus=focus, topic=now.topic, concern=now.concern, specific=now.specific)

    def needs_unchanged(self, opinion: Opinion) -> None:
        """Conflict when the opinion isn't any more as it stood on the page: a second clerk, or the back button."""
        if (self.round, self.seen) != (str(opinion.triage_round), opinion.disposition):
            raise Conflict(
                "这条意见在您打开这一页之后已经有了新的决定（可能是您自己刚才作出的）。您的选择还在下面，没有写入；看过现在的决定，仍要改就再提交一次。",
                "This opinion was decided on after you opened the page (perhaps by yourself). Your choice is still below and "
                "wasn't written: look at what was decided, and send it again if you want to change it.",
            )

    def needs_its_button(self) -> None:
        """BadInput when something was written for another way than the button that sent the form: Enter presses the first."""
        if self.stray:
            raise BadInput(
                f"您填写了“{self.stray[:30]}”，但按下的不是它旁边的按钮，所以还没有写入。请按它旁边的按钮，或把它清空。",
                "Something is written in a panel whose button wasn't pressed, so nothing was written. Press that button, or empty it.",
            )

    def decided(self, then: Then) -> Decided:
        return Decided(
            focus=self.focus,
            topic=self.topic,
            specific=self.specific,
            then=then,
            likely=self.likely,
            concern=self.concern,
        )


def read_form(sent: QueryDict) -> Form:
    """The fields of a POST; what can't be is refused later by the rule that knows why."""

    def field(name: str) -> str:
        return str(sent.get(name, "")).strip()

    # Each problem that is suggested has a button of its own, which says its number: into:2014-037.
    then, _, number = (field("then") or "stay").partition(":")
    return Form(
        # Without JavaScript nothing ticks the choice beside the list: who took one from the list means it.
        focus=field("focus_other") or field("focus").removeprefix(OTHER),
        topic=field("topic_other") or field("topic").removeprefix(OTHER),
        concern=field("concern"),
        specific=field("specific") == "yes",
        then=then,
        problem=number or (field("ready") if then == "into" else field("problem")),
        why=field(f"why_{then}"),
        repeats=field("repeats"),
        round=field("round"),
        seen=field("seen"),
        likely=field("likely"),
        stray=_stray(sent) if then in {"stay", "into"} else "",
    )


def _stray(sent: QueryDict) -> str:
    panels = ("problem", "repeats", "why_answered", "why_forwarded", "why_out_of_scope")
    return next((text for name in panels if (text := str(sent.get(name, "")).strip())), "")


def read_then(form: Form, visit: Visit, visible: OpinionQuerySet) -> Then:
    """Where the opinion goes. BadInput for a number that names nothing, or a button that isn't there."""
    if form.then in {"into", "into_other"}:
        return Into(_problem(form.problem.partition(" ")[0], visit))
    if form.then == Disposition.DUPLICATE:
        return Repeats(_original(form.repeats, visible))
    if form.then in set(SETTLEMENTS):
        return Settled(Disposition(form.then), form.why)
    if form.then == "stay":
        return Stay()
    raise BadInput(
        "没有这样的去向，请用页面上的按钮。", "There is no such way to go; use the page's buttons."
    )


def _problem(number: str, visit: Visit) -> Problem:
    try:
        return get_problem(number, actors=visit.actors, campaign=visit.running)
    except Unseen:
        raise BadInput(
            f"没有编号为“{number[:40]}”的问题，或它不在您的范围内。请照台账填写编号，例如 2014-037。",
            "There is no problem of that number, or it isn't yours to see. Write a number of the ledger, 2014-037 say.",
        ) from None


def _original(number: str, visible: OpinionQuerySet) -> Opinion:
    found = list(visible.filter(source_id=number).select_related("campaign__root")[:2]) if number else []
    if len(found) != 1:
        raise BadInput(
            f"没有找到唯一的一条编号“{number[:40]}”的意见。请照列表里的编号填写最初的那一条。",
            "There is no single opinion of that number; write the number of the first one as the list has it.",
        )
    return found[0]
