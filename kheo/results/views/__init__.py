"""The pages of results, one file for each thing a person does there."""
