from django.db import migrations, models


class Migration(migrations.Migration):
    """Plans have jobs too."""

    dependencies = [("search", "0001_outbox")]

    operations = [
        migrations.AlterField(
            model_name="indexjob",
            name="kind",
            field=models.CharField(
                choices=[("regulation", "Regulation"), ("document", "Document"), ("plan", "Plan")], max_length=10
            ),
        ),
    ]
