from django.db import migrations

# No text that we read sets this period: administrators check and correct the record.
FIRST = {"agency": None, "days": 365, "source": "Tạm đặt một năm, chờ xác nhận"}


def install(apps, _schema_editor):
    apps.get_model("regulations", "ComparisonPeriod").objects.create(**FIRST)


class Migration(migrations.Migration):
    dependencies = [("regulations", "0007_originals_have_a_place")]
    operations = [migrations.RunPython(install, migrations.RunPython.noop)]
