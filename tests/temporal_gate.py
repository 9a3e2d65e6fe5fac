"""A gate before a Temporal: it asks for TLS, a client's certificate and a key, as a cloud does."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import partial
from ipaddress import ip_address
from pathlib import Path

import grpc
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.sandboxes import Settings

API_KEY = "a-key-for-Temporal-alone"
_CALLS = 60  # at a time; each worker keeps several open that wait for work


class Gate(grpc.GenericRpcHandler):  # type: ignore[misc]  # grpc carries no types
    """Hands calls on as they are, but for those without the key.

    Attributes:
        methods: what was called.
        key: the one that lets in.

    Args:
        channel: to Temporal.
    """

    def __init__(self, channel: grpc.Channel) -> None:
        self._channel = channel
        self.methods: set[str] = set()
        self.key = API_KEY

    def service(self, call: grpc.HandlerCallDetails) -> grpc.RpcMethodHandler:
        """Return who answers a call."""
        return grpc.unary_unary_rpc_method_handler(partial(self._answer, call.method))

    def _answer(self, method: str, request: bytes, context: grpc.ServicerContext) -> bytes:
        if ("authorization", f"Bearer {self.key}") not in context.invocation_metadata():
            context.abort(grpc.StatusCode.UNAUTHENTICATED, "Request unauthorized.")
        self.methods.add(method.rpartition("/")[2])
        call = self._channel.unary_unary(method).future(request, context.time_remaining())
        context.add_callback(call.cancel)  # who has died must not be handed work
        try:
            answer: bytes = call.result()
        except grpc.RpcError as error:
            context.set_trailing_metadata(error.trailing_metadata())
            context.abort(error.code(), error.details())
        return answer


@contextmanager
def gated(address: str, folder: Path) -> Iterator[tuple[Settings, Gate]]:
    """Open a gate before the Temporal at an address; yield the settings that lead through it."""
    authority, own = Authority(), grpc.server(ThreadPoolExecutor(_CALLS))
    files = {name: folder / f"{name}.pem" for name in ("authority", "certificate", "key")}
    key, certificate = authority.issue()
    written = (authority.certificate, certificate, key)
    for path, content in zip(files.values(), written, strict=True):
        path.write_bytes(content)
    asking = grpc.ssl_server_credentials(
        [authority.issue()], authority.certificate, require_client_auth=True
    )
    with grpc.insecure_channel(address) as channel:
        gate = Gate(channel)
        own.add_generic_rpc_handlers([gate])
        port = own.add_secure_port("127.0.0.1:0", asking)
        own.start()
        yield (
            {
                "TEMPORAL_ADDRESS": f"127.0.0.1:{port}",
                "TEMPORAL_API_KEY": API_KEY,
                "TEMPORAL_TLS_SERVER_CA_CERT_PATH": str(files["authority"]),
                "TEMPORAL_TLS_CLIENT_CERT_PATH": str(files["certificate"]),
                "TEMPORAL_TLS_CLIENT_KEY_PATH": str(files["key"]),
            },
            gate,
        )
        own.stop(grace=None).wait()


class Authority:
    """Issues certificates for this machine.

    Attributes:
        certificate: its own, as PEM.
    """

    def __init__(self) -> None:
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._name = _named("Authority of the tests")
        own = x509.BasicConstraints(ca=True, path_length=0)
        self.certificate = self._signed(self._name, self._key.public_key(), own)

    def issue(self) -> tuple[bytes, bytes]:
        """Return a new key and its certificate, as PEM."""
        key = ec.generate_private_key(ec.SECP256R1())
        here = x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))])
        return _pem(key), self._signed(_named("Who is here"), key.public_key(), here)

    def _signed(
        self, name: x509.Name, key: ec.EllipticCurvePublicKey, told: x509.ExtensionType
    ) -> bytes:
        now = datetime.now(UTC)
        built = (
            x509.CertificateBuilder()
            .subject_name(name)
            .issuer_name(self._name)
            .public_key(key)
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - timedelta(hours=1))
            .not_valid_after(now + timedelta(days=1))
            .add_extension(told, critical=False)
        )
        return built.sign(self._key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)


def _named(name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])


def _pem(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
