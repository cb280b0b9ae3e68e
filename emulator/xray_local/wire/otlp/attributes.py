"""What a document says of an entity, as attributes of OpenTelemetry's conventions.

The way back is the one of the collector's awsxrayexporter: it makes of these attributes
the members that they came from.
https://opentelemetry.io/docs/specs/semconv/
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec

Json = dict[str, Any]
Named = Iterator[tuple[str, Any]]

_PLATFORMS = {
    "AWS::AppRunner::Service": "aws_app_runner",
    "AWS::EKS::Container": "aws_eks",
    "AWS::ElasticBeanstalk::Environment": "aws_elastic_beanstalk",
    "AWS::ECS::Container": "aws_ecs",
    "AWS::ECS::EC2": "aws_ecs",
    "AWS::ECS::Fargate": "aws_ecs",
    "AWS::EC2::Instance": "aws_ec2",
    "AWS::Lambda::Function": "aws_lambda",
}
_LAUNCH_TYPES = {"AWS::ECS::EC2": "ec2", "AWS::ECS::Fargate": "fargate"}

_REQUEST = {
    "method": "http.request.method",
    "url": "url.full",
    "user_agent": "user_agent.original",
    "client_ip": "client.address",
}
_RESPONSE = {
    "status": "http.response.status_code",
    "content_length": "http.response.body.size",
}
_CALL = {
    "operation": "aws.operation",
    "account_id": "aws.account_id",
    "region": "aws.region",
    "request_id": "aws.request_id",
    "queue_url": "aws.queue_url",
    "table_name": "aws.table_name",
    "bucket_name": "aws.s3.bucket",
    "topic_arn": "aws.sns.topic.arn",
}
_SQL = {
    "database_type": "db.system",
    "sanitized_query": "db.statement",
    "connection_string": "db.connection_string",
    "user": "db.user",
}


def resource_of(segment: Json) -> Named:
    """Of the service that reported: what is said of it holds for all of its spans."""
    aws = _part(segment, "aws")
    ec2, ecs = _part(aws, "ec2"), _part(aws, "ecs")
    xray = _part(aws, "xray")
    origin = str(segment.get("origin") or "")
    platform = _PLATFORMS.get(origin)
    yield "service.name", segment["name"]
    yield "service.version", _part(segment, "service").get("version")
    yield "cloud.provider", "aws" if platform else None
    yield "cloud.platform", platform
    yield "aws.ecs.launchtype", _LAUNCH_TYPES.get(origin)
    yield "cloud.account.id", aws.get("account_id")
    yield "cloud.resource_id", segment.get("resource_arn")
    yield "cloud.availability_zone", ec2.get("availability_zone")
    yield "host.id", ec2.get("instance_id")
    yield "host.type", ec2.get("instance_size", ec2.get("instance_type"))
    yield "container.id", ecs.get("container_id")
    yield "container.name", ecs.get("container")
    yield "telemetry.sdk.name", xray.get("sdk")
    yield "telemetry.sdk.version", xray.get("sdk_version")
    yield "aws.xray.origin", origin if origin and platform is None else None


def attributes_of(entity: Json) -> Named:
    """Of one span. Annotations keep their keys, and are listed as such."""
    http = _part(entity, "http")
    yield from _renamed(_part(http, "request"), _REQUEST)
    yield from _renamed(_part(http, "response"), _RESPONSE)
    aws = _part(entity, "aws")
    if entity.get("namespace") == "aws":
        yield "rpc.system", "aws-api"
        yield "rpc.service", entity["name"]
        yield "rpc.method", aws.get("operation")
        yield from _renamed(aws, _CALL)
    elif entity.get("namespace") == "remote":
        yield "peer.service", entity["name"]
    yield from _renamed(_part(entity, "sql"), _SQL)
    yield "enduser.id", entity.get("user")
    annotations = _part(entity, "annotations")
    yield from annotations.items()
    yield "aws.xray.annotations", list(annotations) or None
    for namespace, told in _part(entity, "metadata").items():
        yield f"aws.xray.metadata.{namespace}", msgspec.json.encode(told).decode()
    yield "aws.xray.in_progress", entity.get("in_progress") or None


def _renamed(part: Json, names: dict[str, str]) -> Named:
    return ((name, part.get(member)) for member, name in names.items())


def _part(entity: Json, member: str) -> Json:
    """Senders write what they like: a part that is no object says nothing."""
    found = entity.get(member)
    return found if isinstance(found, dict) else {}
