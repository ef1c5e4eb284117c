"""The addresses of meetings and study records, below a campaign's."""

from django.urls import path

from huiyin.web.meetings import (
    attendance,
    correcting,
    desk,
    following,
    listing,
    papers,
    planning,
    speaking,
    studying,
)

_ONE = "meetings/<int:pk>"


def patterns(campaign: str) -> list[object]:
    """All of them, each beginning with `campaign`."""
    routes = [
        ("meetings", listing.meetings, "meetings"),
        ("meetings/plan", planning.plan_meeting, "plan_meeting"),
        (_ONE, desk.meeting, "meeting"),
        (_ONE + "/change", planning.change_meeting, "change_meeting"),
        (_ONE + "/drop", planning.drop_meeting, "drop_meeting"),
        (_ONE + "/hold", desk.hold_meeting, "hold_meeting"),
        (_ONE + "/event", desk.redate_by_meeting, "redate_by_meeting"),
        (_ONE + "/attendance", attendance.record_attendance, "record_attendance"),
        (_ONE + "/points/<int:entry>", speaking.record_entry, "record_entry"),
        (_ONE + "/points/<int:entry>/drop", speaking.drop_entry, "drop_entry"),
        (_ONE + "/demands/<int:passage>", following.deploy_demand, "deploy_demand"),
        (_ONE + "/findings/<int:passage>", following.raise_finding, "raise_finding"),
        (_ONE + "/findings/<int:passage>/link", following.link_finding, "link_finding"),
        (_ONE + "/findings/<int:passage>/unlink", following.unlink_finding, "unlink_finding"),
        (_ONE + "/correct", correcting.correct_record, "correct_record"),
        (_ONE + "/news.docx", papers.meeting_news, "meeting_news"),
        (_ONE + "/minutes.docx", papers.meeting_minutes, "meeting_minutes"),
        (_ONE + "/papers", papers.attach_paper, "attach_paper"),
        (_ONE + "/papers/<int:paper>", papers.meeting_paper, "meeting_paper"),
        ("meetings/study", studying.studies, "studies"),
        ("meetings/study/new", studying.record_study, "record_study"),
        ("meetings/study/<int:pk>", studying.correct_study, "correct_study"),
        ("meetings/study/<int:pk>/withdraw", studying.withdraw_study, "withdraw_study"),
        ("meetings/study/<int:pk>/paper", studying.study_paper, "study_paper"),
    ]
    return [path(campaign + route, view, name=name) for route, view, name in routes]
