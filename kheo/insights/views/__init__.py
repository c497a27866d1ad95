"""The pages of figures and of the reports made of them."""
