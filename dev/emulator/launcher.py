"""Starts the AWS emulator with what the local stack needs on top of it.

1. Nagle's algorithm off in its Lambda runtime, and no long wait for what a call
   might log: a warm call takes about 10 ms instead of 100.
2. State is saved while it runs. By itself the emulator saves on a clean stop
   only, so a hard kill would lose every account.
3. What Lambda functions log goes to a file too, as it comes.
4. To read parameters below a path one needs leave for that path, as on AWS;
   by itself the emulator asks for leave for all parameters.
5. Its threads take turns ten times as often: a request of a Lambda's waits no
   longer for the thread that follows streams.
6. After a start the streams of tables are empty, and who reads them begins at
   their beginning. By itself the emulator remembers how far readers had come, and
   keeps as many new records from them.
7. It tells the name it was given, so that who started it can be sure that it
   is this one, and no other program on the same port, that answers.
"""

import functools
import json
import logging
import socketserver
import sys
import threading
import time

import ministack.app as emulator
from ministack.core import iam_actions, lambda_runtime
from ministack.services import lambda_svc

SAVE_EVERY_SECONDS = 2.0
# Saving copies all state, so a big state is saved less often: no more than
# one part in SAVE_SHARE of the time.
SAVE_SHARE = 20
# After a call that logs nothing the emulator waits so long for a first line. A line
# that comes later is no loss: the next call brings it along.
FIRST_LINE_SECONDS = 0.01
THREAD_TURN_SECONDS = 0.0005

_, name, lambda_log = sys.argv
del sys.argv[1:]
changed = threading.Event()
saving = threading.Lock()
logging_lambdas = threading.Lock()
save_state = emulator.save_all
emit_lambda_logs = lambda_svc._emit_lambda_logs
extract_resource_arn = iam_actions.extract_resource_arn
load_lambda_state = lambda_svc.load_persisted_state
serve = emulator.app


async def noticing_app(scope, receive, send):
    """Serves a request; anything but a plain read may have changed state."""
    if scope["type"] == "http" and scope["path"] == "/_cruddur/name":
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": name.encode()})
        return
    try:
        await serve(scope, receive, send)
    finally:
        if scope["type"] == "http" and scope["method"] not in ("GET", "HEAD", "OPTIONS"):
            changed.set()


def save_one_at_a_time(services):
    """Saves; the last save, at the stop, must not meet one under way."""
    with saving:
        save_state(services)


def save_while_running():
    pause = SAVE_EVERY_SECONDS
    while True:
        changed.wait()
        time.sleep(pause)
        changed.clear()
        begun = time.monotonic()
        emulator.save_all(emulator._build_persistence_save_dict())
        pause = max(SAVE_EVERY_SECONDS, SAVE_SHARE * (time.monotonic() - begun))


def emit_lambda_logs_to_file(func, request_id, log_text, error, *args, **options):
    """Keeps the logs of a call; a failed one is named, whatever it said."""
    function = (func.get("config") or func).get("FunctionName", "unknown")
    lines = (log_text or "").splitlines()
    if error:
        lines.append("the call failed")
    with logging_lambdas, open(lambda_log, "a", encoding="utf-8") as out:
        out.writelines(f"{function} | {line}\n" for line in lines)
    emit_lambda_logs(func, request_id, log_text, error, *args, **options)


def extract_resource_arn_by_path(service, method, path, headers, body, *args, **options):
    """Names the path of a GetParametersByPath, and what the emulator would else."""
    target = headers.get("x-amz-target", "")
    if service != "ssm" or not target.endswith(".GetParametersByPath"):
        return extract_resource_arn(service, method, path, headers, body, *args, **options)
    below = json.loads(body).get("Path", "").strip("/")
    named = {**headers, "x-amz-target": target.replace("GetParametersByPath", "GetParameter")}
    return extract_resource_arn(service, method, path, named, json.dumps({"Name": f"/{below}"}).encode(), *args, **options)


def load_lambda_state_without_positions(data):
    """Restores functions and what calls them, with streams read from the start."""
    load_lambda_state(data)
    positions = lambda_svc._dynamodb_stream_positions._data
    positions.update(dict.fromkeys(positions, 0))


# Otherwise a line for every file of every save.
logging.getLogger("persistence").setLevel(logging.WARNING)
socketserver.StreamRequestHandler.disable_nagle_algorithm = True
emulator.app = noticing_app
iam_actions.extract_resource_arn = extract_resource_arn_by_path
lambda_runtime.Worker._drain_stderr_bounded = functools.partialmethod(
    lambda_runtime.Worker._drain_stderr_bounded, first_line_wait=FIRST_LINE_SECONDS
)
lambda_svc._emit_lambda_logs = emit_lambda_logs_to_file
lambda_svc.load_persisted_state = load_lambda_state_without_positions
emulator.save_all = save_one_at_a_time
threading.Thread(target=save_while_running, name="save-while-running", daemon=True).start()
sys.setswitchinterval(THREAD_TURN_SECONDS)
emulator.main()
