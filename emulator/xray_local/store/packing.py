"""How values become the blobs that SQLite keeps, and back.

One blob holds what one write brought for one trace, compressed together by Zstandard
against a preset dictionary of what segments usually say. A blob can only be read with the
dictionary it was made with: a change to `PRESET` is a change of the schema's version.
"""

from __future__ import annotations

import threading
import zlib
from collections.abc import Iterable, Iterator
from typing import Any

import msgspec
import zstandard

from xray_local.model.segment import Received, decode_accepted
from xray_local.model.summary import Summary

_LEVEL = 1  # by measurement: level 3 takes half as long again and saves nothing
_LARGEST = 2**63 - 1
_DEFLATE_WINDOW = -15  # raw: no checksum of zlib's own

# The most frequent strings come last: near matches are the cheapest.
PRESET = b"""\
"sql": {"url": "", "database_type": "", "driver_version": "", "sanitized_query": ""},\
"cause": {"working_directory": "/app", "paths": [], "exceptions": [{"id": "", \
"message": "", "type": "", "remote": true, "truncated": 0, "skipped": 0, "stack": [\
{"path": "", "line": 1, "label": ""}]}]}, "exception", "in_progress": true, \
"throttle": true, "fault": true, "error": true, "throttle": false, "fault": false, \
"error": false, "user": "", "origin": "AWS::EC2::Instance", "AWS::ECS::Container", \
"AWS::Lambda::Function", "aws": {"account_id": "", "function_arn": "", \
"resource_names": [""], "queue_url": "", "operation": "PutItem", "table_name": "", \
"region": "us-east-1", "request_id": "", "retries": 0}, "aws": {"xray": {"sdk": \
"X-Ray for Python", "sdk_version": "2.", "sampling_rule_name": "Default", \
"auto_instrumentation": false}}, "service": {"version": "", "runtime": "CPython", \
"runtime_version": "3."}, "metadata": {"default": {}}, "annotations": {}, \
"precursor_ids": [], "name": "DynamoDB", "namespace": "aws", "type": "subsegment", \
"http": {"request": {"method": "POST", "url": "https://", "user_agent": \
"Mozilla/5.0 (X11; Linux x86_64)", "x_forwarded_for": true, "client_ip": "127.0.0.1", \
"request": {"url": "http://localhost:8080/", "method": "GET"}, "response": \
{"content_length": 0, "status": 500, "response": {"status": 200}}, \
"subsegments": [{"namespace": "remote", "parent_id": "", "trace_id": "1-", \
"end_time": 17, "start_time": 17, "id": "", "name": "\
"""

Parts = list[tuple[float, bytes]]
"""Documents of a trace, each with when it was received (epoch seconds)."""

_parts_decoder = msgspec.msgpack.Decoder(Parts)
_summary_decoder = msgspec.msgpack.Decoder(Summary)
_encoder = msgspec.msgpack.Encoder()


def received_of(parts: Parts) -> list[Received]:
    return [Received(decode_accepted(part), part, at) for at, part in parts]


def pack_parts(brought: Iterable[Parts]) -> list[bytes]:
    """What one write brought for each trace, in order of arrival.

    All with one call: meanwhile the interpreter is free for other threads.
    """
    plain: list[Any] = [_encoder.encode(parts) for parts in brought]
    blobs = _codec.compress_all(plain) if plain else ()
    return [blobs[at].tobytes() for at in range(len(blobs))]


def unpack_parts(blobs: Iterable[bytes]) -> Parts:
    return [part for plain in plain_of(blobs) for part in _parts_decoder.decode(plain)]


def plain_of(blobs: Iterable[bytes]) -> Iterator[bytes]:
    """What the blobs were before they were compressed."""
    return map(_codec.decompress, blobs)


def pack_summary(summary: Summary) -> bytes:
    return _codec.compress(encoded(summary))


def encoded(value: object) -> bytes:
    """As MessagePack, whatever integers there are in it."""
    try:
        return _encoder.encode(value)
    except OverflowError:  # JSON knows no largest integer, MessagePack does
        return _encoder.encode(_bounded(msgspec.to_builtins(value)))


def unpack_summary(blob: bytes) -> Summary:
    return decode_summary(_codec.decompress(blob))


def decode_summary(encoded: bytes) -> Summary:
    return _summary_decoder.decode(encoded)


def _bounded(value: object) -> object:
    """The same with integers no further from 0 than 64 bits reach."""
    match value:
        case bool():
            return value
        case int():
            return max(-_LARGEST, min(value, _LARGEST))
        case list() | tuple():
            return [_bounded(each) for each in value]
        case dict():
            return {key: _bounded(each) for key, each in value.items()}
        case _:
            return value


class _Codec(threading.local):
    """A thread's own compressor and decompressor: they must not be shared."""

    def __init__(self) -> None:
        compressor = zstandard.ZstdCompressor(_LEVEL, _dictionary)
        self.compress = compressor.compress
        self.compress_all = compressor.multi_compress_to_buffer
        self.decompress = zstandard.ZstdDecompressor(_dictionary).decompress


_dictionary = zstandard.ZstdCompressionDict(PRESET)
_dictionary.precompute_compress(_LEVEL)
_codec = _Codec()


def from_deflate(blob: bytes) -> bytes:
    """A blob of documents as schema 3 and before wrote it, in today's form."""
    plain = zlib.decompressobj(_DEFLATE_WINDOW, zdict=PRESET).decompress(blob)
    return _codec.compress(plain)
