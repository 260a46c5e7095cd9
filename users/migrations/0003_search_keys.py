"""The search key's column: searches compare it, and not the text."""

from django.db import migrations

from core.db.search import FoldedField


class Migration(migrations.Migration):

    dependencies = [
        ('users', '0002_exact_emails'),
    ]

    operations = [
        migrations.AddField(
            model_name='user',
            name='full_name_folded',
            field=FoldedField(editable=False, max_length=600, null=True, source='full_name'),
        ),
    ]
