"""Two people pressing at the same moment: real threads, real connections, one starting gun."""

import contextvars
import threading

from django.db import connections


def at_once(*acts):
    """Run the acts in threads that start together; returns what each gave, or the exception it raised, in order.

    The test needs `@pytest.mark.django_db(transaction=True)`. Each thread lives at the test's business moment.
    """
    gun, answers = threading.Barrier(len(acts)), [None] * len(acts)

    def run(place, act):
        gun.wait(timeout=10)
        try:
            answers[place] = act()
        except Exception as error:
            answers[place] = error
        finally:
            connections.close_all()

    threads = [
        threading.Thread(target=contextvars.copy_context().run, args=(run, place, act))
        for place, act in enumerate(acts)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    return answers
