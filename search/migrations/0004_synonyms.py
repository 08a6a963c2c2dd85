import csv
from pathlib import Path

from django.db import migrations, models

# The terms that people type most, in the project's own words; staff check, change and add to them. The names of
# provinces are as administrators know them and wait for their check against the resolution that merged them.
INITIAL = Path(__file__).with_name("initial_synonyms.csv")


def install(apps, _schema_editor):
    synonyms = apps.get_model("search", "Synonym").objects
    with INITIAL.open(encoding="utf-8", newline="") as rows:
        synonyms.bulk_create(
            synonyms.model(**row | {"both_ways": row["both_ways"] == "both", "valid_from": row["valid_from"] or None})
            for row in csv.DictReader(rows)
        )


class Migration(migrations.Migration):
    dependencies = [("search", "0003_vocabulary")]

    operations = [
        migrations.CreateModel(
            name="Synonym",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("valid_from", models.DateField(blank=True, null=True, verbose_name="có giá trị từ")),
                (
                    "valid_to",
                    models.DateField(
                        blank=True,
                        help_text="Ngày đầu tiên không còn giá trị.",
                        null=True,
                        verbose_name="hết giá trị từ",
                    ),
                ),
                (
                    "typed",
                    models.CharField(
                        help_text="Như người đọc gõ: GPKD, hộ cá thể, fire safety.",
                        max_length=100,
                        verbose_name="từ gõ",
                    ),
                ),
                (
                    "meant",
                    models.CharField(
                        help_text="Như văn bản viết. Từ có hai nghĩa thì lập hai mục.",
                        max_length=200,
                        verbose_name="nghĩa là",
                    ),
                ),
                (
                    "both_ways",
                    models.BooleanField(
                        default=False,
                        help_text="Gõ cách nào cũng tìm cả cách kia; chỉ dùng khi thật sự đồng nghĩa.",
                        verbose_name="hai chiều",
                    ),
                ),
                (
                    "language",
                    models.CharField(
                        choices=[("vi", "Tiếng Việt"), ("en", "Tiếng Anh")],
                        default="vi",
                        max_length=2,
                        verbose_name="ngôn ngữ của từ gõ",
                    ),
                ),
                ("active", models.BooleanField(default=True, verbose_name="đang dùng")),
                ("source", models.CharField(blank=True, max_length=300, verbose_name="căn cứ")),
            ],
            options={
                "verbose_name": "từ đồng nghĩa, viết tắt",
                "verbose_name_plural": "từ đồng nghĩa, viết tắt",
                "ordering": ["typed", "meant"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("typed", "meant"), name="synonym_once", violation_error_message="Mục này đã có."
                    )
                ],
            },
        ),
        migrations.RunPython(install, migrations.RunPython.noop),
    ]
