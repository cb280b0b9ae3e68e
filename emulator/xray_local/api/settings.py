"""The operations on what is set for a whole account."""

from __future__ import annotations

from typing import Any

from xray_local.errors import InvalidRequest
from xray_local.model.policy import ResourcePolicy
from xray_local.operations import encryption, policies, transaction_search
from xray_local.operations.backend import Backend
from xray_local.operations.encryption import Encryption
from xray_local.operations.transaction_search import DEFAULT_RULE, IndexingRule
from xray_local.wire.policies import denials

Json = dict[str, Any]


def put_resource_policy(backend: Backend, members: Json) -> Json:
    document = members["PolicyDocument"]
    unchecked = members.get("BypassPolicyLockoutCheck", False)
    put = policies.put_policy(
        backend,
        members["PolicyName"],
        document,
        members.get("PolicyRevisionId"),
        () if unchecked else denials(document),
    )
    return {"ResourcePolicy": _policy(put)}


def list_resource_policies(backend: Backend, members: Json) -> Json:
    if members.get("NextToken") is not None:
        raise InvalidRequest("NextToken is currently not supported")
    return {"ResourcePolicies": [_policy(each) for each in policies.policies(backend)]}


def delete_resource_policy(backend: Backend, members: Json) -> Json:
    policies.delete_policy(
        backend, members["PolicyName"], members.get("PolicyRevisionId")
    )
    return {}


def _policy(policy: ResourcePolicy) -> Json:
    return {
        "PolicyName": policy.name,
        "PolicyDocument": policy.document,
        "PolicyRevisionId": str(policy.revision),
        "LastUpdatedTime": policy.updated_at,
    }


def get_encryption_config(backend: Backend, members: Json) -> Json:
    return _encryption(encryption.encryption(backend), "ACTIVE")


def put_encryption_config(backend: Backend, members: Json) -> Json:
    """Answers UPDATING, as the service does; it is in force with the next call."""
    kms = members["Type"] == "KMS"
    chosen = encryption.put_encryption(backend, kms=kms, key=members.get("KeyId"))
    return _encryption(chosen, "UPDATING")


def _encryption(chosen: Encryption, status: str) -> Json:
    kind = "NONE" if chosen.key is None else "KMS"
    return {"EncryptionConfig": {"KeyId": chosen.key, "Status": status, "Type": kind}}


def get_trace_segment_destination(backend: Backend, members: Json) -> Json:
    return {
        "Destination": transaction_search.destination(backend),
        "Status": "ACTIVE",
    }


def update_trace_segment_destination(backend: Backend, members: Json) -> Json:
    """Answers PENDING, as the service does; it is in force with the next call."""
    chosen = transaction_search.change_destination(backend, members.get("Destination"))
    return {"Destination": chosen, "Status": "PENDING"}


def get_indexing_rules(backend: Backend, members: Json) -> Json:
    return {"IndexingRules": [_rule(transaction_search.indexing_rule(backend))]}


def update_indexing_rule(backend: Backend, members: Json) -> Json:
    probabilistic = members["Rule"].get("Probabilistic", {})
    changed = transaction_search.change_indexing_rule(
        backend, members["Name"], probabilistic.get("DesiredSamplingPercentage")
    )
    return {"IndexingRule": _rule(changed)}


def _rule(rule: IndexingRule) -> Json:
    probabilistic = {
        "DesiredSamplingPercentage": rule.percentage,
        "ActualSamplingPercentage": rule.percentage,
    }
    return {
        "Name": DEFAULT_RULE,
        "ModifiedAt": rule.modified_at,
        "Rule": {"Probabilistic": probabilistic},
    }
