"""The demonstration: five real reports, played by the verbs of the chapters below (architecture.md §9).

What a report says is read from `data/`; what it does not say is generated from a fixed seed and marked demonstration
data. Nobody imports this chapter but its command. Decision: docs/decisions/0007-the-demonstration-is-played.md.
"""
