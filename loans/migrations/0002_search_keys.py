"""The search keys' columns: searches compare them, and not the texts."""

from django.db import migrations

from core.db.search import FoldedField


class Migration(migrations.Migration):

    dependencies = [
        ('loans', '0001_loans'),
    ]

    operations = [
        migrations.AddField(
            model_name='loan',
            name='purpose_folded',
            field=FoldedField(editable=False, max_length=600, null=True, source='purpose'),
        ),
        migrations.AddField(
            model_name='product',
            name='name_folded',
            field=FoldedField(editable=False, max_length=600, null=True, source='name'),
        ),
    ]
