"""Starts the AWS emulator with what the local stack needs on top of it.

1. Nagle's algorithm off in its Lambda runtime: a warm call takes about 10 ms
   instead of 50.
2. State is saved while it runs. By itself the emulator saves on a clean stop
   only, so a hard kill would lose every account.
3. It tells the name it was given, so that who started it can be sure that it
   is this one, and no other program on the same port, that answers.
"""

import logging
import socketserver
import sys
import threading
import time

import ministack.app as emulator

SAVE_EVERY_SECONDS = 2.0
# Saving copies all state, so a big state is saved less often: no more than
# one part in SAVE_SHARE of the time.
SAVE_SHARE = 20

name = sys.argv.pop()
changed = threading.Event()
saving = threading.Lock()
save_state = emulator.save_all
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


# Otherwise a line for every file of every save.
logging.getLogger("persistence").setLevel(logging.WARNING)
socketserver.StreamRequestHandler.disable_nagle_algorithm = True
emulator.app = noticing_app
emulator.save_all = save_one_at_a_time
threading.Thread(target=save_while_running, name="save-while-running", daemon=True).start()
emulator.main()
