from django.db import migrations

from huiyin.platform.audit.guards import by_engine, lasting

COLUMNS = ["campaign_id", "body", "state", "drafted_by", "drafted_on", "decided_by", "decided_on", "why", "version",
           "settles", "follows_id"]  # fmt: skip
WHY = "what was given or returned never changes"

# Where a returned one quotes words whose time is over, its own go with them. A row goes only with the matters that it was for, when
# those are sealed off: the key of what it answers holds it until then.
FIXED = "(OLD.state = 'given' OR (OLD.state = 'returned' AND NEW.body <> ''))"


def _changed(differs: str) -> str:
    return FIXED + " AND (" + " OR ".join(f"OLD.{column} {differs} NEW.{column}" for column in COLUMNS) + ")"


class Migration(migrations.Migration):
    dependencies = [("answers", "0003_office_side"), ("audit", "0002_guards")]
    operations = [
        by_engine(
            [
                f"CREATE TRIGGER answers_answer_no_update BEFORE UPDATE ON answers_answer WHEN {_changed('IS NOT')} "
                f"BEGIN SELECT RAISE(ABORT, 'huiyin: UPDATE on answers_answer is refused: {WHY}'); END"
            ],
            [
                "CREATE TRIGGER answers_answer_no_update BEFORE UPDATE ON answers_answer FOR EACH ROW "
                f"WHEN ({_changed('IS DISTINCT FROM')}) EXECUTE FUNCTION huiyin_refuse('{WHY}')"
            ],
        ),
        lasting("answers_answered", going="1 = 1", keys=["id", "answer_id, opinion_id"]),
    ]
