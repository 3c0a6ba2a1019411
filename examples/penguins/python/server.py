"""The model server: GET /health, GET /version, POST /predict."""

import hashlib
import json
import math
import os
import signal
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import joblib
import numpy

from penguin import CATEGORIES, MEASUREMENTS, inputs_of

BODY_LIMIT = 64 * 1024


class BadRequest(Exception):
    """A request that is not a question about a penguin: the caller's mistake."""


class Model:
    """The weights file, read before the port opens: a server that answers /health can answer /predict."""

    def __init__(self, file: Path) -> None:
        # joblib runs what is in the file, so the file must be our own: it is in the image, under the image's digest.
        self.digest = f"sha256:{hashlib.sha256(file.read_bytes()).hexdigest()}"
        document = joblib.load(file)
        self.pipeline = document["pipeline"]
        self.about = document["about"]

    def predict(self, penguin: dict) -> dict:
        row = numpy.array([inputs_of(penguin)], dtype=object)
        chances = self.pipeline.predict_proba(row)[0]
        probabilities = {
            species: round(float(chance), 6) for species, chance in zip(self.pipeline.classes_, chances, strict=True)
        }
        return {"species": max(probabilities, key=probabilities.__getitem__), "probabilities": probabilities}


def parse_penguin(body: bytes) -> dict:
    """Looks at the form of the question only; what a word means, the model knows."""
    try:
        penguin = json.loads(body)
    except ValueError as error:
        raise BadRequest(f"the body is not JSON: {error}") from error
    if not isinstance(penguin, dict):
        raise BadRequest("the body must be one JSON object")
    for name in MEASUREMENTS:
        if not is_number(penguin.get(name)):
            raise BadRequest(f'"{name}" must be a number; all of these must: {", ".join(MEASUREMENTS)}')
    for name in CATEGORIES:
        if name not in penguin or not isinstance(penguin[name], str | None):
            raise BadRequest(f'"{name}" must be a string, or null where it is not known')
    return penguin


def is_number(value: object) -> bool:
    # For Python a boolean is an integer, JSON may say Infinity, and an integer may be too large for a float.
    try:
        return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)
    except OverflowError:
        return False


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"  # with keep-alive, as a load balancer expects
    model: Model

    def do_GET(self) -> None:
        if self.path == "/health":
            self.reply(200, {"status": "ok"})
        elif self.path == "/version":
            self.reply(200, {"weightsDigest": self.model.digest, **self.model.about})
        else:
            self.reply(404, {"error": f"there is no GET {self.path}"})

    def do_POST(self) -> None:
        try:
            body = self.read_body()
            if self.path != "/predict":
                self.reply(404, {"error": f"there is no POST {self.path}"})
                return
            answer = self.model.predict(parse_penguin(body))
        except BadRequest as error:
            self.reply(400, {"error": str(error)})
        except Exception as error:  # everything else is ours, a 500: that is what the alarm counts
            print(f"500 {error}", file=sys.stderr, flush=True)
            self.reply(500, {"error": str(error), "weightsDigest": self.model.digest})
        else:
            self.reply(200, {**answer, "weightsDigest": self.model.digest})

    def read_body(self) -> bytes:
        length = self.headers.get("content-length", "")
        if not length.isdigit() or int(length) > BODY_LIMIT:
            # What was not read would be taken for the next request.
            self.close_connection = True
            raise BadRequest(f"a body needs a content-length of at most {BODY_LIMIT}")
        return self.rfile.read(int(length))

    def reply(self, status: int, body: dict) -> None:
        data = f"{json.dumps(body)}\n".encode()
        self.send_response(status)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_: object) -> None:
        """No line for each request."""


class Server(ThreadingHTTPServer):
    request_queue_size = 128


def main() -> None:
    weights = Path(os.environ.get("WEIGHTS_FILE", Path(__file__).parent / "model/weights.joblib"))
    Handler.model = Model(weights)
    server = Server((os.environ.get("HOST", "0.0.0.0"), int(os.environ.get("PORT", "8080"))), Handler)
    # ECS sends SIGTERM and waits. shutdown() waits for the loop, so it must not run in the loop's own thread.
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: threading.Thread(target=server.shutdown).start())
    print(f"serving {Handler.model.digest} on http://{server.server_address[0]}:{server.server_port}", flush=True)
    server.serve_forever()
    server.server_close()


if __name__ == "__main__":
    main()
