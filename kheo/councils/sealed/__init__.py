"""Sealed ballots in the format of Belenios, by Debian's `belenios-tool`: we do no cryptography of our own.

- `belenios` runs the tool: limits of time, folders in memory, no secret in an argument or a log.
- `ceremony` makes the three tellers' keys; `keyfile` is what a teller takes away.
- `elections` sets an election up; `casting` seals a ballot; `box` keeps what is sealed.
- `tallying` counts without opening a single ballot; `archive` is what anybody can verify; `limits` says what all this
  cannot do.

Decision: docs/decisions/0010-sealed-ballots.md; measurements: trust.md §5.
"""

from kheo.councils.sealed.belenios import is_available

__all__ = ["is_available"]
