"""Sources that travel to students: nothing here knows a hidden check, and nothing imports ours."""
