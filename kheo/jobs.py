"""The background work of every chapter, in the order of the story: workers look here for what they can do."""
