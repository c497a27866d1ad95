"""The pages of the main line, one file for each thing a person does there."""
