"""The team's meeting of criticism (lifemeetings.toml): its agenda, what its plan is looked at by, what is said of how it was held (DOMAIN 2.7, 4.2, 4.3)."""

from typing import Literal

from pydantic import StrictBool

from huiyin.process.campaigns.rules.gates import Check
from huiyin.process.campaigns.rules.parts import Code, Named, Sheet, Text

Speaks = Literal["head", "member", "inspector"]
Whom = Literal["head", "member"]


class AgendaPoint(Named):
    """A point of the agenda: who speaks; whether members criticise each other at it, and only `whom`; `kind` is what a record calls such a speech."""

    speaks: Speaks
    kind: Text
    criticism: StrictBool = False
    whom: Whom | None = None


class Look(Named):
    """A look at the plan (五看) and the facts that it stands on."""

    conditions: tuple[Check, ...] = ()


class MeetingVerdict(Named):
    """What inspectors say of how a meeting was held; `again`: it is to be held again."""

    again: StrictBool = False


class LifeMeetings(Sheet):
    """lifemeetings.toml; without an agenda a campaign has no such meeting.

    `event` is the event that the meeting is; `quorum` the parameter with the share of those due; `grounds` the list (lists.toml) of
    grounds for holding it again. `told`, `notice`, `report` and `held_again` are items of the plan: by when participants are told, by when
    everybody in scope is told how it went, by when the report goes up, by when it is held again. `from_others` and `from_oneself` are the
    sources of a problem that came out of it. `criticism_kept`, `speech_kept`, `remark_kept`, `judgement_kept`, `order_kept` and `report_kept` are
    parameters: for how many days the words of a criticism (with its answer), of any other speech, of what somebody says when signing, of an
    inspector's judgement, of an order to hold it again and of the report are kept; without them, as long as an opinion's.
    """

    event: Code = "team_meeting"
    quorum: Code = "meeting_quorum"
    grounds: Code = "rehold_grounds"
    told: Code | None = None
    notice: Code | None = None
    report: Code | None = None
    held_again: Code | None = None
    criticism_kept: Code | None = None
    speech_kept: Code | None = None
    remark_kept: Code | None = None
    judgement_kept: Code | None = None
    order_kept: Code | None = None
    report_kept: Code | None = None
    from_others: Code = "mutual"
    from_oneself: Code = "own"
    agenda: tuple[AgendaPoint, ...] = ()
    looks: tuple[Look, ...] = ()
    verdicts: tuple[MeetingVerdict, ...] = ()

    def point(self, code: str) -> AgendaPoint | None:
        """The agenda point of a code; None where there is none."""
        return next((one for one in self.agenda if one.code == code), None)

    def criticised_at(self, whom: Whom, named: str = "") -> str:
        """The code of the point under which a criticism of the head, or of another member, stands.

        That one which is theirs alone; else the one `named` for it, else the last at which anybody may be criticised. Nothing is left out:
        without any such point it is the last of the agenda, "" without an agenda.
        """
        takes = [point for point in self.agenda if point.criticism]
        theirs = [point.code for point in takes if point.whom == whom]
        anybodys = [point.code for point in takes if point.whom is None]
        if theirs:
            return theirs[0]
        last = anybodys or [point.code for point in takes or self.agenda] or [""]
        return named if named in anybodys else last[-1]

    def verdict(self, code: str) -> MeetingVerdict | None:
        """The verdict of a code; None where there is none."""
        return next((one for one in self.verdicts if one.code == code), None)
