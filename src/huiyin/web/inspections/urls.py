"""The addresses of the supervision group's work."""

from django.urls import path

from huiyin.web.inspections import desk, entering, ladders, log, planning, recusing, visit, watching, yearly

_HERE = "c/<slug:campaign>/inspections"
_VISIT = f"{_HERE}/visits/<int:number>"
_LADDER = f"{_HERE}/papers/<int:number>"

urlpatterns = [
    path(_HERE, desk.inspections, name="inspections"),
    path(f"{_HERE}/plan", planning.plan_visit, name="plan_visit"),
    path(_VISIT, visit.visit, name="visit"),
    path(f"{_VISIT}/change", visit.change_visit, name="change_visit"),
    path(f"{_VISIT}/pack", visit.visit_pack, name="visit_pack"),
    path(f"{_VISIT}/pack.docx", visit.visit_pack_docx, name="visit_pack_docx"),
    path(f"{_VISIT}/enter", entering.enter_visit, name="enter_visit"),
    path(f"{_HERE}/log", log.visit_log, name="visit_log"),
    path(f"{_HERE}/log.xlsx", log.visit_log_xlsx, name="visit_log_xlsx"),
    path(f"{_HERE}/year", yearly.visit_year, name="visit_year"),
    path(f"{_HERE}/year.xlsx", yearly.visit_year_xlsx, name="visit_year_xlsx"),
    path(f"{_HERE}/log/<int:number>/confirm", entering.confirm_entry, name="confirm_entry"),
    path(f"{_HERE}/log/<int:number>/add", entering.add_to_entry, name="add_to_entry"),
    path(f"{_HERE}/papers/new", ladders.open_ladder, name="open_ladder"),
    path(_LADDER, ladders.ladder, name="ladder"),
    path(f"{_LADDER}/draft", ladders.draft_step, name="draft_step"),
    path(f"{_LADDER}/<slug:step>.docx", ladders.ladder_docx, name="ladder_docx"),
    path(f"{_LADDER}/<slug:step>/issue", ladders.issue_step, name="issue_step"),
    path(f"{_LADDER}/<slug:step>/sign", ladders.sign_step, name="sign_step"),
    path(f"{_LADDER}/<slug:step>/answer", ladders.answer_step, name="answer_step"),
    path(f"{_HERE}/recusals", recusing.recusals, name="recusals"),
    path(f"{_HERE}/recusals/declare", recusing.declare_recusal, name="declare_recusal"),
    path(f"{_HERE}/recusals/<int:pk>/lift", recusing.lift_recusal, name="lift_recusal"),
    path(f"{_HERE}/odd", watching.watches, name="watches"),
]
