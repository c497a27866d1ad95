"""`kheo migrate`: Django's own migrate, and what it leaves out."""

from django.core.management import call_command
from django.core.management.commands import migrate
from django.db import connections

from kheo import management

LOCK = 0x6B68656F  # "kheo" in ASCII: any fixed number does


class Command(migrate.Command):
    help = "Bring the database to the form that this version of Khéo needs. Safe to repeat, and to start twice at once."

    def handle(self, *args, **options):
        management.refuse_a_pooler("migrate")
        connection = connections[options["database"]]
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        try:
            super().handle(*args, **options)
            if not options["app_label"] and not options["plan"] and not options["check_unapplied"]:
                call_command("createcachetable", database=options["database"], verbosity=0)
        finally:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])
