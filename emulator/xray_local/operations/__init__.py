"""The use cases of X-Ray Local, one function each; they know no HTTP and no JSON."""
