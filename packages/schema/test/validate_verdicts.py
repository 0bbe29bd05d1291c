"""Verdicts of the Python package jsonschema on events, with nothing but the bundled JSON Schemas.

Usage: validate_verdicts.py FOLDER, where FOLDER holds <event_type>/<version>.json.
Standard input: a JSON list of {"contract": "<event_type>/<version>", "text": "<an event, as JSON text>"}.
Standard output: a JSON list of booleans in the same order.
"""

import json
import sys
from pathlib import Path

from jsonschema import Draft202012Validator


def main() -> None:
    folder = Path(sys.argv[1])
    cases = json.load(sys.stdin.buffer)
    validators = {contract: load_validator(folder, contract) for contract in {case["contract"] for case in cases}}
    json.dump([is_valid(validators[case["contract"]], case["text"]) for case in cases], sys.stdout)


def load_validator(folder: Path, contract: str) -> Draft202012Validator:
    schema = json.loads((folder / f"{contract}.json").read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)  # without a format checker: the schema says each format by a pattern, too


def is_valid(validator: Draft202012Validator, text: str) -> bool:
    try:
        event = json.loads(text, parse_constant=refuse_constant)
    except ValueError:
        return False
    return validator.is_valid(event)


def refuse_constant(name: str) -> None:
    """Python takes NaN and Infinity, which JSON does not have."""
    raise ValueError(f"{name} is not JSON")


if __name__ == "__main__":
    main()
