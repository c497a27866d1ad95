"""The pages of evidence: bringing it, showing it, and the door for another phone."""
