"""Pages of units: the tree, a unit, its changes, the people in it."""
