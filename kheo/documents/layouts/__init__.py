"""Papers as values (`parts`, `kinds`), how the two layouts differ (`house`), and the files made of both (`files`)."""
