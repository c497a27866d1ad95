"""The pages of figures: the overview, one page for each way of looking, and the reports made of them."""
