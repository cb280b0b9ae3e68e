"""Which requests the SDKs record: rules, and each client's share of them."""
