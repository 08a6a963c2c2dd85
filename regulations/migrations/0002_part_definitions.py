from django.db import migrations

from regulations.part_definitions import install


class Migration(migrations.Migration):
    dependencies = [("regulations", "0001_initial")]
    operations = [migrations.RunPython(install, migrations.RunPython.noop)]
