"""Addresses of the ledger, of problems, and of what is done about them."""

from django.urls import URLPattern, path

from huiyin.web.problems import (
    board,
    dates,
    deliberating,
    exchange,
    export,
    extending,
    fixing,
    hot,
    ledger,
    lint,
    lists,
    measures,
    planning,
    problem,
    proving,
    pushing,
    raising,
    stepping,
    taking_in,
    tidying,
    tracing,
    voices,
)


def patterns(campaign: str) -> list[URLPattern]:
    """Below a campaign's address."""
    all_of_them = campaign + "problems"
    one = all_of_them + "/<slug:number>"
    measure = one + "/measures/<int:serial>"
    evidence = one + "/evidence/<int:pk>"
    return [
        path(all_of_them, ledger.ledger, name="ledger"),
        path(campaign + "problems.xlsx", export.export_problems, name="export_problems"),
        path(all_of_them + "/lists", lists.problem_lists, name="problem_lists"),
        path(all_of_them + "/lists/<slug:form>.xlsx", lists.export_list, name="export_list"),
        path(all_of_them + "/exchange", exchange.import_edited_ledger, name="import_edited_ledger"),
        path(all_of_them + "/exchange.xlsx", exchange.export_ledger, name="export_ledger"),
        path(all_of_them + "/board", board.board, name="problem_board"),
        path(all_of_them + "/dates", dates.dates, name="problem_dates"),
        path(all_of_them + "/lint", lint.ledger_lint, name="ledger_lint"),
        path(all_of_them + "/take-in", taking_in.take_in_list, name="take_in_list"),
        path(all_of_them + "/owners", tidying.assign_problems, name="assign_problems"),
        path(all_of_them + "/views", tidying.save_view, name="save_view"),
        path(all_of_them + "/views/<int:view>/drop", tidying.drop_view, name="drop_view"),
        path(all_of_them + "/raise", raising.raise_problem, name="raise_problem"),
        path(all_of_them + "/hot", hot.hot_topics, name="hot_topics"),
        path(all_of_them + "/hot/list", hot.deliberation_list, name="deliberation_list"),
        path(all_of_them + "/hot/list.xlsx", hot.export_deliberation_list, name="export_deliberation_list"),
        path(all_of_them + "/not-fixed", voices.not_fixed, name="not_fixed"),
        path(one, problem.problem, name="problem"),
        path(one + "/not-fixed", voices.decide_not_fixed, name="decide_not_fixed"),
        path(one + "/owner", problem.assign_problem, name="assign_problem"),
        path(one + "/summary", problem.check_summary, name="check_summary"),
        path(one + "/decide", deliberating.decide_together, name="decide_together"),
        path(one + "/plan", planning.plan_rectification, name="plan_rectification"),
        path(one + "/measures", measures.write_measure, name="write_measure"),
        path(measure, measures.measure, name="measure"),
        path(measure + "/progress", measures.tell_progress, name="tell_progress"),
        path(measure + "/end", measures.end_measure, name="end_measure"),
        path(one + "/evidence", proving.add_evidence, name="add_evidence"),
        path(evidence + "/file", proving.evidence_file, name="evidence_file"),
        path(evidence + "/withdraw", proving.withdraw_evidence, name="withdraw_evidence"),
        path(one + "/rules", proving.state_rule, name="state_rule"),
        path(one + "/fix", fixing.fix_at_once, name="fix_at_once"),
        path(one + "/extension", extending.ask_extension, name="ask_extension"),
        path(one + "/extension/answer", extending.answer_extension, name="answer_extension"),
        path(one + "/push-down", pushing.push_down, name="push_down"),
        path(one + "/trace", tracing.trace, name="trace"),
        path(one + "/steps/<slug:act>", stepping.take_step, name="take_step"),
    ]
