"""Units' own Word templates: the names they may hold (`names`), whether one is sound (`examination`), `filling`."""
