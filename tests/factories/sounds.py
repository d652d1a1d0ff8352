"""The beginnings of recordings as telephones make them; what follows them is nobody's voice."""

WEBM = (
    b"\x1aE\xdf\xa3\x9fB\x86\x81\x01B\xf7\x81\x01B\xf2\x81\x04B\xf3\x81\x08B\x82\x84webmB\x87\x81\x04"
    + bytes(2000)
)
OGG = b"OggS\x00\x02" + bytes(20) + b"\x01\x13OpusHead\x01\x01" + bytes(2000)
MP4 = b"\x00\x00\x00\x1cftypM4A \x00\x00\x02\x00isomiso2" + bytes(2000)
