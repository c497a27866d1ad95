"""A changed byte in the archive is found: by the tool, from the archive alone, and by the digest in the minutes.

Three ways to cheat: flip a byte of what the archive says; flip a byte anywhere in the file; change a digit of a ballot
and make every digest of the chain anew, so that only the proofs can tell.
"""

import hashlib
import io
import json
import random
import tarfile
from concurrent.futures import ThreadPoolExecutor

from kheo.councils import actions as councils
from kheo.councils.models import Tally
from kheo.councils.sealed import archive, belenios, tallying
from tests.councils.conftest import convened
from tests.councils.sealing import counted, opened, with_keys


def drill(council, times: int) -> list[str]:
    """Print how many changes were found; answers what was not."""
    session = councils.open_session(convened(council, "award_80"), by=council.bình)
    sealed = counted(opened(with_keys(council, session)), ["for", "not", "abs"])
    tally = Tally.objects.get(election=sealed.election)
    whole = tallying.content(tally)
    assert archive.verifies(whole), "the archive as it was published verifies"
    assert archive.verifies(rebuilt(whole, lambda data: data)), "made anew without a change, it still does"
    dice = random.Random()
    changes = {
        "a byte of what it says": [flipped(whole, place, dice) for place in dice.choices(said(whole), k=times)],
        "a digit of a ballot, chain made anew": [
            rebuilt(whole, lambda data: _another_digit(data, dice)) for _ in range(max(1, times // 10))
        ],
    }
    broken = []
    for name, copies in changes.items():
        with ThreadPoolExecutor(2) as pool:
            found = sum(not good for good in pool.map(archive.verifies, copies))
        print(f"  {name}: {found} of {len(copies)} found by belenios-tool")
        broken += [f"{name}: {len(copies) - found} not found"] * (found != len(copies))
    anywhere = [flipped(whole, dice.randrange(len(whole)), dice) for _ in range(times)]
    found = sum(hashlib.sha256(copy).hexdigest() != tally.archive_sha256 for copy in anywhere)
    print(f"  a byte anywhere in the file: {found} of {times} found by the digest in the minutes")
    return broken + ["a byte anywhere: not all found"] * (found != times)


def flipped(whole: bytes, place: int, dice: random.Random) -> bytes:
    """The file with another byte in one place."""
    return whole[:place] + bytes([whole[place] ^ dice.randrange(1, 256)]) + whole[place + 1 :]


def said(whole: bytes) -> list[int]:
    """The places of all bytes of what the archive says: its entries, without the padding between them."""
    with tarfile.open(fileobj=io.BytesIO(whole)) as entries:
        return [
            place
            for entry in entries
            for place in range(entry.offset_data, entry.offset_data + entry.size)
            if whole[place : place + 1] != b"\n" or place != entry.offset_data + entry.size - 1
        ]


def rebuilt(whole: bytes, change) -> bytes:
    """The archive with a change in one ballot, every digest made anew by the tool itself: a chain without a break."""
    events = _events(whole)
    begin, *later = events
    changed = False
    with belenios.workbench() as at:
        for name, text in zip(("election", "trustees", "public_creds"), begin[1], strict=False):
            (at / f"{name}.json").write_bytes(text)
        belenios.run("archive", "init", at=at)
        for kind, texts in later:
            if kind == "Ballot" and not changed:
                texts, changed = [change(texts[0])], True
            belenios.run("archive", "add-event", f"--type={kind}", at=at, feed=b"\n".join(texts))
        (made,) = at.glob("*.bel")
        return made.read_bytes()


def _events(whole: bytes) -> list[tuple[str, list[bytes]]]:
    """Each event of the chain with the texts that were put in before it."""
    found: list[tuple[str, list[bytes]]] = []
    texts: list[bytes] = []
    with tarfile.open(fileobj=io.BytesIO(whole)) as entries:
        for entry in entries:
            text = entries.extractfile(entry).read()
            if entry.name.endswith(".data.json"):
                texts.append(text)
            elif entry.name.endswith(".event.json"):
                found.append((json.loads(text)["type"], texts))
                texts = []
    return found


def _another_digit(data: bytes, dice: random.Random) -> bytes:
    """Another digit somewhere in the numbers of a ballot."""
    places = [place for place in range(data.index(b'"answers"'), len(data)) if data[place : place + 1].isdigit()]
    place = dice.choice(places[1:])
    digit = bytes([(data[place] - 48 + dice.randrange(1, 10)) % 10 + 48])
    return data[:place] + digit + data[place + 1 :]
