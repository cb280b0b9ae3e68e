"""From traces to summaries, causes and the service graph: values in, values out."""
