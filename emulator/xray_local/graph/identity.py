"""Which node of the service graph an entity stands for.

A reported segment is its name and origin. A call without a reported callee stands for
the service it called: a host (`remote`), or the AWS resource that the call's parameters
name. The names of AWS services match in any case: the Python SDK sends `dynamodb` where
the other SDKs and the console say `DynamoDB`.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple

from xray_local.model.segment import Aws, Segment
from xray_local.model.summary import ServiceId


class _AwsService(NamedTuple):
    """How an AWS service names the resource that a call went to."""

    type: str
    resource: Callable[[Aws], str | None]
    resource_type: str


_AWS_SERVICES = {
    "dynamodb": _AwsService(
        "AWS::DynamoDB", lambda aws: aws.table_name, "AWS::DynamoDB::Table"
    ),
    "s3": _AwsService("AWS::S3", lambda aws: aws.bucket_name, "AWS::S3::Bucket"),
    "sqs": _AwsService("AWS::SQS", lambda aws: aws.queue_url, "AWS::SQS::Queue"),
    "sns": _AwsService("AWS::SNS", lambda aws: aws.topic_arn, "AWS::SNS"),
    "lambda": _AwsService("AWS::Lambda", lambda aws: aws.function_name, "AWS::Lambda"),
}


@lru_cache(maxsize=8192)
def _service(
    name: str, service_type: str | None, account_id: str | None = None
) -> ServiceId:
    """One instance for each identity: they are made for every entity of every trace."""
    return ServiceId(name, service_type, account_id)


def reported_service(segment: Segment) -> ServiceId:
    """The node that a segment reports.

    X-Ray says the account of Lambda's own segments, and leaves it out of all others.
    """
    origin, aws = segment.origin, segment.aws
    if origin is not None and aws is not None and origin.startswith("AWS::Lambda"):
        return _service(segment.name, origin, aws.account_id)
    return _service(segment.name, origin)


def is_same_service(called: ServiceId, answered: ServiceId) -> bool:
    """Whether a caller knew who answered; of accounts it knows nothing."""
    return (called.name, called.type) == (answered.name, answered.type)


def client_of(root: Segment) -> ServiceId:
    """The node in front of a root. It carries the root's own name."""
    return _service(root.name, "client")


def resource_of(subsegment: Segment) -> str | None:
    """The AWS resource that a call went to, where the call says which.

    X-Ray needs `aws.operation` for that: without it the node stays generic.
    """
    aws = subsegment.aws
    if aws is None or not aws.operation or subsegment.namespace != "aws":
        return None
    known = _AWS_SERVICES.get(subsegment.name.lower())
    return None if known is None else known.resource(aws)


def called_service(subsegment: Segment) -> ServiceId:
    """The node that a `remote` or `aws` subsegment calls, as the caller knows it."""
    if subsegment.namespace != "aws":
        return _service(subsegment.name, "remote")
    resource = resource_of(subsegment)
    if resource:
        return _service(resource, called_type(subsegment))
    return _service(subsegment.name, called_type(subsegment))


def called_type(subsegment: Segment) -> str:
    """The type of the AWS service or resource that an `aws` subsegment calls."""
    known = _AWS_SERVICES.get(subsegment.name.lower())
    if known is None:
        return f"AWS::{subsegment.name}"
    return known.resource_type if resource_of(subsegment) else known.type
