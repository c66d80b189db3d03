"""The one datagram that an outsider gets an answer to: STUN's binding request (RFC 8489)."""
import struct

COOKIE = 0x2112A442


def binding_answer(data, peer):
    """The success response to a binding request, or nothing if the datagram is another one."""
    if len(data) < 20:
        return None
    kind, _, cookie = struct.unpack("!HHI", data[:8])
    if kind != 0x0001 or cookie != COOKIE:
        return None
    address = struct.unpack("!I", bytes(map(int, peer[0].split("."))))[0] ^ COOKIE
    mapped = struct.pack("!HHBBHI", 0x0020, 8, 0, 1, peer[1] ^ (COOKIE >> 16), address)
    return struct.pack("!HHI", 0x0101, len(mapped), COOKIE) + data[8:20] + mapped
