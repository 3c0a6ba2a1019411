"""Calls AWS operations with a client that is not ours: `python3 aws-clients.py boto3|cli < calls.json`.

Reads rows of {service, operation, parameters, as?, until?} and prints for each {code, strange}: the error code or
"ok", and what the answer held that AWS's model of the operation does not know. A value "<name.path>" is taken from the
earlier answer of that name. `until` is [path, value]: the call is repeated until its answer has that.
"""
import contextlib
import io
import json
import re
import sys
import tempfile
import time

from shapes import strange_members

MOST_CALLS = 200


def lookup(answers, path):
    value = answers
    for part in path.split("."):
        value = value[int(part)] if isinstance(value, list) else value[part]
    return value


def filled(value, answers):
    if isinstance(value, dict):
        return {key: filled(item, answers) for key, item in value.items()}
    if isinstance(value, list):
        return [filled(item, answers) for item in value]
    if not isinstance(value, str):
        return value
    if whole := re.fullmatch(r"<([\w.-]+)>", value):
        return lookup(answers, whole[1])
    return re.sub(r"<([\w.-]+)>", lambda found: str(lookup(answers, found[1])), value)


class Boto3:
    def __init__(self, watch):
        import boto3

        self.session = boto3.Session()
        self.watch = watch
        self.clients = {}

    def call(self, service, operation, parameters):
        from botocore import xform_name
        from botocore.exceptions import ClientError, ParamValidationError

        if service not in self.clients:
            self.clients[service] = self.session.client(service)
            self.clients[service].meta.events.register("before-parse", self.watch)
        try:
            answer = getattr(self.clients[service], xform_name(operation))(**parameters)
        except ClientError as error:
            return error.response["Error"]["Code"], {}
        except ParamValidationError as error:
            return f"not sent: {error}", {}
        return "ok", {
            name: value.read().decode() if hasattr(value, "read") else value for name, value in answer.items()
        }


class Cli:
    """The AWS CLI by its own entry, in this process: its start takes longer than all of its calls."""

    def __init__(self, watch):
        from awscli.clidriver import create_clidriver

        self.driver = create_clidriver()
        self.driver.session.register("before-parse", watch)

    def call(self, service, operation, parameters):
        from awscli.botocore import xform_name

        command = {"s3": "s3api", "codedeploy": "deploy"}.get(service, service)
        model = self.driver.session.get_service_model(service).operation_model(operation)
        words = [command, xform_name(operation, "-"), "--output", "json"]
        with tempfile.NamedTemporaryFile() as file, tempfile.NamedTemporaryFile() as body:
            given = dict(parameters)
            if model.has_streaming_input and model.input_shape.serialization["payload"] in given:
                name = model.input_shape.serialization["payload"]
                body.write(given.pop(name).encode())
                body.flush()
                words += ["--" + xform_name(name, "-"), body.name]
            if model.has_streaming_output:  # the file's name takes the place of --cli-input-json
                words += [word for name, text in given.items() for word in ("--" + xform_name(name, "-"), text)]
                words.append(file.name)
            else:
                words += ["--cli-input-json", json.dumps(given)]
            out, err = io.StringIO(), io.StringIO()
            with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
                status = self.run(words)
            if status != 0:
                code = re.search(r"An error occurred \((\w+)\)", err.getvalue())
                return code[1] if code else err.getvalue().strip() or f"exit {status}", {}
            text = out.getvalue().strip()
            return "ok", json.loads(text) if text else {}

    def run(self, words):
        try:
            return self.driver.main(words)
        except SystemExit as exit:  # words that the CLI does not understand
            return exit.code


def main():
    seen = []

    def watch(operation_model, response_dict, **_):
        seen.extend(strange_members(operation_model, response_dict))

    client = {"boto3": Boto3, "cli": Cli}[sys.argv[1]](watch)
    answers, results = {}, []
    for row in json.load(sys.stdin):
        seen.clear()
        try:
            parameters = filled(row["parameters"], answers)
        except (KeyError, IndexError) as error:
            results.append({"code": f"an earlier answer lacks {error}", "strange": []})
            continue
        for _ in range(MOST_CALLS):
            code, answer = client.call(row["service"], row["operation"], parameters)
            if "until" not in row or reached(answer, *row["until"]):
                break
            time.sleep(0.05)
        else:
            code = f"never reached {row['until']}: {answer}"
        if code == "ok":
            answers[row.get("as", row["operation"])] = answer
        results.append({"code": code, "strange": sorted(set(seen))})
    json.dump(results, sys.stdout, default=str)


def reached(answer, path, value):
    try:
        return lookup(answer, path) == value
    except (KeyError, IndexError):
        return False


main()
