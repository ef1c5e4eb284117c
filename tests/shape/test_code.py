"""What import-linter can't see: size, doors, and where foreign keys point."""

import inspect
import re
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path

import pytest
from django.apps import apps
from django.db import models

SOURCE = Path(__file__).parents[2] / "src" / "huiyin"

FLOORS = [
    "huiyin.platform.audit",
    "huiyin.platform.accounts",
    "huiyin.platform.orgs",
    "huiyin.platform.texts",
    "huiyin.platform.files",
    "huiyin.platform.calendar",
    "huiyin.platform.notices",
]
LINE = [
    "huiyin.process.campaigns",
    "huiyin.process.opinions",
    "huiyin.process.sealed",
    "huiyin.process.answers",
    "huiyin.process.channels",
    "huiyin.process.ballots",
    "huiyin.process.problems",
    "huiyin.process.rectification",
    "huiyin.process.recurrences",
    "huiyin.process.reminders",
    "huiyin.process.inspections",
    "huiyin.process.lifemeetings",
    "huiyin.process.selfchecks",
    "huiyin.process.meetings",
    "huiyin.process.letters",
    "huiyin.process.publicity",
    "huiyin.process.talks",
    "huiyin.process.effects",
    "huiyin.process.samples",
    "huiyin.process.figures",
    "huiyin.process.supervision",
]

# Not acts of a person but parts of one: they run in the transaction of the command that calls them and that records it.
PARTS = {"mark_linked", "index_texts", "forget_text", "take_turn", "record", "seal_rows"}
PARTS |= {"keep_vocabulary", "list_anew", "list_text", "index_passages", "forget_passages"}
PARTS |= {"keep_meanings", "keep_pieces"}
PARTS |= {"take_opinion", "take_sealed", "keep_sealed", "release_sealed"}
PARTS |= {"take_out", "bring_back", "unlist_text"}
PARTS |= {"opinion_rows", "receipt_row"}
PARTS |= {"issue_receipt", "keep_message", "clear_messages", "mark_withdrawn"}
PARTS |= {"make_account", "make_slip", "shut_account"}
PARTS |= {"erase_given", "erase_words", "merge_search", "read_gone", "read_gone_words"}
PARTS |= {"keep_said", "let_said_go", "bring_messages_back", "move_messages_apart"}
PARTS |= {"keep_given", "forget_given", "sweep_orphans", "hold_given", "let_held_go", "sweep_held"}
PARTS |= {"keep_rating", "decide_not_fixed"}
PARTS |= {"settle_plan"}

# Acts on one's own account, which the secret proves: `by` would be the account itself.
OWN = {"sign_in", "redeem_slip", "change_password"}
# … or the receipt: nobody knows who speaks.
OWN |= {
    "submit_complaint",
    "submit_opinion",
    "cast_ballot",
    "reply_under_receipt",
    "add_under_receipt",
    "withdraw_under_receipt",
}
# … and on what is counted anew out of everybody's acts.
OWN |= {"refresh_counts"}
OWN |= {"report_retaliation", "renew_receipt", "rate_fix"}
# … and on one's own messages.
OWN |= {"set_preference", "add_channel", "remove_channel", "renew_feed", "end_feed", "put_away"}
# … and on one's own filters of the ledger.
OWN |= {"save_view", "drop_view"}
# … and on one's own talks: being one of the two is what gives the right (`who`), not a role.
OWN |= {"ask_for_talk", "plan_talk", "say_held", "confirm_talk", "object_to_talk", "say_not_held"}
OWN |= {
    "make_talk_key",
    "change_talk_passphrase",
    "write_point",
    "open_points",
    "share_point",
    "take_back_shared",
}


def sources() -> list[str]:
    return sorted(
        str(path.relative_to(SOURCE)) for path in SOURCE.rglob("*.py") if "migrations" not in path.parts
    )


@pytest.mark.parametrize("name", sources())
def test_a_file_can_be_read_at_one_sitting(name: str) -> None:
    assert len((SOURCE / name).read_text(encoding="utf-8").splitlines()) <= 400


def commands() -> Iterator[Callable[..., object]]:
    for room in [*FLOORS, *LINE]:
        module = import_module(f"{room}.commands") if room != "huiyin.platform.audit" else None
        for name, thing in vars(module).items() if module else ():
            if (
                inspect.isfunction(thing)
                and not name.startswith("_")
                and thing.__module__.startswith(f"{room}.commands")
            ):
                yield thing


@pytest.mark.parametrize("command", list(commands()), ids=lambda command: command.__name__)
def test_every_command_takes_who_and_when(command: Callable[..., object]) -> None:
    if command.__name__ not in PARTS:
        parameters = inspect.signature(command).parameters
        needed = {"at"} if command.__name__ in OWN else {"by", "at"}
        assert needed <= set(parameters)
        assert all(parameters[name].kind is inspect.Parameter.KEYWORD_ONLY for name in needed)


def foreign_keys() -> list[models.ForeignKey]:  # type: ignore[type-arg]
    found = []
    for config in apps.get_app_configs():
        for model in config.get_models():
            found += [field for field in model._meta.get_fields() if isinstance(field, models.ForeignKey)]
    return [field for field in found if field.model.__module__.startswith("huiyin")]


@pytest.mark.parametrize("key", foreign_keys(), ids=str)
def test_foreign_keys_point_down_and_leave_no_way_back(
    key: "models.ForeignKey[models.Model, models.Model]",
) -> None:
    order = [*FLOORS, *LINE]
    here, there = (model.__module__.partition(".models")[0] for model in (key.model, key.related_model))
    assert order.index(there) <= order.index(here)
    assert key.remote_field.related_name == "+"
    assert here != "huiyin.platform.audit", "the record outlives the rows that it speaks of"


WRITES = re.compile(r"\.objects\b.*\.(create|update|delete|bulk_create|bulk_update|get_or_create)\(|\.save\(")


def test_nothing_writes_outside_commands() -> None:
    for path in SOURCE.rglob("*.py"):
        parts = set(path.relative_to(SOURCE).parts)
        if {"process", "platform", "reports", "cli"} & parts and not {
            "commands.py",
            "commands",
            "migrations",
            "rules",  # know no database, which import-linter holds; what they save are pictures and papers
        } & parts:
            found = [line for line in path.read_text(encoding="utf-8").splitlines() if WRITES.search(line)]
            assert not [
                line for line in found if "paper.save(" not in line and "document.save(" not in line
            ], path
