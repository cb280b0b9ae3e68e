"""Telling others by HTTP what was found."""
