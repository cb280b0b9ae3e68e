"""Values: what X-Ray Local knows, without how it came or where it is kept."""
