"""The archive of an election (`.bel`): what the council gets, and what anybody verifies with a program not ours.

It is a chain: every entry names the digest of the one before. Ours is written after the close, ballots in the order of
their trackers, so that neither its order nor its times say when somebody voted.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from kheo.councils.sealed.belenios import PATIENTLY, Hidden, ToolFailed, run, workbench

Progress = Callable[[int], object]


def begun(definition: str, trustees: str, credentials: str) -> bytes:
    """The archive of an election without a ballot: what sealing a ballot needs to know."""
    with workbench() as at:
        for name, text in (("election", definition), ("trustees", trustees), ("public_creds", credentials)):
            (at / f"{name}.json").write_text(text)
        run("archive", "init", at=at)
        return _packed(at)


def with_ballots(archive: bytes, ballots: Sequence[str], tell: Progress) -> bytes:
    """Put the ballots in, close the box, and add the encrypted sum. `tell` hears how many ballots are in."""
    with unpacked(archive) as at:
        for number, ballot in enumerate(ballots, start=1):
            _add(at, "Ballot", ballot.encode())
            tell(number)
        _add(at, "EndBallots")
        _add(at, "EncryptedTally", run("election", "compute-encrypted-tally", at=at, limit=PATIENTLY))
        return _packed(at)


def share(archive: bytes, *, key: Hidden, sealed_share: str, teller: int) -> str:
    """A teller's part in opening the sum. The tool checks every ballot first, and takes its time."""
    with unpacked(archive) as at:
        (at / "share").write_text(sealed_share)
        own = ("--key", key, "--decryption-key", "share", "--trustee-id", str(teller))
        return run("election", "decrypt-threshold", *own, at=at, limit=PATIENTLY).decode()


def with_result(archive: bytes, shares: Iterable[str]) -> tuple[bytes, bytes]:
    """Add the shares and open the sum: the whole archive, and the result as the tool writes it."""
    with unpacked(archive) as at:
        for one in shares:
            _add(at, "PartialDecryption", one.encode())
        result = run("election", "compute-result", at=at, limit=PATIENTLY)
        _add(at, "Result", result)
        return _packed(at), result


def verifies(archive: bytes) -> bool:
    """Whether `belenios-tool election verify` finds everything in order, from the archive alone."""
    with unpacked(archive) as at:
        try:
            run("election", "verify", at=at, limit=PATIENTLY)
        except ToolFailed:
            return False
        return True


@contextmanager
def unpacked(archive: bytes) -> Iterator[Path]:
    """A folder in which the tool finds the archive."""
    with workbench() as at:
        (at / "election.bel").write_bytes(archive)
        yield at


def _add(at: Path, kind: str, content: bytes = b"") -> None:
    run("archive", "add-event", f"--type={kind}", at=at, feed=content)


def _packed(at: Path) -> bytes:
    (file,) = at.glob("*.bel")
    return file.read_bytes()
