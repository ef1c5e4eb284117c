"""The addresses of teams' meetings and branch meetings, below a campaign's."""

from django.urls import path

from huiyin.web.lifemeetings import desk, erasing, following, listing, looking, meeting, planning, signing

_ALL = "c/<slug:campaign>/life-meetings"
_ONE = f"{_ALL}/<int:pk>"

urlpatterns = [
    path(_ALL, listing.lifemeetings, name="lifemeetings"),
    path(f"{_ALL}/new", planning.draft_lifemeeting, name="draft_lifemeeting"),
    path(f"{_ALL}/branches/new", following.record_branch, name="record_branch"),
    path(f"{_ALL}/branches/<int:pk>", following.branch, name="branch"),
    path(_ONE, meeting.lifemeeting, name="lifemeeting"),
    path(f"{_ONE}/plan", planning.change_plan, name="change_plan"),
    path(f"{_ONE}/acts/<slug:act>", planning.act_on_lifemeeting, name="act_on_lifemeeting"),
    path(f"{_ONE}/look", looking.look_at_plan, name="look_at_plan"),
    path(f"{_ONE}/judge", looking.judge_lifemeeting, name="judge_lifemeeting"),
    path(f"{_ONE}/desk", desk.lifemeeting_desk, name="lifemeeting_desk"),
    path(f"{_ONE}/entries", desk.keep_entry, name="keep_entry"),
    path(f"{_ONE}/record", signing.lifemeeting_record, name="lifemeeting_record"),
    path(f"{_ONE}/report", signing.lifemeeting_report, name="lifemeeting_report"),
    path(f"{_ONE}/erase", erasing.erasable_words, name="erasable_words"),
    path(f"{_ONE}/erase/<slug:kind>/<int:row>", erasing.erase_entry, name="erase_entry"),
    path(f"{_ONE}/package.zip", signing.lifemeeting_package, name="lifemeeting_package"),
    path(f"{_ONE}/said/<int:row>", following.take_up, name="take_up"),
]
