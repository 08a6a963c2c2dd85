import csv
from pathlib import Path

from django.db import migrations

# What people type that the first list did not know. Names of ministries and provinces wait for the same check.
MORE = Path(__file__).with_name("more_synonyms.csv")


def install(apps, _schema_editor):
    """What staff have added meanwhile stays as it is."""
    synonyms = apps.get_model("search", "Synonym").objects
    known = set(synonyms.values_list("typed", "meant"))
    with MORE.open(encoding="utf-8", newline="") as rows:
        synonyms.bulk_create(
            synonyms.model(**row | {"both_ways": row["both_ways"] == "both", "valid_from": row["valid_from"] or None})
            for row in csv.DictReader(rows)
            if (row["typed"], row["meant"]) not in known
        )


class Migration(migrations.Migration):
    dependencies = [("search", "0006_learning")]

    operations = [migrations.RunPython(install, migrations.RunPython.noop)]
