// SPDX-License-Identifier: GPL-2.0-only OR Apache-2.0
/*
 * CRC-32C. Inline crc32q, where the processor has it, costs nothing beside a
 * cache miss and needs no FPU section; elsewhere a table of 16. Ours, so that the
 * module needs no other and user space computes the same.
 */
#include "internal.h"

static const u32 nibble_table[16] = {
	0x00000000, 0x105ec76f, 0x20bd8ede, 0x30e349b1, 0x417b1dbc, 0x5125dad3,
	0x61c69362, 0x7198540d, 0x82f63b78, 0x92a8fc17, 0xa24bb5a6, 0xb21572c9,
	0xc38d26c4, 0xd3d3e1ab, 0xe330a81a, 0xf36e6f75,
};

u32 dsmil_crc_word_table(u32 crc, u64 word)
{
	u32 i;

	for (i = 0; i < 16; i++) {
		crc = (crc >> 4) ^ nibble_table[(crc ^ (u32)word) & 15];
		word >>= 4;
	}
	return crc;
}

u32 dsmil_crc32c(const void *bytes, u32 size)
{
	const u64 *words = bytes;
	u32 crc = ~0U;
	u32 i;

	for (i = 0; i < size / 8; i++)
		crc = dsmil_crc_word(crc, words[i]);
	return ~crc;
}
