"""How long it takes: 25 voters, 12 candidates, yes, no or abstain."""

import time

from kheo.councils import actions as councils
from kheo.councils.models import Tally
from kheo.councils.sealed import archive, tallying
from tests.councils.conftest import convened, led_to_the_vote
from tests.councils.sealing import opened, with_keys

BALLOT = 2.0  # seconds that one ballot may take (the promise)


def drill(council, candidates: int) -> list[str]:
    """Print the times; answers what took longer than promised."""
    session = convened(council, "award_80")
    for number in range(candidates - 3):
        councils.add_item(session, rule=council.rules["award_80"], title=f"Mô hình {number}", by=council.thu)
    councils.open_session(session, by=council.bình)
    items = [led_to_the_vote(council, item) for item in session.items.all()]
    sealed = opened(with_keys(council, session), items)
    spent = [_timed(sealed.cast, person, "for") for person in council.people]
    mean = sum(spent) / len(spent)
    print(f"  {len(spent)} voters × {len(items)} items: a ballot {mean:.2f} s, the slowest {max(spent):.2f} s")
    councils.close_sealed_ballot(session, by=council.bình)
    print(f"  archive and encrypted sum {_timed(tallying.advance, sealed.election):.1f} s")
    for number in (1, 2):
        print(f"  share of teller {number} {_timed(sealed.give_share, sealed.election, number):.1f} s")
    print(f"  opening and verifying {_timed(tallying.advance, sealed.election):.1f} s")
    tally = Tally.objects.get(election=sealed.election)
    content = tallying.content(tally)
    print(f"  verifying again {_timed(archive.verifies, content):.1f} s; archive {len(content) / 2**20:.2f} MiB")
    assert tally.counts == [[len(spent), 0, 0]] * len(items), "the sum is right"
    return [f"a ballot takes {mean:.2f} s, more than {BALLOT}"] if mean > BALLOT else []


def _timed(act, *words) -> float:
    began = time.monotonic()
    act(*words)
    return time.monotonic() - began
