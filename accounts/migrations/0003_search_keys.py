"""The search key's column: searches compare it, and not the text."""

from django.db import migrations

from core.db.search import FoldedField


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0002_chart'),
    ]

    operations = [
        migrations.AddField(
            model_name='account',
            name='name_folded',
            field=FoldedField(editable=False, max_length=600, null=True, source='name'),
        ),
    ]
