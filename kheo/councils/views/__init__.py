"""Pages of councils: the council, its sessions, what chair, members and the projector see, ballots, minutes."""
