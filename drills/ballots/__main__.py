"""`python -m drills.ballots`: attack sealed ballots on a database of their own, and print what came of it.

Ends with 1 when a promise is broken, with 2 where there is no belenios-tool.
"""

import argparse
import sys
import time

from drills import ground

PARTS = ("leaks", "kills", "bytes", "sizes")


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m drills.ballots", description=__doc__)
    parser.add_argument("--part", choices=PARTS, nargs="+", default=PARTS, help="only these parts (default all)")
    parser.add_argument("--elections", type=int, default=200, help="elections whose votes are attacked (default 200)")
    parser.add_argument(
        "--kills", type=int, default=100, help="sessions in the middle of which is killed (default 100)"
    )
    parser.add_argument("--bytes", type=int, default=1000, help="changes of the archive (default 1000)")
    parser.add_argument("--sigmas", type=float, default=3, help="how far from chance a link counts (default 3)")
    asked = parser.parse_args()
    with ground.of_our_own() as folder:
        from kheo.councils import sealed

        if not sealed.is_available():
            print("There is no belenios-tool on this machine (Debian: apt-get install belenios-tool).", file=sys.stderr)
            return 2
        return run(folder, asked)


def run(folder, asked) -> int:
    """Each part with its figures; Django is set up and the database is empty."""
    from drills.ballots import killing, leaks, sizes, tampering
    from kheo.councils.sealed import keyfile
    from tests.councils.conftest import council_of
    from tests.story import told

    keyfile.MEMORY, keyfile.ROUNDS = 64, 1  # key files are opened hundreds of times; their lock is not what is drilled
    parts = {
        "sizes": ("25 voters, 12 items", 25, lambda council: sizes.drill(council, 12)),
        "bytes": ("a changed byte", 3, lambda council: tampering.drill(council, asked.bytes)),
        "kills": ("kill -9 while voting", 5, lambda council: killing.drill(folder, council, asked.kills)),
        "leaks": ("who voted how", 15, lambda council: leaks.drill(folder, council, asked.elections, asked.sigmas)),
    }
    broken = []
    with told() as story:
        for name, (title, members, drill) in parts.items():
            if name in asked.part:
                began = time.monotonic()
                print(f"{title}:", flush=True)
                broken += drill(council_of(story, members))
                print(f"  {time.monotonic() - began:.0f} s\n", flush=True)
    for what in broken:
        print(f"BROKEN: {what}")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
