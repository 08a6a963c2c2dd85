import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("search", "0002_plans")]

    operations = [
        migrations.CreateModel(
            name="StoredVocabulary",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("counted", models.DateTimeField(default=django.utils.timezone.now)),
                ("content", models.BinaryField()),
                (
                    "target",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="vocabulary",
                        to="search.indextarget",
                    ),
                ),
            ],
            options={
                "verbose_name": "vốn từ của chỉ mục",
                "verbose_name_plural": "vốn từ của chỉ mục",
            },
        ),
    ]
