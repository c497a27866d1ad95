"""The pages of frameworks: found and read, changed, published, tried out, compared, put in a unit's own words."""
