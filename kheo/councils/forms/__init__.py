"""What councils are asked: set up, convened, led, counted, sealed, written down."""
