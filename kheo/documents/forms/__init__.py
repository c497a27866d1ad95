"""What is asked of who prepares papers."""
