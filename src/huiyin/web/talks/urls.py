"""The addresses of talks: a unit's, below its campaign; one's own, which take no role."""

from django.urls import path

from huiyin.web.talks import arranging, listing, own, points, unit

_HERE = "c/<slug:campaign>/talks"
_OWN = "my/talks"

urlpatterns = [
    path(_HERE, listing.talks, name="talks"),
    path(f"{_HERE}/<int:pk>", unit.unit_talks, name="unit_talks"),
    path(f"{_HERE}/<int:pk>.ics", unit.unit_talks_ics, name="unit_talks_ics"),
    path(f"{_HERE}/<int:pk>/lay-out", unit.lay_out_talks, name="lay_out_talks"),
    path(f"{_HERE}/<int:pk>/schedule", arranging.schedule_talks, name="schedule_talks"),
    path(f"{_HERE}/<int:pk>/roster", arranging.talk_roster, name="talk_roster"),
    path(f"{_HERE}/<int:pk>/remind", unit.remind_head, name="remind_head"),
    path(_OWN, own.my_talks, name="my_talks"),
    path(f"{_OWN}.ics", own.my_talks_ics, name="my_talks_ics"),
    path(f"{_OWN}/ask", own.ask_for_talk, name="ask_for_talk"),
    path(f"{_OWN}/key", points.talk_key, name="talk_key"),
    path(f"{_OWN}/<int:pk>", own.talk, name="talk"),
    path(f"{_OWN}/<int:pk>/plan", own.plan_talk, name="plan_talk"),
    path(f"{_OWN}/<int:pk>/held", own.say_held, name="say_held"),
    path(f"{_OWN}/<int:pk>/confirm", own.confirm_talk, name="confirm_talk"),
    path(f"{_OWN}/<int:pk>/object", own.object_to_talk, name="object_to_talk"),
    path(f"{_OWN}/<int:pk>/not-held", own.say_not_held, name="say_not_held"),
    path(f"{_OWN}/<int:pk>/record.docx", points.talk_record, name="talk_record"),
    path(f"{_OWN}/<int:pk>/points", points.talk_points, name="talk_points"),
    path(f"{_OWN}/<int:pk>/points/write", points.write_point, name="write_point"),
    path(f"{_OWN}/<int:pk>/points/<int:point>/share", points.share_point, name="share_point"),
]
