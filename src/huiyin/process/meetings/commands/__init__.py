"""Every change to meetings and study records, one door each."""

from huiyin.process.meetings.commands.deploying import Task, deploy_demand
from huiyin.process.meetings.commands.finding import link_finding, raise_finding, unlink_finding
from huiyin.process.meetings.commands.holding import Place, correct_record, hold_meeting
from huiyin.process.meetings.commands.planning import (
    MeetingPlan,
    change_meeting,
    drop_entry,
    drop_meeting,
    plan_meeting,
)
from huiyin.process.meetings.commands.recording import (
    Attended,
    Speech,
    attach_paper,
    record_attendance,
    record_entry,
)
from huiyin.process.meetings.commands.studying import Studied, correct_study, record_study, withdraw_study

__all__ = [
    "Attended",
    "MeetingPlan",
    "Place",
    "Speech",
    "Studied",
    "Task",
    "attach_paper",
    "change_meeting",
    "correct_record",
    "correct_study",
    "deploy_demand",
    "drop_entry",
    "drop_meeting",
    "hold_meeting",
    "link_finding",
    "plan_meeting",
    "raise_finding",
    "record_attendance",
    "record_entry",
    "record_study",
    "unlink_finding",
    "withdraw_study",
]
