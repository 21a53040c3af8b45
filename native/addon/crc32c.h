// SPDX-License-Identifier: Apache-2.0
// CRC-32C (Castagnoli), a 64-bit word at a time. The addon's own: kernel/core is GPL-2.0-only,
// and this side of the ABI must not be made of the other.
#ifndef DSMIL_ADDON_CRC32C_H
#define DSMIL_ADDON_CRC32C_H

#include <cstdint>

namespace dsmil {

constexpr uint32_t kCrcNibbles[16] = {
    0x00000000, 0x105ec76f, 0x20bd8ede, 0x30e349b1, 0x417b1dbc, 0x5125dad3, 0x61c69362, 0x7198540d,
    0x82f63b78, 0x92a8fc17, 0xa24bb5a6, 0xb21572c9, 0xc38d26c4, 0xd3d3e1ab, 0xe330a81a, 0xf36e6f75,
};

struct CrcTable {
  static inline uint32_t Word(uint32_t crc, uint64_t word) {
    for (int i = 0; i < 16; i++) {
      crc = (crc >> 4) ^ kCrcNibbles[(crc ^ static_cast<uint32_t>(word)) & 15];
      word >>= 4;
    }
    return crc;
  }
};

#if defined(__x86_64__)
struct CrcHardware {
  // Not the intrinsic: that is only inlined into functions compiled for the instruction.
  static inline uint32_t Word(uint32_t crc, uint64_t word) {
    uint64_t wide = crc;
    asm("crc32q %1, %0" : "+r"(wide) : "rm"(word));
    return static_cast<uint32_t>(wide);
  }
};
inline bool CrcHasHardware() { return __builtin_cpu_supports("sse4.2"); }
#endif

}  // namespace dsmil

#endif
