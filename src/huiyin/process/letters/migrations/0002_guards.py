from django.db import migrations

from huiyin.platform.audit.guards import append_only, closed_with

ISSUED = "EXISTS (SELECT 1 FROM letters_letter l WHERE l.id = {row}.letter_id AND l.state = 'issued')"
FINDING_ISSUED = (
    "EXISTS (SELECT 1 FROM letters_finding f JOIN letters_letter l ON l.id = f.letter_id "
    "WHERE f.id = {row}.finding_id AND l.state = 'issued')"
)


class Migration(migrations.Migration):
    dependencies = [("letters", "0001_initial"), ("audit", "0002_guards")]
    operations = [
        closed_with(
            "letters_letter",
            facts=[
                "campaign_id",
                "participation_id",
                "number",
                "stage",
                "judgement",
                "praised",
                "demand",
                "answer_by",
                "state",
                "version",
                "writers",
                "drafted_on",
                "issued_by",
                "issued_on",
            ],
            closed="{row}.state = 'issued'",
            grows=True,
        ),
        closed_with(
            "letters_finding", facts=["letter_id", "number", "text", "focus", "passage_id"], closed=ISSUED
        ),
        closed_with(
            "letters_findingtie",
            facts=["finding_id", "problem_id", "item_id"],
            closed=FINDING_ISSUED,
            grows=True,
        ),
        append_only("letters_findinganswer"),
        append_only("letters_answerproof"),
        append_only("letters_answerlook"),
        append_only("letters_lettercorrection"),
    ]
