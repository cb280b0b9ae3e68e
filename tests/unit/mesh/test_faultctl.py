"""Faults as they are typed, the file they become, and what a typing error is told."""

import json
from pathlib import Path

import pytest
from mesh import faultctl, flags
from mesh.categories import all_handlers
from mesh.config import FaultctlConfig
from mesh.flags import Fault
from openfeature.contrib.tools.flagd.core import FlagdCore
from openfeature.evaluation_context import EvaluationContext


@pytest.mark.parametrize(
    ("settings", "fault"),
    [
        ({"DELAY": "2s"}, Fault(delay_s=2.0)),
        ({"DELAY": "0.5"}, Fault(delay_s=0.5)),
        ({"DELAY": ".25"}, Fault(delay_s=0.25)),
        ({"DELAY": "300ms", "RATE": "25%"}, Fault(delay_s=0.3, rate=0.25)),
        ({"STATUS": "400", "RATE": "0.5"}, Fault(status=400, rate=0.5)),
        ({"DELAY": "1.5s", "STATUS": "503"}, Fault(delay_s=1.5, status=503)),
        (
            {"EXCEPTION": "ValueError: no such word"},
            Fault(exception="ValueError", message="no such word"),
        ),
        # make passes every variable, also those that were not given.
        ({"STATUS": "429", "DELAY": "", "RATE": ""}, Fault(status=429)),
    ],
)
def test_a_fault_is_read_as_typed(settings: dict[str, str], fault: Fault) -> None:
    """Times, shares and percentages become seconds and rates."""
    assert faultctl.parse_fault(settings) == fault


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"DELAY": "2m"}, "DELAY='2m': allowed: a time from 1ms to 30s"),
        ({"DELAY": "300"}, "such as 2s, 300ms or 0.5 (seconds)"),
        ({"DELAY": "31s"}, "DELAY='31s': allowed: a time from 1ms to 30s"),
        ({"DELAY": "0s"}, "DELAY='0s': allowed"),
        ({"STATUS": "200"}, "STATUS='200': allowed: 400 to 599"),
        ({"STATUS": "9000"}, "STATUS='9000': allowed: 400 to 599"),
        ({"STATUS": "400", "RATE": "0"}, "RATE='0': allowed: a share"),
        ({"STATUS": "400", "RATE": "50"}, "such as 0.5 or 50%"),
        ({"EXCEPTION": "ValueErorr"}, "did you mean ValueError?"),
        ({"EXCEPTION": "KeyError", "STATUS": "500"}, "not both"),
        ({"RATE": "0.5"}, "no fault is given"),
        ({}, "no fault is given"),
    ],
)
def test_a_wrong_setting_is_told_what_is_allowed(
    settings: dict[str, str], said: str
) -> None:
    """The text has the setting, its value and the allowed form."""
    with pytest.raises(faultctl.FaultError) as error:
        faultctl.parse_fault(settings)

    assert said in str(error.value)


@pytest.mark.parametrize(
    ("handler", "said"),
    [
        ("adjectve-4", "did you mean adjective-4?"),
        ("adjective-11", "a number from 1 to 10"),
        ("adjective-04", "is no handler"),
        ("", "HANDLER is missing"),
    ],
)
def test_a_wrong_handler_is_told_the_right_ones(handler: str, said: str) -> None:
    """With the nearest name where there is one."""
    with pytest.raises(faultctl.FaultError) as error:
        faultctl.parse_handler(handler, 10)

    assert said in str(error.value)


def test_the_file_brings_back_what_was_written(tmp_path: Path) -> None:
    """Every handler has a flag, and the faults are read as they were set."""
    path = tmp_path / "new" / "faults.flagd.json"
    faults = {
        "verb-6": Fault(status=400, rate=0.5),
        "noun-1": Fault(delay_s=2.0, exception="KeyError", message="x", rate=0.0001),
    }

    flags.write(path, all_handlers(10), faults)

    assert flags.faults_of(flags.load(path)) == faults
    assert len(json.loads(path.read_text())["flags"]) == 50
    assert [each.name for each in path.parent.iterdir()] == [path.name]


def test_flagd_rolls_the_rate(tmp_path: Path) -> None:
    """flagd's own evaluation turns a quarter of the targeting keys on."""
    path = tmp_path / "faults.flagd.json"
    flags.write(path, ["noun-1"], {"noun-1": Fault(status=500, rate=0.25)})
    flagd = FlagdCore()
    flagd.set_flags(path.read_text())

    struck = 0
    for number in range(2000):
        context = EvaluationContext(targeting_key=f"request-{number}")
        struck += bool(flagd.resolve_object_value("noun-1", {}, context).value)

    assert 400 <= struck <= 600


def test_healing_one_leaves_the_others(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """heal HANDLER=… takes one fault away, heal alone takes all."""
    file = ["--file", str(tmp_path / "faults.flagd.json")]
    faultctl.main(["set", "HANDLER=noun-1", "DELAY=2s", *file])
    faultctl.main(["set", "HANDLER=noun-2", "STATUS=400", "RATE=0.5", *file])
    capsys.readouterr()

    faultctl.main(["heal", "HANDLER=noun-1", *file])
    one_left = capsys.readouterr().out
    faultctl.main(["heal", *file])

    assert one_left == "noun-2         status 400, on 0.5 of its requests\n"
    assert capsys.readouterr().out == "no faults: every handler is healthy\n"


A_FAULT = {"off": {}, "slow": {"delay_s": 1}}


@pytest.mark.parametrize(
    ("flag", "fault"),
    [
        ({"defaultVariant": "slow"}, Fault(delay_s=1.0)),
        ({"defaultVariant": "off"}, None),
        ({"defaultVariant": "slow", "state": "DISABLED"}, None),
        (
            {"targeting": {"fractional": [["slow", 1], ["off", 3]]}},
            Fault(delay_s=1.0, rate=0.25),
        ),
        (
            {"targeting": {"fractional": [{"var": "user"}, ["off"], ["slow"]]}},
            Fault(delay_s=1.0, rate=0.5),
        ),
        (
            {
                "variants": {"off": {}, "slow": {"delay_s": "0.5", "status": "503"}},
                "defaultVariant": "slow",
            },
            Fault(delay_s=0.5, status=503),
        ),
    ],
)
def test_a_flag_written_by_hand_is_read(
    flag: dict[str, object], fault: Fault | None
) -> None:
    """Any name for the variant, any weights, and a flag that is switched off."""
    written = {"state": "ENABLED", "variants": A_FAULT, "defaultVariant": "off", **flag}

    assert flags.faults_of({"noun-1": written}).get("noun-1") == fault


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('{"flags": {"noun-1"', "is not JSON: Expecting ':' delimiter: line 1"),
        ("", "is not JSON: Expecting value"),
        ("[]", "has no flags"),
        ('{"flags": {"noun-1": 3}}', "noun-1 cannot be read (TypeError"),
        (
            '{"flags": {"noun-1": {"state": "ENABLED", "variants": {"on": {}}, '
            '"targeting": {"if": [true, "on"]}}}}',
            "noun-1 cannot be read (KeyError: 'fractional')",
        ),
    ],
)
def test_a_file_that_cannot_be_read_is_complained_of(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str, said: str
) -> None:
    """Where and why, and what to do; `set` leaves it as it is, `heal` makes a new one."""
    path = tmp_path / "faults.flagd.json"
    path.write_text(text)

    code = faultctl.main(["set", "HANDLER=noun-2", "DELAY=1s", "--file", str(path)])

    complaint = capsys.readouterr().err
    assert (code, path.read_text()) == (2, text)
    assert said in complaint
    assert f"Mend {path}, or heal every handler for a new file." in complaint
    assert faultctl.main(["heal", "--file", str(path)]) == 0
    assert len(flags.load(path)) == 50


def test_what_is_not_changed_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A flag written by hand and one beyond HANDLERS outlive another handler's fault."""
    path = tmp_path / "faults.flagd.json"
    by_hand = {"state": "ENABLED", "variants": A_FAULT, "defaultVariant": "slow"}
    beyond = flags.to_flag(Fault(status=400))
    flags.save(path, {"noun-1": by_hand, "noun-9": beyond})
    monkeypatch.setattr(
        FaultctlConfig, "from_env", lambda: FaultctlConfig(3, str(path))
    )

    assert faultctl.main(["set", "HANDLER=noun-2", "DELAY=1s"]) == 0

    now = flags.load(path)
    assert (now["noun-1"], now["noun-9"]) == (by_hand, beyond)
    assert flags.faults_of(now)["noun-2"] == Fault(delay_s=1.0)


def test_an_unknown_setting_is_told_the_known_ones(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """A misspelt NAME is not passed over in silence."""
    code = faultctl.main(["set", "HANDLER=noun-1", "DELAI=2s"])

    assert code == 2
    assert "did you mean DELAY?" in capsys.readouterr().err
