from django.db import migrations

# Not confirmed in any text we read: administrators check and correct these records.
FIRST = {
    "subject": "plan",
    "minimum_days": 20,
    "answer_days": 30,
    "source": "Tạm tính theo Luật 64/2025/QH15, chờ xác nhận",
}


def install(apps, _schema_editor):
    apps.get_model("consult", "ConsultationPeriod").objects.create(**FIRST)


class Migration(migrations.Migration):
    dependencies = [("consult", "0001_initial")]
    operations = [migrations.RunPython(install, migrations.RunPython.noop)]
