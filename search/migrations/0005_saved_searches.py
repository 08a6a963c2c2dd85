import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("search", "0004_synonyms"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="SavedSearch",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=100, verbose_name="tên")),
                ("query", models.TextField()),
                ("digest", models.CharField(max_length=64)),
                ("seen_total", models.PositiveIntegerField(blank=True, null=True)),
                ("seen_on", models.DateField()),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="saved_searches",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "tìm kiếm đã lưu",
                "verbose_name_plural": "tìm kiếm đã lưu",
                "ordering": ["-created_at", "-pk"],
                "constraints": [models.UniqueConstraint(fields=("user", "digest"), name="saved_search_once_a_person")],
            },
        ),
    ]
