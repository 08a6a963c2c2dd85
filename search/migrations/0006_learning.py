from django.db import migrations, models


class Migration(migrations.Migration):
    """What people look for, counted."""

    dependencies = [("search", "0005_saved_searches")]

    operations = [
        migrations.CreateModel(
            name="QueryText",
            fields=[
                ("key", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("text", models.CharField(max_length=200, verbose_name="từ khóa")),
            ],
            options={
                "verbose_name": "từ khóa hay được tìm",
                "verbose_name_plural": "từ khóa hay được tìm",
            },
        ),
        migrations.CreateModel(
            name="QueryCount",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(blank=True, max_length=64)),
                ("day", models.DateField(verbose_name="ngày")),
                ("asked", models.PositiveIntegerField(default=0, verbose_name="lượt tìm")),
                ("empty", models.PositiveIntegerField(default=0, verbose_name="không có kết quả")),
                ("clicked", models.PositiveIntegerField(default=0, verbose_name="mở kết quả")),
                ("found", models.PositiveIntegerField(default=0, verbose_name="trả lời “có”")),
                ("not_found", models.PositiveIntegerField(default=0, verbose_name="trả lời “không”")),
            ],
            options={
                "verbose_name": "số lượt tìm trong ngày",
                "verbose_name_plural": "số lượt tìm trong ngày",
                "indexes": [models.Index(fields=["day"], name="query_counts_by_day")],
                "constraints": [models.UniqueConstraint(fields=("key", "day"), name="query_counted_once_a_day")],
            },
        ),
    ]
