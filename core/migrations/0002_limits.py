"""The limits' table."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("core", "0001_utf8mb4")]

    operations = [
        migrations.CreateModel(
            name='Limit',
            fields=[
                ('key', models.CharField(max_length=64, primary_key=True, serialize=False)),
                ('log', models.TextField()),
                ('expires_at', models.DateTimeField(db_index=True)),
            ],
            options={
                'db_table': 'limits',
            },
        ),
    ]
