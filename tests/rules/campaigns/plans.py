"""A small template for tests of plans, written as data: what isn't about dates is the shipped one's."""

from typing import Any

from huiyin.process.campaigns.rules import Template, library_folder, load_template

SHIPPED = load_template(library_folder("mass-line-2014"))


def named(code: str, **more: Any) -> dict[str, Any]:
    return {"code": code, "zh": code, "en": code, "source": "试", **more}


def when(event: str, offset: int = 0, days: str = "calendar", roll: str = "none") -> dict[str, Any]:
    return {"event": event, "offset": offset, "days": days, "roll": roll}


def item(code: str, due: dict[str, Any], **more: Any) -> dict[str, Any]:
    return named(code, due=due, who="单位", **more)


def template(**parts: Any) -> Template:
    """The shipped template with these parts in the place of its own, validated anew."""
    empty = {
        "stages": [],
        "loose_steps": [],
        "tiers": [],
        "pauses": [],
        "events": [],
        "plan": [],
        "gates": [],
    }
    values = {**SHIPPED.model_dump(mode="json"), **empty, "staged": bool(parts.get("stages")), **parts}
    return Template.model_validate(values)
