"""From what is typed to clean values: beginning, writing section by section, sending, answering."""
