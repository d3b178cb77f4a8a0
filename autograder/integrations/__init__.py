"""Where other programs run our checks."""
