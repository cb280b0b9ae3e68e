"""Names already taken, in a DynamoDB table: one conditional put reserves a name.

Where the endpoint is a local one (moto's server), the table is made when it is missing.
In an AWS account nothing is made behind the user's back: `python -m mesh table` does it.
"""

from typing import TYPE_CHECKING, Any

import boto3
from botocore.config import Config as BotoConfig
from botocore.exceptions import BotoCoreError, ClientError

from mesh import tracing
from mesh.config import Config

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

KEY = "project_name"
"""Not `project` or `name`: both are reserved words in DynamoDB's expressions."""


class RegistryError(Exception):
    """DynamoDB did not say whether the name is free; the text is for the user."""


class Registry:
    def __init__(self, config: Config) -> None:
        self._table = config.table
        self._region = config.region
        self._dynamodb = _client(config)
        self._local = config.dynamodb_endpoint is not None

    def reserve(self, name: str) -> bool:
        """True when the name was free and is now taken; False when it was taken.

        Raises:
            RegistryError: when DynamoDB fails or is not there.
        """
        try:
            self._put(name)
        except self._dynamodb.exceptions.ConditionalCheckFailedException:
            tracing.last_call_was_expected()
            return False
        except (BotoCoreError, ClientError) as reason:
            raise RegistryError(str(reason)) from reason
        return True

    def _put(self, name: str) -> None:
        try:
            self._put_once(name)
        except self._dynamodb.exceptions.ResourceNotFoundException:
            self._make_up_for_the_table()
            self._put_once(name)

    def _put_once(self, name: str) -> None:
        self._dynamodb.put_item(
            TableName=self._table,
            Item={KEY: {"S": name}},
            ConditionExpression=f"attribute_not_exists({KEY})",
        )

    def check(self) -> None:
        """Raise when the table cannot be used; make it when it is a local one."""
        try:
            self._dynamodb.describe_table(TableName=self._table)
        except self._dynamodb.exceptions.ResourceNotFoundException:
            self._make_up_for_the_table()

    def _make_up_for_the_table(self) -> None:
        if not self._local:
            raise RegistryError(
                f"{self._region} has no table {self._table}: "
                "make it with `python -m mesh table`"
            )
        # moto keeps its tables in memory: a start or a restart has emptied it.
        tracing.last_call_was_expected()
        self.create_table()

    def create_table(self) -> None:
        try:
            self._dynamodb.create_table(
                TableName=self._table,
                KeySchema=[{"AttributeName": KEY, "KeyType": "HASH"}],
                AttributeDefinitions=[{"AttributeName": KEY, "AttributeType": "S"}],
                BillingMode="PAY_PER_REQUEST",
            )
        except self._dynamodb.exceptions.ResourceInUseException:
            tracing.last_call_was_expected()  # another replica was first


def _client(config: Config) -> "DynamoDBClient":
    local: dict[str, Any] = {}
    if config.dynamodb_endpoint:
        # moto's server wants a signature but never checks it.
        local = {
            "endpoint_url": config.dynamodb_endpoint,
            "aws_access_key_id": "local",
            "aws_secret_access_key": "local",
        }
    return boto3.client(
        "dynamodb",
        region_name=config.region,
        config=BotoConfig(
            connect_timeout=1,
            read_timeout=3,
            retries={"total_max_attempts": 2},
            max_pool_connections=config.concurrency,
        ),
        **local,
    )
