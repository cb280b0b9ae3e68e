"""Why is my trace missing or odd? Facts in, findings out, each with what to do."""
