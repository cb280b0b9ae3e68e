"""X-Ray's documents as OpenTelemetry's spans, in OTLP's JSON encoding."""
