"""Bytes and JSON to the model and back: the only home of AWS's member names."""
