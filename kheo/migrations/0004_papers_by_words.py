"""Papers that were on file before they could be searched get their words; those locked with their copy too."""

from django.db import migrations


def write_words(apps, schema_editor):
    from kheo.documents.models import paper_words

    Paper = apps.get_model("kheo", "Paper")
    papers = Paper.objects.only("kind", "number", "title", "issuer_name", "signatory")
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("ALTER TABLE kheo_paper DISABLE TRIGGER locked_paper_stays")
        for paper in papers.iterator():
            words = paper_words(paper.kind, paper.number, paper.title, paper.issuer_name, paper.signatory)
            Paper.objects.filter(pk=paper.pk).update(search_text=words)
        cursor.execute("ALTER TABLE kheo_paper ENABLE TRIGGER locked_paper_stays")


class Migration(migrations.Migration):
    dependencies = [("kheo", "0003_proof")]
    operations = [migrations.RunPython(write_words, migrations.RunPython.noop)]
