"""What the pages of criteria ask: the parts of a draft, what is brought, published, tried out and put in own words."""
