"""Every address. A view, its address, its template and its test share one name."""

from django.urls import path

from huiyin.web.about import urls as about
from huiyin.web.accounts import languages, passwords, sign_in
from huiyin.web.answers import urls as answers
from huiyin.web.ballots import urls as ballots
from huiyin.web.calendar import calendar
from huiyin.web.campaigns import (
    asking,
    campaign,
    gate,
    item,
    matrix,
    plan,
    redating,
    sheets,
    starting,
    summary,
    template_viewer,
    timeline,
    unit_file,
)
from huiyin.web.channels import urls as channels
from huiyin.web.circulars import urls as circulars
from huiyin.web.desk import burden, forecast, late_units, todo
from huiyin.web.effects import urls as effects
from huiyin.web.formalism import urls as formalism
from huiyin.web.gates import urls as gates
from huiyin.web.giving import urls as giving
from huiyin.web.home import home
from huiyin.web.inspections import urls as inspections
from huiyin.web.letters import urls as letters
from huiyin.web.lifemeetings import urls as lifemeetings
from huiyin.web.meetings import urls as meetings
from huiyin.web.notices import urls as notices
from huiyin.web.opinions import asking as asking_givers
from huiyin.web.opinions import export as opinions_export
from huiyin.web.opinions import inbox, opinion, protecting, suggestions, triage
from huiyin.web.opinions import urls as grouping
from huiyin.web.overview import onepage, overview
from huiyin.web.papers import urls as papers
from huiyin.web.people import urls as people
from huiyin.web.pillars import urls as pillars
from huiyin.web.problems import urls as problems
from huiyin.web.publicity import urls as publicity
from huiyin.web.recurrences import urls as recurrences
from huiyin.web.reminders import urls as reminders
from huiyin.web.samples import urls as samples
from huiyin.web.sealed import urls as sealed
from huiyin.web.selfchecks import urls as selfchecks
from huiyin.web.talks import urls as talks

CAMPAIGN = "c/<slug:campaign>/"

urlpatterns = [
    *giving.urlpatterns,  # in front: a hundred people may speak in the same second
    path("", home.home, name="home"),
    path("sign-in", sign_in.sign_in, name="sign_in"),
    path("sign-out", sign_in.sign_out, name="sign_out"),
    path("slip", passwords.redeem_slip, name="redeem_slip"),
    path("password", passwords.change_password, name="change_password"),
    path("language", languages.choose_language, name="choose_language"),
    path("campaigns/new", starting.start_campaign, name="start_campaign"),
    path("templates", template_viewer.templates, name="templates"),
    path("templates/<slug:code>", template_viewer.template, name="template"),
    path(CAMPAIGN, campaign.campaign, name="campaign"),
    path(CAMPAIGN + "close", campaign.close_campaign, name="close_campaign"),
    path(CAMPAIGN + "lay-plan", campaign.lay_plan, name="lay_plan"),
    path(CAMPAIGN + "matrix", matrix.matrix, name="matrix"),
    path(CAMPAIGN + "plan", plan.plan, name="plan"),
    path(CAMPAIGN + "plan.xlsx", sheets.export_plan, name="export_plan"),
    path(CAMPAIGN + "tasks.xlsx", sheets.export_tasks, name="export_tasks"),
    path(CAMPAIGN + "progress.xlsx", sheets.export_progress, name="export_progress"),
    path(CAMPAIGN + "plan/import", sheets.import_progress, name="import_progress"),
    path(CAMPAIGN + "plan/ask", asking.ask_units, name="ask_units"),
    path(CAMPAIGN + "plan/<slug:code>", plan.ask, name="ask"),
    path(CAMPAIGN + "plan/<slug:code>/sign", plan.sign_ask, name="sign_ask"),
    path(CAMPAIGN + "events/<slug:event>", redating.redate_event, name="redate_event"),
    path(CAMPAIGN + "recount", redating.recount_plan, name="recount_plan"),
    path(CAMPAIGN + "items/<int:pk>", item.item, name="item"),
    path(CAMPAIGN + "items/<int:pk>/fill", item.fill_item, name="fill_item"),
    path(CAMPAIGN + "items/<int:pk>/date", item.set_item_date, name="set_item_date"),
    path(CAMPAIGN + "stages/<slug:stage>", summary.stage_summary, name="stage_summary"),
    path(CAMPAIGN + "template", template_viewer.campaign_template, name="campaign_template"),
    path(CAMPAIGN + "timeline", timeline.timeline, name="timeline"),
    path(CAMPAIGN + "units/<int:pk>", unit_file.unit_file, name="unit_file"),
    path(CAMPAIGN + "units/<int:unit>/gate", gate.stage_gate, name="stage_gate"),
    path(CAMPAIGN + "units/<int:unit>/advance", gate.advance_stage, name="advance_stage"),
    path(CAMPAIGN + "todo", todo.todo, name="todo"),
    path(CAMPAIGN + "todo/items/<int:pk>", todo.report_progress, name="report_progress"),
    path(CAMPAIGN + "todo/late/<slug:ask>", late_units.late_units, name="late_units"),
    path(CAMPAIGN + "forecast", forecast.forecast, name="forecast"),
    path(CAMPAIGN + "burden", burden.burden, name="burden"),
    path(CAMPAIGN + "one-page", onepage.one_page, name="one_page"),
    path(CAMPAIGN + "overview", overview.overview, name="overview"),
    path(CAMPAIGN + "opinions", inbox.inbox, name="inbox"),
    path(CAMPAIGN + "opinions.xlsx", opinions_export.export_opinions, name="export_opinions"),
    path(CAMPAIGN + "opinions/<int:pk>", opinion.opinion, name="opinion"),
    path(CAMPAIGN + "opinions/<int:pk>/about", opinion.decide_about, name="decide_about"),
    path(CAMPAIGN + "opinions/<int:pk>/ask", asking_givers.ask_giver, name="ask_giver"),
    path(CAMPAIGN + "opinions/<int:pk>/read", asking_givers.read_messages, name="read_messages"),
    path(CAMPAIGN + "opinions/<int:pk>/contact", protecting.open_contact, name="open_contact"),
    path(CAMPAIGN + "opinions/<int:pk>/seal", protecting.seal_opinion, name="seal_opinion"),
    path(CAMPAIGN + "triage", triage.triage, name="triage"),
    path(CAMPAIGN + "triage/<int:pk>", triage.triage_opinion, name="triage_opinion"),
    path(CAMPAIGN + "triage/<int:pk>/undo", triage.undo_decision, name="undo_decision"),
    *grouping.patterns(CAMPAIGN),
    path(CAMPAIGN + "triage/suggestions", suggestions.suggestions, name="suggestions"),
    *problems.patterns(CAMPAIGN),
    *answers.patterns(CAMPAIGN),
    *meetings.patterns(CAMPAIGN),
    *channels.patterns(CAMPAIGN),
    path("calendar", calendar.calendar, name="calendar"),
    path("calendar/<int:year>", calendar.calendar, name="calendar_year"),
    path("calendar/<int:year>/day", calendar.set_day, name="set_day"),
    path("calendar/<int:year>/clear", calendar.clear_day, name="clear_day"),
    path("calendar/<int:year>/whole", calendar.take_in_year, name="take_in_year"),
    *about.urlpatterns,
    *ballots.urlpatterns,
    *circulars.urlpatterns,
    *formalism.urlpatterns,
    *letters.urlpatterns,
    *inspections.urlpatterns,
    *gates.urlpatterns,
    *lifemeetings.urlpatterns,
    *papers.urlpatterns,
    *effects.urlpatterns,
    *recurrences.urlpatterns,
    *reminders.urlpatterns,
    *samples.urlpatterns,
    *selfchecks.urlpatterns,
    *publicity.urlpatterns,
    *people.urlpatterns,
    *notices.urlpatterns,
    *pillars.urlpatterns,
    *sealed.urlpatterns,
    *talks.urlpatterns,
]
