// SPDX-License-Identifier: Apache-2.0
/* CRC-32C, by the processor and by the table. */
#include "tap.h"
#include "world.h"

/* The textbook's way, a bit at a time: of any length. */
static u32 crc_bitwise(const u8 *bytes, u32 size) {
  u32 crc = ~0U, i, bit;

  for (i = 0; i < size; i++) {
    crc ^= bytes[i];
    for (bit = 0; bit < 8; bit++) crc = crc >> 1 ^ (crc & 1 ? 0x82f63b78U : 0);
  }
  return ~crc;
}

TEST("crc: the known vectors, on both paths, at every length of a record") {
  u64 words[(DSMIL_RECORD_PAYLOAD_MAX + 32) / 8] = {0};
  u64 seed = tap_seed();
  u32 path, i, size;

  EQ(crc_bitwise((const u8 *)"123456789", 9), 0xe3069283);
  for (path = 0; path < 2; path++) {
    test_port.no_crc_hardware = path == 1;
    memset(words, 0, 32);
    EQ(dsmil_crc32c(words, 32), 0x8a9136aa);
    memset(words, 0xff, 32);
    EQ(dsmil_crc32c(words, 32), 0x62a8ab43);
    for (i = 0; i < 32; i++) ((u8 *)words)[i] = (u8)i;
    EQ(dsmil_crc32c(words, 32), 0x46dd794e);
    EQ(dsmil_crc32c(words, 0), 0);
    test_port.random = seed;
    for (i = 0; i < sizeof(words) / 8; i++) words[i] = dsmil_random_u64();
    for (size = 0; size <= sizeof(words); size += 8)
      EQ_AT(dsmil_crc32c(words, size), crc_bitwise((const u8 *)words, size), "path %u, size %u",
            path, size);
  }
  test_port.no_crc_hardware = false;
}

/* "123456789" as the ring would have it: in words, with zeros after it. */
TEST("crc: a word at a time is the same as a byte at a time") {
  u64 words[2] = {0};

  memcpy(words, "123456789", 9);
  EQ(dsmil_crc32c(words, 16), crc_bitwise((const u8 *)words, 16));
  test_port.no_crc_hardware = true;
  EQ(dsmil_crc32c(words, 16), crc_bitwise((const u8 *)words, 16));
  EQ(dsmil_crc32c(words, 8), crc_bitwise((const u8 *)"12345678", 8));
  test_port.no_crc_hardware = false;
}
