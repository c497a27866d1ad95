"""The pages of figures: the overview, and one page for each way of looking. Nothing here writes."""
