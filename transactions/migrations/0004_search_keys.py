"""The search key's column: searches compare it, and not the text."""

from django.db import migrations

from core.db.search import FoldedField


class Migration(migrations.Migration):

    dependencies = [
        ('transactions', '0003_daily_totals'),
    ]

    operations = [
        migrations.AddField(
            model_name='transaction',
            name='description_folded',
            field=FoldedField(editable=False, max_length=600, null=True, source='description'),
        ),
    ]
