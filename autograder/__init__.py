"""Auto-graded assignments that name the misconception."""
